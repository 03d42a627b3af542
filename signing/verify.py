"""The verdict on a PDF: the ledger first, by the hash of the whole file; then its seal.

Bytes the ledger does not know are never parsed, only searched: they come from strangers, and a
signature check alone would pass some altered files.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from signing.ledger import entry_for_code
from signing.models import Seal, SealedFile
from signing.traits import Traits, traits_of


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
    # The hash alone decides about what is known; strangers' files are searched for more.
    known = _file_with(hashlib.sha256(pdf).hexdigest())
    return _known(known.seal, code, pdf) if known else _stranger(traits_of(pdf))


def verify_traits(traits: Traits, *, code: str | None = None) -> Verdict:
    """Return the verdict on a file that stayed with its owner."""
    known = _file_with(traits.sha256)
    return _known(known.seal, code, None) if known else _stranger(traits)


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


def _file_with(sha256: str) -> SealedFile | None:
    return SealedFile.objects.select_related("seal").filter(sha256=sha256).first()


def _known(seal: Seal, code: str | None, pdf: bytes | None) -> Verdict:
    if code is not None and seal.code != code:
        return Verdict(
            Finding.UNKNOWN,
            [_("This is the file of another document, not of the one with code %s.") % code],
        )
    whole = _("Every byte is as it was when it was sealed.")
    if pdf is not None:
        # Loaded here, so that processes that only look codes up do not carry the PDF library.
        from signing.signature import holds

        if not holds(pdf, fingerprint=seal.certificate_fingerprint):
            return _altered(
                seal,
                [_("The ledger names this file, but the provider's seal in it does not hold.")],
            )
        whole = _("Every byte is as it was when it was sealed, and the provider's seal holds.")
    verdict = standing(seal)
    if verdict.verdict == Finding.GENUINE:
        return Verdict(Finding.GENUINE, [whole], seal.reference, seal.version)
    return Verdict(verdict.verdict, [*verdict.reasons, whole], seal.reference, seal.version)


def _stranger(traits: Traits) -> Verdict:
    grown = SealedFile.objects.select_related("seal").filter(sha256__in=traits.ends).first()
    if grown is not None:
        added = traits.size - grown.size
        reason = ngettext(
            "Something was added after the seal: %d byte.",
            "Something was added after the seal: %d bytes.",
            added,
        )
        return _altered(grown.seal, [reason % added])
    for code in traits.codes:
        seal = entry_for_code(code)
        if seal is not None:
            return _altered(seal, _differences(traits, seal))
    return Verdict(Finding.UNKNOWN, _why_unknown(traits))


def _differences(traits: Traits, seal: Seal) -> list[str]:
    sizes = list(seal.files.order_by("size").values_list("size", flat=True))
    reasons = [
        _("The file names this document, but its bytes are not those that were sealed."),
        *_what_became_of_the_seal(traits, seal),
    ]
    if traits.size in sizes:
        reasons.append(_("It has the right length, so something in it was overwritten."))
    elif traits.size < sizes[0]:
        missing = sizes[0] - traits.size
        reason = ngettext("It is %d byte shorter.", "It is %d bytes shorter.", missing)
        reasons.append(reason % missing)
    elif traits.size > sizes[-1]:
        more = traits.size - sizes[-1]
        reasons.append(ngettext("It is %d byte longer.", "It is %d bytes longer.", more) % more)
    return reasons


def _what_became_of_the_seal(traits: Traits, seal: Seal) -> list[str]:
    from signing.containers import makers_of

    if not traits.seals:
        return [_("The provider's seal is missing.")]
    makers = makers_of(traits.seals)
    if seal.certificate_fingerprint not in makers:
        return [_("The seal in it was not made with the provider's certificate.")]
    if len(makers) > seal.files.count():
        return [_("It carries another signature beside the provider's seal.")]
    return []


def _why_unknown(traits: Traits) -> list[str]:
    if not traits.size:
        return [_("The file is empty.")]
    if not traits.is_pdf:
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
