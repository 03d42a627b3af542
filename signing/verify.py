"""The verdict on a PDF: the ledger first, by the hash of the whole file; then its seal.

Bytes the ledger does not know are never parsed, only searched: they come from strangers, and a
signature check alone would pass some altered files.
"""

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signing.codes import codes_in
from signing.ledger import entry_for_code
from signing.models import Seal, SealedFile

END = b"%%EOF"
# A file of ours has two ends and a few codes; strangers' files may have any number.
MOST = 64


class Finding(StrEnum):
    """What a verdict can say."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Verdict:
    """What is known of a file, and why; document and version are those it is or claims to be."""

    verdict: Finding
    reasons: list[str] = field(default_factory=list)
    document: str | None = None
    version: int | None = None


def verify_pdf(pdf: bytes, *, code: str | None = None) -> Verdict:
    """Return the verdict on these bytes, its reasons in the active language.

    With `code`, the file must also be one of that code's document: another's is unknown here.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    known = SealedFile.objects.select_related("seal").filter(sha256=sha256).first()
    if known is None:
        return _stranger(pdf)
    if code is not None and known.seal.code != code:
        return Verdict(
            Finding.UNKNOWN,
            [_("This is the file of another document, not of the one with code %s.") % code],
        )
    return _known(pdf, known.seal)


def standing(seal: Seal) -> Verdict:
    """Return what became of a sealed version, without looking at a file."""
    if seal.withdrawn_at is not None:
        finding, reason = Finding.WITHDRAWN, _("This version was withdrawn after it was sealed.")
    elif seal.superseded_by is not None:
        newest = _newest(seal)
        finding = Finding.SUPERSEDED
        reason = _("This version was superseded by version %d.") % newest
    else:
        finding, reason = Finding.GENUINE, _("This version is sealed and in force.")
    return Verdict(finding, [reason], seal.reference, seal.version)


def _known(pdf: bytes, seal: Seal) -> Verdict:
    # Loaded here, so that processes that only look codes up do not carry the PDF library.
    from signing.signature import holds

    if not holds(pdf, fingerprint=seal.certificate_fingerprint):
        return _altered(
            seal, [_("The ledger names this file, but the provider's seal in it does not hold.")]
        )
    whole = _("Every byte is as it was when it was sealed, and the provider's seal holds.")
    verdict = standing(seal)
    if verdict.verdict == Finding.GENUINE:
        return Verdict(Finding.GENUINE, [whole], seal.reference, seal.version)
    return Verdict(verdict.verdict, [*verdict.reasons, whole], seal.reference, seal.version)


def _stranger(pdf: bytes) -> Verdict:
    grown = _grown(pdf)
    if grown is not None:
        added = len(pdf) - grown.size
        reason = ngettext(
            "Something was added after the seal: %d byte.",
            "Something was added after the seal: %d bytes.",
            added,
        )
        return _altered(grown.seal, [reason % added])
    for code in codes_in(pdf)[:MOST]:
        seal = entry_for_code(code)
        if seal is not None:
            return _altered(seal, _differences(pdf, seal))
    return Verdict(Finding.UNKNOWN, _why_unknown(pdf))


def _grown(pdf: bytes) -> SealedFile | None:
    """Return the sealed file that these bytes begin with."""
    # The marker may be followed by a line end of one or two bytes, or by none.
    ends = [match.end() + more for match in re.finditer(END, pdf) for more in (0, 1, 2)]
    running, done, hashes = hashlib.sha256(), 0, set()
    for end in ends[:MOST]:
        running.update(pdf[done:end])
        done = end
        hashes.add(running.hexdigest())
    return SealedFile.objects.select_related("seal").filter(sha256__in=hashes).first()


def _differences(pdf: bytes, seal: Seal) -> list[str]:
    sizes = list(seal.files.order_by("size").values_list("size", flat=True))
    reasons = [_("The file names this document, but its bytes are not those that were sealed.")]
    if b"/ByteRange" not in pdf:
        reasons.append(_("The provider's seal is missing."))
    elif len(pdf) in sizes:
        reasons.append(_("It has the right length, so something in it was overwritten."))
    if len(pdf) < sizes[0]:
        missing = sizes[0] - len(pdf)
        reason = ngettext("It is %d byte shorter.", "It is %d bytes shorter.", missing)
        reasons.append(reason % missing)
    elif len(pdf) > sizes[-1]:
        more = len(pdf) - sizes[-1]
        reasons.append(ngettext("It is %d byte longer.", "It is %d bytes longer.", more) % more)
    return reasons


def _why_unknown(pdf: bytes) -> list[str]:
    if not pdf:
        return [_("The file is empty.")]
    if b"%PDF-" not in pdf[:1024]:
        return [_("This is not a PDF file.")]
    return [_("This file was not sealed here, and it names no document that was.")]


def _altered(seal: Seal, reasons: list[str]) -> Verdict:
    return Verdict(Finding.ALTERED, reasons, seal.reference, seal.version)


def _newest(seal: Seal) -> int:
    """Return the last version in the row of those that superseded this one."""
    followers = dict(
        Seal.objects.filter(reference=seal.reference, superseded_by__isnull=False).values_list(
            "version", "superseded_by"
        )
    )
    newest = seal.superseded_by or seal.version
    while newest in followers:
        newest = followers[newest] or newest
    return newest
