"""Visits: planned, given to technicians, moved with a reason, cancelled, and how they ended."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries, visiting
from macd.fieldwork import DelayCode, Half, VisitOutcome, VisitPurpose
from macd.models import Appointment, Document
from macd.operations.delivery.delivering import take_line_step
from macd.operations.delivery.promising import keep_promise
from macd.operations.recording import VISIT_TOLD, record_visit
from macd.operations.steps.calling_off import call_off, lines_of
from macd.operations.visits.sending import NOBODY, Crew, refuse, send
from macd.refusals import NotPermitted, Stale
from macd.vocabulary import Actor, Happening, LineStatus, LineStep
from offices.models import Office


@transaction.atomic
def plan_visit(
    *,
    document: Document,
    purpose: str,
    office_id: int,
    day: date,
    half: str,
    by: Standing,
    at: datetime,
    line_number: int | None = None,
    crew: Crew = NOBODY,
    note: str = "",
    despite: str = "",
) -> Appointment:
    """Plan a visit to one of the document's offices, and tell the customer.

    ``line_number`` is the one item it is for (None: all at that office); ``note`` is for who
    goes there; ``despite`` is why it is planned although something speaks against the slot.
    Raises NotPermitted and Unsound; a survey before signature lets operations see the document.
    """
    now = queries.locked(document.pk)
    if purpose not in policy.visit_purposes(by, now):
        raise NotPermitted(_("You cannot do this."))
    office = _office(now, purpose, office_id)
    line = next((line for line in now.lines.all() if line.number == line_number), None)
    _check_slot(now, office, day, half, today=day_of(at), despite=despite)
    visit = Appointment.objects.create(
        customer_id=now.customer_id,
        document=now,
        line=line,
        office=office,
        purpose=purpose,
        day=day,
        half=half,
        note=note,
        by_id=by.person_id,
        created_at=at,
        updated_at=at,
    )
    send(visit, crew)
    if purpose == VisitPurpose.SURVEY and not now.signed_at and not now.surveyed:
        now.write(at=at, surveyed=True)
    asked = VISIT_TOLD if now.signed_at else VISIT_TOLD | {Actor.OPERATIONS}
    record_visit(now, visit, Happening.VISIT_PLANNED, by=by, at=at, note=despite, tell=asked)
    return visit


@transaction.atomic
def move_visit(
    *,
    visit: Appointment,
    day: date,
    half: str,
    reason: str,
    by: Standing,
    at: datetime,
    despite: str = "",
) -> Appointment:
    """Move a visit to another slot, tell why, and promise another day where it comes later.

    The technicians go along where they are free, else Unsound names the one who is not.
    """
    now, fresh = _open_visit(visit, by)
    if not reason.strip():
        raise refuse("reason", _("Say why in a few words."))
    if (day, half) == (fresh.day, fresh.half):
        raise refuse("day", _("Choose another day or part of the day."))
    _check_slot(now, fresh.office, day, half, today=day_of(at), despite=despite)
    before = {"from_day": fresh.day.isoformat(), "from_half": fresh.half}
    crew = Crew(frozenset(t.technician_id for t in fresh.technicians.all()), fresh.team_id)
    fresh.day, fresh.half = day, half
    fresh.sequence += 1
    fresh.updated_at = at
    fresh.save(update_fields=["day", "half", "sequence", "updated_at"])
    send(fresh, crew)
    words = reason.strip()
    record_visit(now, fresh, Happening.VISIT_MOVED, by=by, at=at, note=words, facts=before)
    if fresh.purpose != VisitPurpose.SURVEY:
        keep_promise(document=now, lines=lines_of(now, fresh), day=day, reason=words, by=by, at=at)
    return fresh


@transaction.atomic
def assign_visit(*, visit: Appointment, crew: Crew, by: Standing, at: datetime) -> Appointment:
    """Say who goes there; nobody, where the crew is empty. Raises Unsound for who is elsewhere."""
    now, fresh = _open_visit(visit, by)
    send(fresh, crew)
    fresh.updated_at = at
    fresh.save(update_fields=["updated_at"])
    facts = {"technicians": sorted(crew.technicians), "team": crew.team_id}
    record_visit(now, fresh, Happening.VISIT_ASSIGNED, by=by, at=at, facts=facts, tell=frozenset())
    return fresh


@transaction.atomic
def cancel_visit(*, visit: Appointment, reason: str, by: Standing, at: datetime) -> Appointment:
    """Nobody comes after all: the slot is free again, and the customer reads why."""
    now, fresh = _open_visit(visit, by)
    if not reason.strip():
        raise refuse("reason", _("Say why in a few words."))
    call_off(document=now, visit=fresh, reason=reason.strip(), by=by, at=at)
    return fresh


@transaction.atomic
def close_visit(
    *,
    visit: Appointment,
    outcome: str,
    by: Standing,
    at: datetime,
    code: str = "",
    note: str = "",
) -> Appointment:
    """Record how a visit ended. What it was for and is not delivered goes on hold with the code.

    That starts the clock of who the code names (``fieldwork.DELAYED_BY``), and each item's
    customer is told. Raises Unsound for a visit that is yet to come, or a delay without a code.
    """
    now, fresh = _open_visit(visit, by)
    if fresh.day > day_of(at):
        raise refuse("outcome", _("This visit is still to come."))
    if outcome not in VisitOutcome.values:
        raise refuse("outcome", _("Say how the visit ended."))
    delayed = outcome != VisitOutcome.DONE
    if delayed and code not in DelayCode.values:
        raise refuse("code", _("Choose what kept it from being done."))
    words = note.strip()
    fresh.outcome, fresh.delay_code = outcome, code if delayed else ""
    fresh.closed_at = fresh.updated_at = at
    fresh.save(update_fields=["outcome", "delay_code", "closed_at", "updated_at"])
    record_visit(
        now,
        fresh,
        Happening.VISIT_CLOSED,
        by=by,
        at=at,
        note=words,
        facts={"outcome": outcome, "code": fresh.delay_code},
        tell=VISIT_TOLD if delayed else frozenset({Actor.ACCOUNT_MANAGER}),
    )
    if delayed and fresh.purpose != VisitPurpose.SURVEY:
        _hold(now, fresh, code=code, note=words, by=by, at=at)
    return fresh


def _hold(
    document: Document, visit: Appointment, *, code: str, note: str, by: Standing, at: datetime
) -> None:
    for line in lines_of(document, visit):
        if line.status == LineStatus.PLANNED:
            take_line_step(
                document=document,
                number=line.number,
                step=LineStep.HOLD,
                by=by,
                at=at,
                note=note,
                code=code,
            )


def _office(document: Document, purpose: str, office_id: int) -> Office:
    """One of the document's own offices, to which somebody can still be sent."""
    for office in visiting.places_for(document, purpose):
        if office.pk == office_id:
            if not visiting.is_visitable(office):
                raise refuse("office", _("%(office)s is closed.") % {"office": office})
            return office
    raise refuse("office", _("Choose one of the offices of this request."))


def _check_slot(
    document: Document, office: Office, day: date, half: str, *, today: date, despite: str
) -> None:
    if half not in Half.values:
        raise refuse("half", _("Choose the morning or the afternoon."))
    if day < today:
        raise refuse("day", _("This day is in the past. Choose a later day."))
    found = list(visiting.doubts(document, office, visiting.slot_of(day, half)))
    if found and not despite.strip():
        message = _("%(doubts)s Choose another slot, or say why it can be done all the same.")
        raise refuse("despite", message % {"doubts": " ".join(found)})


def _open_visit(visit: Appointment, by: Standing) -> tuple[Document, Appointment]:
    """The document, locked, and the visit as it now is. Raises NotPermitted, Stale."""
    now = queries.locked(visit.document_id)
    fresh = Appointment.objects.select_related("office").get(pk=visit.pk)
    if not policy.keeps_visit(by, now, fresh):
        raise NotPermitted(_("You cannot do this."))
    if not fresh.is_open:
        raise Stale(_("This visit is over, or was cancelled."))
    return now, fresh
