"""What was recorded of a service, newest first: what, from when, by whom, and why."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd.noted import in_readers_words
from services.inventory import changes_of
from services.models import InventoryEntry, Service
from services.models.inventory import Cause, SourceKind
from services.numbers import shown_span

MOST_CHANGES = 100
COMPARED = gettext_lazy("after a comparison of records")
WORDS: dict[str, Any] = {
    "install": gettext_lazy("installed"),
    "set": gettext_lazy("changed"),
    "cease": gettext_lazy("stopped"),
    "suspend": gettext_lazy("suspended"),
    "resume": gettext_lazy("resumed"),
    "note": gettext_lazy("noted"),
}
# Where it came from, unless from a document, which has a number to name and to open.
SOURCES: dict[str, Any] = {
    SourceKind.SELF_SERVICE: gettext_lazy("self-service"),
    SourceKind.IMPORT: gettext_lazy("taken over from earlier records"),
    SourceKind.CORRECTION: gettext_lazy("correction"),
    SourceKind.PROVIDER_EVENT: gettext_lazy("recorded by the provider"),
}


def changes_told(one: Service, known: set[str], *, corrects: bool) -> list[dict[str, Any]]:
    """The history of a service; ``known`` are the documents that may be looked at.

    ``corrects``: whether the reader may say that an entry is wrong.
    """
    entries = list(changes_of(one)[:MOST_CHANGES])
    voided = {entry.voids_id for entry in entries}
    return [
        {
            **_change(entry, known, corrects=corrects),
            "voided": entry.pk in voided,
            "correct_url": _correct_url(one, entry)
            if corrects and entry.change and entry.pk not in voided
            else "",
        }
        for entry in entries
    ]


def _correct_url(one: Service, entry: InventoryEntry) -> str:
    return f"{reverse('service_correct', args=[one.service_id])}?entry={entry.seq}"


def _change(entry: InventoryEntry, known: set[str], *, corrects: bool) -> dict[str, Any]:
    """One entry; a document that the reader may see is a link."""
    number = entry.source_number
    what = next(iter(entry.change), "")
    return {
        "at": entry.recorded_at,
        "on": entry.effective_on,
        "what": WORDS.get(what, _("corrected")),
        "by": entry.person.name if entry.person else "",
        "source": _source(entry, what, named=corrects),
        "url": reverse("document", args=[number]) if number in known else "",
        "detail": _detail(entry),
        "reason": in_readers_words(entry.reason),
    }


def _source(entry: InventoryEntry, what: str, *, named: bool) -> str:
    """Where an entry came from; ``named``: for who looks up the import that wrote it."""
    if entry.source_kind == SourceKind.LINE:
        return entry.source_number
    if entry.source_kind != SourceKind.IMPORT:
        return str(SOURCES[entry.source_kind])
    words = SOURCES[entry.source_kind] if what == "install" else COMPARED
    return f"{words} ({entry.source_number})" if named and entry.source_number else str(words)


def _detail(entry: InventoryEntry) -> str:
    """The cause, and what a note says."""
    note = entry.change.get("note") or {}
    if "porting_out" in note:
        facts = {
            "number": shown_span(note["porting_out"], note.get("numbers", 1)),
            "operator": note.get("operator", ""),
        }
        return _("%(operator)s asks for %(number)s") % facts
    if "ported_out" in note:
        return _("%(number)s ported out") % {
            "number": shown_span(note["ported_out"], note.get("numbers", 1))
        }
    if "instead_of" in note:
        return _("SIM %(new)s instead of %(old)s") % {
            "new": note["iccid"],
            "old": note["instead_of"],
        }
    if "lifted" in note:
        return _("No longer: %(cause)s") % {"cause": Cause(note["lifted"]).label}
    return entry.get_cause_display()
