"""What happened to a document, in sentences."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock import day_of
from accounts.standing import Standing
from macd import queries
from macd.fields import find_place
from macd.models import Document, DocumentEvent
from macd.queries import INTERNAL_EVENTS
from macd.vocabulary import Happening, LineStep, Reminder, SectionName, Status, Step

DONE: dict[str, Any] = {
    Happening.OPEN: gettext_lazy("started the request"),
    Happening.FILL_IN: gettext_lazy("filled in"),
    Happening.SUGGEST: gettext_lazy("suggested"),
    Happening.DECIDE: gettext_lazy("decided on a suggestion"),
    Happening.CORRECT: gettext_lazy("corrected, without changing what was agreed"),
    Happening.COMMENT: gettext_lazy("wrote a comment"),
    Happening.COMMENT_INTERNAL: gettext_lazy("wrote an internal note"),
    Happening.ATTACH: gettext_lazy("added a file"),
    Happening.DETACH: gettext_lazy("took a file out"),
    Happening.TAKE_OVER: gettext_lazy("took over what is installed now"),
    Happening.FINDING: gettext_lazy("recorded a finding about item %(line)s"),
    Happening.LEAVING_REFUSED: gettext_lazy("wanted to stop the last services"),
    Reminder.ANSWER: gettext_lazy("reminded of the open question"),
    Reminder.SIGN: gettext_lazy("reminded of the signature"),
    Reminder.DRAFT: gettext_lazy("reminded of the draft"),
    Reminder.APPOINTMENT: gettext_lazy("reminded of the visit"),
    Reminder.ESCALATE: gettext_lazy("told the team lead that it waits too long"),
    Reminder.RISK: gettext_lazy("warned that the promise is at risk"),
    Happening.VISIT_PLANNED: gettext_lazy("planned a visit"),
    Happening.VISIT_MOVED: gettext_lazy("moved a visit"),
    Happening.VISIT_CANCELLED: gettext_lazy("cancelled a visit"),
    Happening.VISIT_CLOSED: gettext_lazy("recorded how a visit ended"),
    Happening.VISIT_ASSIGNED: gettext_lazy("said who goes there"),
    Happening.HANDED_OVER: gettext_lazy("gave it to another account manager"),
    Happening.PROMISE_MOVED: gettext_lazy("promised another day for item %(line)s"),
    Happening.PORT_CHECKED: gettext_lazy("checked the numbers of item %(line)s"),
    Happening.PORT_REQUESTED: gettext_lazy("asked the other operator for those of item %(line)s"),
    Happening.PORT_REFUSED: gettext_lazy("recorded that those of item %(line)s are refused"),
    Happening.PORT_ASKED: gettext_lazy("corrected what was said of those of item %(line)s"),
    Happening.PORT_CONFIRMED: gettext_lazy("recorded the day for the numbers of item %(line)s"),
    Happening.PORT_PORTED: gettext_lazy("took over the numbers of item %(line)s"),
    Happening.DEVICE_BACK: gettext_lazy("took back a device of item %(line)s"),
    Happening.PORT_OUT: gettext_lazy("recorded that another operator asks for a number"),
    Step.SUBMIT: gettext_lazy("sent the request"),
    Step.ASK_COLLEAGUE: gettext_lazy("asked a colleague to agree"),
    Step.AGREE: gettext_lazy("agreed and sent the request"),
    Step.SEND_BACK: gettext_lazy("sent the request back to the requester"),
    Step.DISCARD: gettext_lazy("discarded the draft"),
    Step.EXPIRE: gettext_lazy("let the draft expire"),
    Step.START_REVIEW: gettext_lazy("started the request on the customer's behalf"),
    Step.TAKE_UP: gettext_lazy("took up the request"),
    Step.ASK: gettext_lazy("asked a question"),
    Step.RETURN: gettext_lazy("returned the request to the customer"),
    Step.REJECT: gettext_lazy("refused the request"),
    Step.ANSWER: gettext_lazy("answered"),
    Step.TIME_OUT: gettext_lazy("closed the request: no answer came"),
    Step.APPROVE: gettext_lazy("approved version %(version)s"),
    Step.CONFIRM: gettext_lazy("approved version %(version)s as second"),
    Step.REVIEW_AGAIN: gettext_lazy("sent the request back for review"),
    Step.REVISE: gettext_lazy("took version %(version)s back to change it"),
    Step.SIGN: gettext_lazy("signed version %(version)s"),
    Step.DECLINE: gettext_lazy("declined to sign version %(version)s"),
    Step.LAPSE: gettext_lazy("let the offer lapse"),
    Step.START_DELIVERY: gettext_lazy("sealed the document and planned the delivery"),
    Step.HOLD: gettext_lazy("put the request on hold"),
    Step.RESUME: gettext_lazy("resumed the request"),
    Step.REFUSE: gettext_lazy("found the request not possible"),
    Step.WITHDRAW: gettext_lazy("withdrew the request"),
    Step.GRANT_WITHDRAWAL: gettext_lazy("accepted the withdrawal"),
    Step.DENY_WITHDRAWAL: gettext_lazy("denied the withdrawal"),
    Step.CLOSE_WITHDRAWN: gettext_lazy("closed the request as withdrawn"),
    Step.COMPLETE: gettext_lazy("completed the request"),
    Step.CLOSE_PARTLY: gettext_lazy("closed the request as partly done"),
    Step.FAIL: gettext_lazy("closed the request as not delivered"),
    Step.LEAVE: gettext_lazy("closed the request, because the company leaves"),
}
LINE_DONE: dict[str, Any] = {
    LineStep.PLAN: gettext_lazy("planned item %(line)s"),
    LineStep.HOLD: gettext_lazy("put item %(line)s on hold"),
    LineStep.RESUME: gettext_lazy("resumed item %(line)s"),
    LineStep.DELIVER: gettext_lazy("delivered item %(line)s"),
    LineStep.ACCEPT: gettext_lazy("accepted item %(line)s"),
    LineStep.REPORT_DEFECT: gettext_lazy("reported a defect of item %(line)s"),
    LineStep.FAIL: gettext_lazy("could not deliver item %(line)s"),
    LineStep.WITHDRAW: gettext_lazy("withdrew item %(line)s"),
    LineStep.SUPERSEDE: gettext_lazy("replaced item %(line)s by an amendment"),
}
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


def told(event: DocumentEvent) -> str:
    """What was done, after the name of who did it."""
    facts = {"version": event.version, "line": event.line_number}
    if event.facts.get("part"):
        return _("delivered %(part)s of %(of)s of item %(line)s") % {**event.facts, **facts}
    if event.step in DONE:
        return str(DONE[event.step]) % facts
    line_step = event.step.removeprefix("line_")
    return str(LINE_DONE[line_step]) % facts if line_step in LINE_DONE else event.step_label


def timeline(document: Document, events: Iterable[DocumentEvent]) -> list[dict[str, Any]]:
    """What components/timeline.html takes."""
    return [
        {
            "at": event.at,
            "who": event.by.name if event.by else settings.PROVIDER_NAME,
            "what": _what(document, event),
            "detail": event.note,
            "icon": ICONS.get(event.step, ""),
            "internal": event.step in INTERNAL_EVENTS,
        }
        for event in events
    ]


def _what(document: Document, event: DocumentEvent) -> str:
    paths = event.facts.get("paths") or [event.facts.get("path")]
    places = [find_place(document, path) for path in paths if path]
    labels = list(dict.fromkeys(str(place.label) for place in places if place))
    labels += [str(SectionName(name).label) for name in event.facts.get("sections") or ()]
    return f"{told(event)}: {', '.join(labels)}" if labels else told(event)


def milestones(
    document: Document, events: Iterable[DocumentEvent], *, on: date
) -> list[dict[str, Any]]:
    """The five dated milestones; the first that is not reached is the current one."""
    taken_up = [e.at for e in events if e.step in (Step.TAKE_UP, Step.START_REVIEW)]
    reached = [
        (_("Sent"), document.submitted_at),
        (_("Taken up"), min(taken_up, default=None)),
        (_("Approved"), document.approved_at),
        (_("Signed"), document.signed_at),
        (_("Delivered"), document.completed_on if document.status == Status.COMPLETED else None),
    ]
    late = document.committed_on is not None and document.committed_on < on
    rows: list[dict[str, Any]] = []
    current = not document.is_final
    for label, when in reached:
        state = "done" if when else "next"
        if not when and current:
            state, current = ("late" if late else "current"), False
        rows.append({"label": label, "on": when, "state": state, "note": ""})
    if not document.completed_on and document.committed_on:
        rows[-1]["note"] = _("promised for %(day)s") % {"day": _short(document.committed_on)}
    return rows


def _short(day: date) -> str:
    return day.strftime("%d/%m/%Y")


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
            "reason": change.reply or _("while it was being completed"),
        }
        for change in reversed(changes)
    ]


def is_late(document: Document, *, on: date) -> bool:
    """Whether the promised day has passed and the document is still open."""
    return bool(document.committed_on and document.committed_on < on and not document.is_final)


def day_of_ball(document: Document) -> date:
    """The Brussels day since when somebody has the ball."""
    return day_of(document.ball_since)


def family_timeline(standing: Standing, document: Document) -> list[dict[str, Any]]:
    """The whole history of a document and its amendments, as far as the reader may know of them."""
    rows: list[tuple[Any, int, dict[str, Any]]] = []
    for each in queries.family_for(standing, document):
        told = list(queries.events_for(standing, each))
        for event, row in zip(told, timeline(each, told), strict=True):
            if each.pk != document.pk:
                row["what"] = f"{each.number}: {row['what']}"
            rows.append((event.at, event.pk, row))
    return [row for _at, _pk, row in sorted(rows, key=lambda told: told[:2], reverse=True)]
