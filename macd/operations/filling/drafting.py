"""Starting a document and choosing what is in it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Customer
from accounts.standing import Standing
from macd import policy, queries, voice
from macd.amendments import first_free_line
from macd.fields.lines import write_lines
from macd.kinds import Problem, Wanted, rules_for
from macd.kinds.hardware import devices_going_back
from macd.models import Document, Line, Section
from macd.operations.filling.versions import installed_of, price_line, rehash, weigh
from macd.operations.recording import record_event
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import Action, Actor, Party, SectionName, Status
from offices.models import Office
from services.coverage import coverage_of
from services.models import OfferingVersion, ServicePeriod
from services.prices import discounts_of

CREATED = "open"
# Where both sides still fill in.
EDITED = (Status.SUBMITTED, Status.IN_REVIEW, Status.AWAITING_CUSTOMER)


@transaction.atomic
def open_draft(
    *,
    kind: str,
    customer: Customer,
    requester_id: int,
    by: Standing,
    at: datetime,
    office: Office | None = None,
    to_office: Office | None = None,
    periods: Sequence[ServicePeriod] = (),
    offerings: Sequence[OfferingVersion] = (),
    language: str = "",
    asked_by: str = "",
    asked_channel: str = "",
    received_on: date | None = None,
) -> Document:
    """Start a document as a draft, for oneself or, as staff, on a customer's behalf.

    ``requester_id`` is the customer's person it is for; staff also say who asked, how and when.
    Raises NotPermitted where ``by`` may not start one, Unsound where an office, service or
    offering is not this customer's (rule 3).
    """
    as_staff = not policy.may_start(by, customer.pk)
    if as_staff and customer.account_manager_id not in policy.managed_by(by):
        raise NotPermitted(_("You cannot start a request for this company."))
    if requester_id not in {person.pk for person in policy.starters_of(customer.pk)}:
        message = _("Choose a person of this company who may start requests.")
        raise Unsound(message, problems=[Problem("requester", message)])
    _refuse_foreign(customer, (office, to_office), periods)
    document = new_document(
        kind=kind,
        customer=customer,
        at=at,
        requester_id=requester_id,
        started_by_id=by.person_id,
        asked_by=asked_by,
        asked_channel=asked_channel,
        received_on=received_on,
        office=office,
        to_office=to_office,
        language=language or customer.language,
        ball=Party.ACCOUNT_MANAGER if as_staff else Party.CUSTOMER,
    )
    wanted = Wanted(office=office, to_office=to_office, periods=periods, offerings=offerings)
    save_lines(document, rules_for(kind).lines(wanted), on=day_of(at))
    actor = Actor.ACCOUNT_MANAGER if as_staff else Actor.REQUESTER
    record_event(document=document, step=CREATED, at=at, by=by, actor=actor, to_status=Status.DRAFT)
    return refreshed(document, at=at)


def new_document(*, kind: str, customer: Customer, at: datetime, **facts: Any) -> Document:
    """A draft without items, with its number, its sections and the customer's account manager."""
    document = Document.objects.create(
        customer=customer,
        number=next_number(day_of(at).year),
        kind=kind,
        finance_decides=rules_for(kind).finance_decides,
        account_manager_id=customer.account_manager_id,
        ball_since=at,
        created_at=at,
        updated_at=at,
        **facts,
    )
    Section.objects.bulk_create(
        Section(customer=customer, document=document, name=name) for name in SectionName
    )
    return document


def next_number(year: int) -> str:
    """The next document number of a Brussels year; gaps are allowed (decisions.md 7)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT macd_next_number(%s)", [year])
        row = cursor.fetchone()
    return f"MACD-{year}-{row[0]:05d}"


@transaction.atomic
def add_lines(
    *,
    document: Document,
    by: Standing,
    at: datetime,
    periods: Sequence[ServicePeriod] = (),
    offerings: Sequence[OfferingVersion] = (),
) -> Document:
    """Put more services into a draft; one that is in it already is not put in twice."""
    now = drafted(document, by)
    there = {line.service_id for line in now.lines.all() if line.service_id}
    chosen = {period.service_id: period for period in periods}
    fresh = [period for pk, period in chosen.items() if pk not in there]
    _refuse_foreign(now.customer, (), fresh)
    wanted = Wanted(office=now.office, to_office=now.to_office, periods=fresh, offerings=offerings)
    lines = rules_for(now.kind).lines(wanted)
    first = first_free_line(now)
    for number, line in enumerate(lines, start=first):
        line.number = number
    save_lines(now, lines, on=day_of(at))
    return refreshed(now, at=at)


@transaction.atomic
def remove_line(*, document: Document, number: int, by: Standing, at: datetime) -> Document:
    """Take an item out of a draft; the numbers of the others stay (rule 6)."""
    now = drafted(document, by)
    gone = [line for line in now.lines.all() if line.number == number]
    if not gone:
        raise Unsound(_("There is no item %(number)s.") % {"number": number})
    twins = [line for line in now.lines.all() if _twins(line, gone[0])]
    Line.objects.filter(pk__in=[line.pk for line in (*gone, *twins)]).delete()
    return refreshed(now, at=at)


def _twins(line: Line, gone: Line) -> bool:
    """Lines that one decision of a move made leave together."""
    return bool(line.decision) and line.service_id == gone.service_id


def drafted(document: Document, by: Standing) -> Document:
    """The document locked, where a person may choose what is in it. Raises StepDenied."""
    now = queries.locked(document.pk)
    if not policy.may_edit(by, now):
        raise NotPermitted(_("You cannot change this request."))
    if now.status != Status.DRAFT:
        raise StepDenied(_("What is in a request is chosen before it is sent."))
    return now


def save_lines(document: Document, lines: Iterable[Line], *, on: date) -> None:
    """Save new lines with their prices, their agreement, and what ties a move's pairs."""
    saved = list(lines)
    _put_under_agreements(document, saved, on=on)
    installed = installed_of(document, saved, on=on)
    discounts = discounts_of({line.agreement_id for line in saved}, on=on)
    going_back = devices_going_back(saved)
    for line in saved:
        price_line(line, installed.get(line.service_id or 0), discounts=discounts)
        line.returns = going_back.get(line.number, [])
    write_lines(document, saved)


def _put_under_agreements(document: Document, lines: Sequence[Line], *, on: date) -> None:
    """A new service comes under the one agreement for its kind; of several one is chosen (40)."""
    without = [ln for ln in lines if ln.action == Action.ADD and ln.agreement_id is None]
    if not without:
        return
    coverage = coverage_of(customer_id=document.customer_id, on=on)
    for line in without:
        line.agreement = coverage.agreement_for(line.offering_version.offering)


def refreshed(document: Document, *, at: datetime) -> Document:
    """The document read anew, its hash and figures brought up to date."""
    now = queries.whole(document.pk)
    weigh(now, at=at)
    _content, content_hash = rehash(now)
    now.write(
        at=at,
        content_hash=content_hash,
        monthly_difference=now.monthly_difference,
        at_stake=now.at_stake,
    )
    return now


@transaction.atomic
def catch_up(*, document: Document, at: datetime) -> None:
    """Bring the hash up to date where names changed elsewhere, so that it can be acted on again.

    Only while it is being completed: what is agreed stays as it was agreed.
    """
    now = queries.locked(document.pk)
    if now.status in EDITED and rehash(now)[1] != now.content_hash:
        refreshed(now, at=at)


def _refuse_foreign(
    customer: Customer, offices: Sequence[Office | None], periods: Sequence[ServicePeriod]
) -> None:
    """Rule 3; the database's composite foreign keys would refuse it as well."""
    foreign = [o for o in offices if o is not None and o.customer_id != customer.pk]
    if foreign or any(period.customer_id != customer.pk for period in periods):
        message = str(voice.OWN_PLACES)
        raise Unsound(message, problems=[Problem("office", message)])
