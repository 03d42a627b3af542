"""What the clock says without taking a step: reminders, risks, word to the lead; each once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import CharField, Exists, Min, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.clock import day_of
from accounts.tenancy import as_system
from macd import policy, queries
from macd.clocks import Office, time_spent
from macd.kinds import rules_for
from macd.models import Appointment, Document, DocumentEvent, HardwareReturn
from macd.operations.alone import done_alone
from macd.operations.recording import record_event
from macd.operations.related.ways_back import overstays
from macd.operations.steps.deadlines import days_code, hours_code
from macd.telling import BESIDE
from macd.vocabulary import Actor, Reminder, Status
from macd.workflow import LINE_UNDELIVERED
from services.calendar import add_business_days, business_days_between
from services.parameters import parameters

CODES = (
    "acknowledge_business_days",
    "decide_business_days",
    "quote_business_days",
    "acknowledge_urgent_business_hours",
    "decide_urgent_business_hours",
    "reminder_customer_business_days",
    "timeout_customer_business_days",
    "price_validity_days",
    "draft_days",
    "remind_draft_days",
    "remind_visit_business_days",
    "remind_device_days",
    "risk_business_days",
    "business_day_starts",
    "business_day_ends",
)
PROMISED = (Status.SIGNED, Status.IN_DELIVERY)
# Whose clock the provider's own people watch.
WATCHED = (Status.SUBMITTED, Status.IN_REVIEW)


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to say about a document while it is in a status; ``key`` makes it once."""

    document_id: int
    status: str
    reminder: Reminder
    key: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The instant that is looked at, its day, and what the house agreed."""

    at: datetime
    on: date
    rules: dict[str, Any]

    @property
    def office(self) -> Office:
        """The hours of a business day."""
        starts, ends = self.rules["business_day_starts"], self.rules["business_day_ends"]
        return Office(time.fromisoformat(starts), time.fromisoformat(ends))

    def allowed(self, document: Document, status: Status) -> timedelta:
        """How much business time a document may spend in a status."""
        if code := hours_code(document, status):
            return timedelta(hours=self.rules[code])
        days: int = self.rules[days_code(document, status)]
        return self.office.day * days


def remind(*, at: datetime) -> int:
    """Say all that is due and was not said, each in a transaction of its own; returns how many.

    Run after the steps of time, so that nothing is said of what has just been closed. Running it
    twice, or at once in two processes, says nothing twice.
    """
    with as_system():
        on = day_of(at)
        moment = _Moment(at, on, parameters(CODES, on=on))
        due = [*_answers(moment), *_agreements(moment), *_signatures(moment)]
        due += [*_drafts(moment), *_visits(moment), *_risks(moment), *_waiting(moment)]
        due += [*_devices(moment), *_stays(moment)]
    return sum(
        done_alone(partial(_say, each, at=at), what=f"{each.reminder} of {each.document_id}")
        for each in due
    )


def _say(owed: Owed, *, at: datetime) -> bool:
    """Write one reminder, unless it was written or the document went on meanwhile."""
    document = queries.locked(owed.document_id)
    said = document.events.filter(step=owed.reminder, facts__key=owed.key)
    if document.status != owed.status or said.exists():
        return False
    lead = owed.reminder == Reminder.ESCALATE
    record_event(
        document=document,
        step=owed.reminder,
        at=at,
        by=None,
        actor=Actor.SYSTEM,
        tell=BESIDE[owed.reminder],
        facts={"key": owed.key, **owed.facts},
        also=policy.leads_of(document.account_manager_id) if lead else (),
    )
    return True


def _answers(now: _Moment) -> Iterator[Owed]:
    """A question waits for its answer."""
    rows = Document.objects.filter(status=Status.AWAITING_CUSTOMER, ball_since__date__lt=now.on)
    for document in rows:
        asked_on = day_of(document.ball_since)
        if now.on < add_business_days(asked_on, now.rules["reminder_customer_business_days"]):
            continue
        ends_on = add_business_days(asked_on, now.rules["timeout_customer_business_days"])
        facts = {"until_on": ends_on.isoformat()} if _lapses(document) else {}
        yield _once(document, Reminder.ANSWER, document.ball_since.isoformat(), facts)


def _agreements(now: _Moment) -> Iterator[Owed]:
    """A colleague's agreement is waited for; no clock ends that (docs/adr/0020)."""
    rows = Document.objects.filter(status=Status.AWAITING_COMPANY, ball_since__date__lt=now.on)
    for document in rows:
        pause = now.rules["reminder_customer_business_days"]
        if now.on >= add_business_days(day_of(document.ball_since), pause):
            yield _once(document, Reminder.AGREE, document.ball_since.isoformat(), {})


def _signatures(now: _Moment) -> Iterator[Owed]:
    """An offer waits for its signature: after some days, and shortly before it ends."""
    rows = Document.objects.filter(
        status=Status.AWAITING_SIGNATURE, approved_at__date__lt=now.on
    ).exclude(approved_at=None)
    pause = now.rules["reminder_customer_business_days"]
    for document in rows:
        offered_on = day_of(document.approved_at or document.ball_since)
        lapses = _lapses(document)
        ends_on = offered_on + timedelta(days=now.rules["price_validity_days"])
        facts = {"until_on": ends_on.isoformat()} if lapses else {}
        version = f"v{document.version}"
        last = lapses and business_days_between(now.on, ends_on) <= 1
        if last and offered_on < now.on:
            yield _once(document, Reminder.SIGN, f"last:{version}", facts)
        elif now.on >= add_business_days(offered_on, pause):
            yield _once(document, Reminder.SIGN, version, facts)


def _drafts(now: _Moment) -> Iterator[Owed]:
    """A draft is about to be closed."""
    kept, before = now.rules["draft_days"], now.rules["remind_draft_days"]
    untouched = now.on - timedelta(days=max(kept - before, 0))
    for draft in Document.objects.filter(status=Status.DRAFT, updated_at__date__lte=untouched):
        ends_on = day_of(draft.updated_at) + timedelta(days=kept)
        if ends_on >= now.on:
            facts = {"until_on": ends_on.isoformat()}
            yield _once(draft, Reminder.DRAFT, draft.updated_at.isoformat(), facts)


def _visits(now: _Moment) -> Iterator[Owed]:
    """A technician comes soon."""
    last = add_business_days(now.on, now.rules["remind_visit_business_days"])
    rows = Appointment.objects.filter(
        cancelled_at=None, outcome="", day__gt=now.on, day__lte=last, document__status__in=PROMISED
    ).select_related("document")
    for visit in rows:
        facts = {"on": visit.day.isoformat(), "appointment": visit.pk}
        key = f"{visit.pk}:{visit.day}"
        yield _once(visit.document, Reminder.APPOINTMENT, key, facts)


def _risks(now: _Moment) -> Iterator[Owed]:
    """A promised day is near, or over, and something is not delivered."""
    last = add_business_days(now.on, now.rules["risk_business_days"])
    late = Min("lines__committed_on", filter=Q(lines__status__in=LINE_UNDELIVERED))
    rows = Document.objects.filter(status__in=PROMISED).annotate(promised_on=late)
    for document in rows.filter(promised_on__lte=last):
        facts = {"on": document.promised_on.isoformat()}
        yield _once(document, Reminder.RISK, document.promised_on.isoformat(), facts)
        if document.promised_on < now.on:
            yield _once(document, Reminder.ESCALATE, f"overdue:{document.promised_on}", facts)


def _waiting(now: _Moment) -> Iterator[Owed]:
    """The account manager's clock ran out: their lead is told, once per status."""
    told = DocumentEvent.objects.annotate(about=KT("facts__key")).filter(
        document=OuterRef("pk"), step=Reminder.ESCALATE, about=OuterRef("status")
    )
    rows = Document.objects.filter(~Exists(told), status__in=sorted(WATCHED))
    for document in rows.prefetch_related("events", "sections"):
        status = Status(document.status)
        allowed = now.allowed(document, status)
        steps = [event for event in document.events.all() if event.line_number is None]
        moves = [(step.at, step.to_status) for step in steps if step.to_status]
        spent = time_spent(moves, statuses={status}, until=now.at, office=now.office)
        if spent > allowed:
            yield _once(document, Reminder.ESCALATE, status)


def _devices(now: _Moment) -> Iterator[Owed]:
    """Rented devices are to come back soon, or did not come back in time (rule 53).

    Those of one request and one day are told of together: some days before, and the day after.
    """
    told = DocumentEvent.objects.annotate(about=KT("facts__key")).filter(
        document=OuterRef("line__document"),
        step=Reminder.DEVICE_LATE,
        about=Cast(OuterRef("due_on"), CharField()),
    )
    last = now.on + timedelta(days=now.rules["remind_device_days"])
    rows = HardwareReturn.objects.filter(~Exists(told), received_on=None, due_on__lte=last)
    found: dict[tuple[Document, date], list[dict[str, str]]] = {}
    for device in rows.select_related("line__document"):
        owed = found.setdefault((device.line.document, device.due_on), [])
        owed.append({"name": device.name, "serial": device.serial})
    for (document, due_on), devices in found.items():
        reminder = Reminder.DEVICE_LATE if due_on < now.on else Reminder.DEVICE
        facts = {"on": due_on.isoformat(), "devices": devices}
        yield _once(document, reminder, due_on.isoformat(), facts)


def _stays(now: _Moment) -> Iterator[Owed]:
    """A temporary move is past its last day, and nobody brings the services back (rule 36)."""
    for stay in overstays(on=now.on):
        day = stay.last_day.isoformat()
        yield _once(stay.document, Reminder.OVERSTAYED, day, {"on": day})


def _lapses(document: Document) -> bool:
    """Whether time closes a document of this kind."""
    return rules_for(document.kind).may_lapse


def _once(
    document: Document, reminder: Reminder, key: str, facts: dict[str, Any] | None = None
) -> Owed:
    return Owed(document.pk, document.status, reminder, key, facts or {})
