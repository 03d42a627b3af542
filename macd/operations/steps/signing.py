"""Signing: the customer's word on the approved version, with all that proves it (rule 13)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from macd import policy
from macd.canonical import hash_of
from macd.handwriting import Illegible, read_strokes, read_typed
from macd.kinds import Problem
from macd.models import ConsentWording, Signature
from macd.operations.claims.replacing import replace_touched
from macd.operations.claims.taken import Taken
from macd.operations.steps.rendering import owe_seal
from macd.operations.steps.thresholds import signatures_missing
from macd.refusals import NotPermitted, Stale, Unsound


def sign(taken: Taken) -> dict[str, Any]:
    """Bind the signature to the approved version; the last one owes the seal (rule 13).

    The step's facts: ``consent`` (what the person agreed to, in full), ``wording`` (the same
    before numbers and names were put in), ``language``, ``method``, and perhaps ``typed`` and
    ``drawn``.
    """
    document = taken.document
    version = document.versions.get(number=document.version)
    if version.content_hash != taken.seen:
        raise Stale(_("The content changed while you were looking. Read it again."))
    for_whom = _represented(taken)
    if not taken.facts.get("consent"):
        message = _("Confirm that you have read the document and agree.")
        raise Unsound(message, problems=[Problem("consent", message)])
    language = str(taken.facts.get("language", document.language))
    Signature.objects.create(
        customer_id=document.customer_id,
        document=document,
        version=version,
        content_hash=version.content_hash,
        by_id=taken.person_id,
        on_behalf_of_id=for_whom,
        at=taken.at,
        method=str(taken.facts.get("method", "password")),
        consent=str(taken.facts["consent"]),
        language=language,
        wording=_wording(str(taken.facts.get("wording") or taken.facts["consent"]), language),
        **_hand(taken.facts),
    )
    if for_whom is not None:
        taken.recorded["on_behalf_of"] = for_whom
    if signatures_missing(document, signing=None) > 0:
        return {}
    replace_touched(taken)
    owe_seal(document=document, version=version, at=taken.at)
    return {"signed_at": taken.at}


def _represented(taken: Taken) -> int | None:
    """For whom the person signs: None for themselves. Raises NotPermitted.

    Nobody signs twice, for both sides, or for somebody who has signed already.
    """
    document, person_id = taken.document, taken.person_id
    given = document.signatures.filter(voided_at=None)
    if given.filter(by=person_id).exists():
        raise NotPermitted(_("You have signed this already."))
    if document.approvals.filter(by=person_id, voided_at=None).exists():
        raise NotPermitted(_("Nobody signs for both sides."))
    for_whom = policy.signs_for(taken.by, document) if taken.by else None
    if for_whom and given.filter(by=for_whom).exists():
        raise NotPermitted(_("The person for whom you stand in has signed this already."))
    return for_whom


def _wording(text: str, language: str) -> ConsentWording:
    """The words of consent by their hash; written down when they are first used."""
    sha256 = hash_of({"language": language, "text": text})
    wording, _created = ConsentWording.objects.get_or_create(
        sha256=sha256, defaults={"language": language, "text": text}
    )
    return wording


def _hand(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the person wrote or drew. Raises Unsound for what is neither."""
    found = {}
    for path, read in (("typed", read_typed), ("drawn", read_strokes)):
        try:
            found[path] = read(facts.get(path))
        except Illegible as illegible:
            raise Unsound(str(illegible), problems=[Problem(path, str(illegible))]) from None
    return found
