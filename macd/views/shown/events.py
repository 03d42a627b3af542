"""What happened to a document, in sentences."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.standing import Standing
from macd import policy, queries
from macd.fields import find_place
from macd.happened import told
from macd.labels import labelled
from macd.models import Document, DocumentEvent
from macd.noted import in_readers_words, note_of, said
from macd.queries import INTERNAL_EVENTS
from macd.views.shown.ball import ENDED_BY, is_delivered
from macd.vocabulary import Action, Happening, LineStatus, SectionName, Status, Step

NO_BREAK = "\u00a0"
ICONS: dict[str, str] = {
    Happening.FILL_IN: "pencil",
    Happening.SUGGEST: "pencil",
    Happening.ATTACH: "paperclip",
    Happening.DETACH: "paperclip",
    Happening.CORRECT: "pencil",
    Happening.COMMENT: "message-square",
    Happening.COMMENT_INTERNAL: "lock",
    Happening.VISIT_PLANNED: "calendar",
    Happening.VISIT_MOVED: "calendar",
    Happening.VISIT_CANCELLED: "calendar",
    Happening.VISIT_CLOSED: "truck",
    Happening.VISIT_ASSIGNED: "users",
    Happening.PROMISE_MOVED: "calendar",
    Happening.PORT_REFUSED: "circle-x",
    Happening.PORT_CONFIRMED: "calendar",
    Happening.PORT_PORTED: "circle-check",
    Happening.PORT_OUT: "phone-outgoing",
    Happening.JOIN: "git-merge",
    Happening.WAIT: "circle-pause",
    Step.MERGE: "git-merge",
    Step.SUBMIT: "send",
    Step.APPROVE: "circle-check",
    Step.CONFIRM: "circle-check",
    Step.SIGN: "pen-line",
    Step.START_DELIVERY: "file-check",
    Step.COMPLETE: "circle-check",
    Step.HOLD: "circle-pause",
    "line_deliver": "truck",
    "line_hold": "circle-pause",
}


def timeline(
    document: Document, events: Iterable[DocumentEvent], *, internal: bool = False
) -> list[dict[str, Any]]:
    """What components/timeline.html takes.

    ``internal``: for who may read what the provider's people say among themselves (rule 15).
    """
    events = list(events)
    absent = _absent(events)
    rows = []
    for event in events:
        row = _told(document, event)
        if event.facts.get("on_behalf_of") in absent:
            name = absent[event.facts["on_behalf_of"]]
            row["detail"] = _("Substitute for %(name)s") % {"name": name}
        if internal and (why := event.facts.get("reason")):
            row["detail"] = why
        rows.append(row)
    return rows


def _absent(events: Iterable[DocumentEvent]) -> dict[int, str]:
    """The names of those in whose place somebody signed."""
    wanted = {event.facts["on_behalf_of"] for event in events if "on_behalf_of" in event.facts}
    return queries.all_names_of(wanted) if wanted else {}


def shortened(events: Iterable[DocumentEvent]) -> list[DocumentEvent]:
    """Events, newest first, without the states that one step only passed through."""
    kept: list[DocumentEvent] = []
    for event in events:
        if not (kept and event.step in Step.values and _same_step(event, kept[-1])):
            kept.append(event)
    return kept


def _same_step(one: DocumentEvent, other: DocumentEvent) -> bool:
    facts = ("step", "at", "by_id", "version")
    return all(getattr(one, fact) == getattr(other, fact) for fact in facts)


def _told(document: Document, event: DocumentEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "who": event.by.name if event.by else settings.PROVIDER_NAME,
        "what": _what(document, event),
        "detail": said(event),
        "icon": ICONS.get(event.step, ""),
        "internal": event.step in INTERNAL_EVENTS,
    }


def _what(document: Document, event: DocumentEvent) -> str:
    paths = event.facts.get("paths") or [event.facts.get("path")]
    places = [find_place(document, path) for path in paths if path]
    labels = list(dict.fromkeys(str(place.label) for place in places if place))
    labels += [str(SectionName(name).label) for name in event.facts.get("sections") or ()]
    return labelled(told(event), ", ".join(labels)) if labels else told(event)


def with_reasons(
    items: list[dict[str, Any]], events: Iterable[DocumentEvent]
) -> list[dict[str, Any]]:
    """The items; what was not delivered says why. The newest event comes first."""
    said: dict[int | None, str] = {}
    for event in events:
        if event.step == "line_fail" and event.note:
            said.setdefault(event.line_number, note_of(event))
    for item in items:
        line = item["line"]
        if line.status == LineStatus.FAILED and line.number in said:
            why = {"label": _("Not delivered because"), "text": said[line.number]}
            item["facts"] = [*item["facts"], why]
    return items


def _delivered_on(document: Document) -> date | None:
    """The day on which the last item was delivered, once none is still to come."""
    if document.status != Status.COMPLETED and not is_delivered(document):
        return None
    days = [line.delivered_on for line in document.lines.all() if line.delivered_on]
    return max(days, default=document.completed_on)


def done_of(document: Document) -> dict[str, Any] | None:
    """When all of it was delivered, or had stopped where that was all; nothing before that."""
    on = _delivered_on(document)
    if on is None:
        return None
    stops = all(line.action == Action.DELETE for line in document.lines.all())
    return {"label": _("Done on") if stops else _("Delivered on"), "on": on}


def milestones(
    document: Document, events: Iterable[DocumentEvent], *, on: date
) -> list[dict[str, Any]]:
    """The five dated milestones; the first that is not reached is the current one.

    Of a request that ended otherwise than delivered: those it reached, and how it ended.
    """
    events = list(events)
    taken_up = [e.at for e in events if e.step in (Step.TAKE_UP, Step.START_REVIEW)]
    reached = [
        (_("Sent"), document.submitted_at),
        (_("Taken up"), min(taken_up, default=None)),
        (_("Approved"), document.approved_at),
        (_("Signed"), document.signed_at),
        (_("Delivered"), _delivered_on(document)),
    ]
    if document.is_final and not reached[-1][1]:
        return _ended(document, events, reached)
    late = is_late(document, on=on)
    rows: list[dict[str, Any]] = []
    current = True
    for label, when in reached:
        state = "done" if when else "next"
        if not when and current:
            state, current = ("late" if late else "current"), False
        rows.append({"label": label, "on": when, "state": state, "note": ""})
    if not reached[-1][1] and document.committed_on:
        rows[-1]["note"] = _("promised for %(day)s") % {"day": _short(document.committed_on)}
    return rows


def _ended(
    document: Document, events: Iterable[DocumentEvent], reached: Iterable[tuple[str, Any]]
) -> list[dict[str, Any]]:
    """The milestones that were reached, and the end that came instead of the others."""
    last = max((e for e in events if e.to_status == document.status), key=_when, default=None)
    ended = last.at if last else None
    how = ENDED_BY.get(last.step if last else "", document.get_status_display())
    rows = [(label, when, "done") for label, when in reached if when]
    rows.append((str(how), document.completed_on or ended, "ended"))
    return [{"label": label, "on": on, "state": state, "note": ""} for label, on, state in rows]


def _when(event: DocumentEvent) -> datetime:
    return event.at


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT").replace(" ", NO_BREAK)


def promise_history(document: Document) -> list[dict[str, Any]]:
    """Each change of the promised date, newest first; reads the prefetched field changes."""
    changes = [
        change
        for change in document.field_changes.all()
        if change.path == "planning.committed_on" and change.before and change.after
    ]
    return [
        {
            "before": date.fromisoformat(str(change.before)),
            "after": date.fromisoformat(str(change.after)),
            "at": change.at,
            "by": change.by.name,
            "reason": in_readers_words(change.reply) or _("while it was being completed"),
        }
        for change in reversed(changes)
    ]


def is_late(document: Document, *, on: date) -> bool:
    """Whether the promised day has passed and something is still to be delivered."""
    if document.committed_on is None or document.committed_on >= on or document.is_final:
        return False
    return not is_delivered(document)


def day_of_ball(document: Document) -> date:
    """The Brussels day since when somebody has the ball."""
    return day_of(document.ball_since)


def family_timeline(standing: Standing, document: Document) -> list[dict[str, Any]]:
    """The whole history of a document and its amendments, as far as the reader may know of them."""
    rows: list[tuple[Any, int, dict[str, Any]]] = []
    for each in queries.family_for(standing, document):
        told = list(queries.events_for(standing, each))
        rows_of_each = timeline(each, told, internal=policy.reads_internal(standing, each))
        for event, row in zip(told, rows_of_each, strict=True):
            if each.pk != document.pk:
                row["what"] = labelled(each.number, row["what"])
            rows.append((event.at, event.pk, row))
    return [row for _at, _pk, row in sorted(rows, key=lambda told: told[:2], reverse=True)]
