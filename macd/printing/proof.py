"""Who gave their word on which content, and the steps that led there."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from macd.handwriting import drawing_of
from macd.happened import signed_in_words, told
from macd.labels import labelled
from macd.models import Approval, Document, DocumentEvent, DocumentVersion, Signature
from macd.models.approval import Bound
from macd.printing.compared import changes_between
from macd.queries import INTERNAL_EVENTS
from macd.vocabulary import Audience, SectionName, Step


def instant(at: datetime) -> str:
    """An instant as it is frozen: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def words_of_the_provider(document: Document) -> list[Approval]:
    """The approvals in force."""
    return list(document.approvals.filter(voided_at=None).select_related("by"))


def approvals(words: Iterable[Approval]) -> list[dict[str, str]]:
    """The provider's side: each approval with the content it was given on."""
    return [
        {
            "name": word.by.name,
            "role": _("Second approver") if word.second else _("Account manager"),
            "at": instant(word.at),
            "content_hash": word.content_hash,
        }
        for word in words
    ]


def words_of_the_customer(document: Document) -> list[Signature]:
    """The signatures in force."""
    given = document.signatures.filter(voided_at=None)
    return list(given.select_related("by", "on_behalf_of", "version"))


def signatures(words: Iterable[Signature]) -> list[dict[str, Any]]:
    """The customer's side: each signature with the content it was given on."""
    return [
        {
            "name": word.by.name,
            "role": _role(word),
            "at": instant(word.at),
            "consent": word.consent,
            "content_hash": word.content_hash,
            "initials": initials(word.by.name.split()),
            "method": _("Signed in and confirmed with the password"),
            "wording": word.wording_id or "",
            "hand": word.typed or word.by.name,
            "drawing": drawing_of(word.drawn),
        }
        for word in words
    ]


def _role(word: Signature) -> str:
    """As whom somebody signed."""
    if word.on_behalf_of is None:
        return _("Signatory")
    return _("Substitute for %(name)s") % {"name": word.on_behalf_of.name}


def corrections(
    document: Document, version: DocumentVersion, words: Iterable[Bound]
) -> list[dict[str, str]]:
    """What was corrected between the first word in force and the version that is printed.

    Corrections are immaterial: who gave their word before them need not give it again
    (decisions.md 31), and the paper says what they are.
    """
    given_on = {word.content_hash for word in words} - {version.content_hash}
    if not given_on:
        return []
    first = document.versions.filter(content_hash__in=given_on).order_by("number")[0]
    rows = changes_between(first.content, version.content)
    return [{"label": row.label, "before": row.before, "after": row.after} for row in rows]


def initials(names: Iterable[str]) -> str:
    """The first letters of the names."""
    return "".join(name[0] for name in names if name).upper()


def correspondence(document: Document) -> list[dict[str, str]]:
    """Only what both sides may read (rule 15)."""
    shared = document.comments.filter(audience=Audience.SHARED).select_related("by")
    return [{"by": c.by.name, "at": instant(c.at), "text": c.text} for c in shared]


def _with_parts(event: DocumentEvent) -> str:
    """What was done, and in which parts of the request where answers are what it was done to."""
    paths = event.facts.get("paths") or [event.facts.get("path") or ""]
    names = [*(path.split(".")[0] for path in paths), *event.facts.get("sections", ())]
    known = {"line": _("Items"), **dict(SectionName.choices)}
    parts = dict.fromkeys(str(known[name]) for name in names if name in known)
    return labelled(told(event), ", ".join(parts)) if parts else told(event)


def evidence(document: Document, signed: Sequence[Signature]) -> list[dict[str, str]]:
    """Each step in the order it was taken, with who took it and what was done.

    The event of the signature that owes this file is written after it, so signatures are listed
    by themselves.
    """
    events = (
        document.events.filter(line_number=None)
        .exclude(step__in=INTERNAL_EVENTS | {Step.SIGN})
        .select_related("by")
    )
    taken = [
        (event.at, _with_parts(event), event.by.name if event.by else settings.PROVIDER_NAME)
        for event in events
    ]
    taken += [(word.at, signed_in_words(word.version.number), word.by.name) for word in signed]
    # A stable sort: what happened at the same instant stays in the order it was written.
    ordered = sorted(taken, key=lambda step: step[0])
    return [{"at": instant(at), "what": what, "who": who} for at, what, who in ordered]
