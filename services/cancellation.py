"""Leaving completely: a notice opens one case per customer, with the ends of every agreement."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Customer, Person
from audit import trail
from services.agreements import end_after_notice
from services.models import (
    Agreement,
    CancellationCase,
    CaseAgreement,
    CaseEvent,
    CaseOverride,
    CaseStatus,
    CaseStep,
)
from services.models.cancellation import INTERNAL_STEPS
from services.parameters import parameters
from services.queries import lock_customer, monthly_by_agreement
from services.statutory import StatutoryEnds, statutory_ends

__all__ = [
    "AlreadyLeaving",
    "CancellationCase",
    "CaseAgreement",
    "CaseMoved",
    "accepted_case_for",
    "advance_case",
    "end_agreement",
    "last_day_to_act",
    "open_case",
    "open_case_for",
    "record_case_event",
    "refresh_last_day",
    "stops_growth",
]


class AlreadyLeaving(Exception):
    """The customer has an open case already; ``case`` is that one."""

    def __init__(self, case: CancellationCase) -> None:
        super().__init__(_("There is an open case already."))
        self.case = case


class CaseMoved(Exception):
    """The case is not in the status this asks for; someone else was first."""


@transaction.atomic
def open_case(
    *,
    customer_id: int,
    by: Person,
    at: datetime,
    channel: str,
    reason: str = "",
    received_at: datetime | None = None,
    given_by: str = "",
    scan_id: int | None = None,
) -> CancellationCase:
    """Record a customer's notice that it leaves completely (rule 56), with a row per agreement.

    ``received_at`` is the receipt of a mail or letter that finance records later than it came,
    with who wrote it and the scan; else the notice is received ``at``. The worker count of that
    day is kept, because it counts. Raises AlreadyLeaving while the customer has an open case.
    """
    lock_customer(customer_id)
    if (open_already := open_case_for(customer_id)) is not None:
        raise AlreadyLeaving(open_already)
    customer = Customer.objects.get(pk=customer_id)
    worth = monthly_by_agreement(customer_id, on=day_of(received_at or at))
    case = CancellationCase(
        customer=customer,
        opened_by=by,
        received_at=received_at or at,
        channel=channel,
        reason=reason,
        worker_count=customer.worker_count,
        given_by=given_by,
        scan_id=scan_id,
        monthly=sum(worth.values(), Decimal(0)),
    )
    rows = _rows(case, customer, worth)
    case.act_on = last_day_to_act(rows)
    case.save(force_insert=True)
    CaseAgreement.objects.bulk_create(rows)
    record_case_event(case=case, step=CaseStep.NOTICE, at=at, by=by)
    trail.record(
        event="case.notice_given",
        at=at,
        person_id=by.pk,
        customer_id=customer_id,
        reference=str(case.public_id),
        facts={"channel": channel, "received_at": case.received_at.isoformat()},
    )
    return case


def open_case_for(customer_id: int) -> CancellationCase | None:
    """The customer's case that is neither executed nor withdrawn, if there is one."""
    return CancellationCase.objects.filter(
        customer_id=customer_id, status__in=(CaseStatus.NOTICE_GIVEN, CaseStatus.ACCEPTED)
    ).first()


def accepted_case_for(customer_id: int) -> CancellationCase | None:
    """The case that stops increases while it is accepted (rule 59), if there is one."""
    return CancellationCase.objects.filter(
        customer_id=customer_id, status=CaseStatus.ACCEPTED
    ).first()


@transaction.atomic
def advance_case(
    *, case: CancellationCase, to: CaseStatus, by: Person | None, at: datetime
) -> CancellationCase:
    """Take a case a step on: accepted, withdrawn (until executed) or executed (rule 58).

    Who may is decided above. Raises CaseMoved when the case is not where that step begins.
    """
    starts = {
        CaseStatus.ACCEPTED: (CaseStatus.NOTICE_GIVEN,),
        CaseStatus.EXECUTED: (CaseStatus.ACCEPTED,),
        CaseStatus.WITHDRAWN: (CaseStatus.NOTICE_GIVEN, CaseStatus.ACCEPTED),
    }.get(to, ())
    closed_at = None if to == CaseStatus.ACCEPTED else at
    values: dict[str, datetime | None] = {"closed_at": closed_at, "with_manager_since": None}
    if to == CaseStatus.ACCEPTED:
        values["accepted_at"] = at
    moved = CancellationCase.objects.filter(pk=case.pk, status__in=starts).update(
        status=to, **values
    )
    if not moved:
        raise CaseMoved(_("The case cannot become “%(status)s” any more.") % {"status": to.label})
    case.status = to
    for name, value in values.items():
        setattr(case, name, value)
    trail.record(
        event=f"case.{to.value}",
        at=at,
        person_id=by.pk if by else None,
        customer_id=case.customer_id,
        reference=str(case.public_id),
    )
    return case


def record_case_event(
    *,
    case: CancellationCase,
    step: CaseStep,
    at: datetime,
    by: Person | None,
    note: str = "",
    facts: Mapping[str, object] | None = None,
) -> CaseEvent:
    """Add one thing to a case's history; whether the customer reads it follows from the step."""
    return CaseEvent.objects.create(
        customer_id=case.customer_id,
        case=case,
        step=step,
        at=at,
        by=by,
        note=note,
        internal=step in INTERNAL_STEPS,
        facts=dict(facts or {}),
    )


def last_day_to_act(rows: Iterable[CaseAgreement]) -> date | None:
    """The last day with service of the first agreement that may end, or is to end.

    What is decided counts; before that the earliest end by any reading, with both readings of
    the law where the worker count is unknown. What has been executed no longer counts.
    """
    ends: list[date | None] = []
    for row in rows:
        if row.executed_on is None:
            ends += [row.ends_on] if row.ends_on else _possible(row)
    first = min((end for end in ends if end), default=None)
    return first - timedelta(days=1) if first else None


def _possible(row: CaseAgreement) -> list[date | None]:
    statutory = [row.statutory_end_on]
    if row.statutory_end_on is None:
        statutory = [row.statutory_end_if_small_on, row.statutory_end_if_large_on]
    return [row.contractual_end_on, *statutory]


def refresh_last_day(case: CancellationCase) -> None:
    """Bring the case's last day to act up to date with its rows."""
    case.act_on = last_day_to_act(CaseAgreement.objects.filter(case=case))
    case.save(update_fields=["act_on"])


def stops_growth(
    customer_id: int, *, reference: str, submitted_at: datetime | None
) -> CancellationCase | None:
    """The accepted case for which a request that grows is refused (rule 59), if there is one.

    One that was sent before the case was accepted goes on until finance decides about it; one
    that finance made an exception for passes.
    """
    case = accepted_case_for(customer_id)
    if case is None or case.accepted_at is None:
        return None
    before = submitted_at is not None and submitted_at < case.accepted_at
    if before or CaseOverride.objects.filter(case=case, reference=reference).exists():
        return None
    return case


@transaction.atomic
def end_agreement(
    *, row: CaseAgreement, ends_on: date, by: Person | None, at: datetime
) -> CaseAgreement:
    """Execute one agreement of an accepted case on its day (rule 60).

    ``ends_on`` is the first day without. The agreement's own end stays as it was stored; that it
    ended otherwise stands beside it. Raises CaseMoved for a case that is not accepted, an
    agreement that was executed, and a day that has not come.
    """
    if day_of(at) < ends_on:
        raise CaseMoved(
            _("%(agreement)s ends on %(day)s, not before.")
            % {"agreement": row.agreement, "day": ends_on}
        )
    accepted = CancellationCase.objects.filter(pk=row.case_id, status=CaseStatus.ACCEPTED)
    moved = CaseAgreement.objects.filter(
        pk=row.pk, executed_on=None, case__in=accepted.values("pk")
    ).update(executed_on=ends_on)
    if not moved:
        raise CaseMoved(_("The case is not accepted, or this agreement has ended already."))
    Agreement.objects.filter(pk=row.agreement_id, ended_on=None).update(ended_on=ends_on)
    row.executed_on = ends_on
    trail.record(
        event="case.agreement_ended",
        at=at,
        person_id=by.pk if by else None,
        customer_id=row.customer_id,
        reference=str(row.case.public_id),
        facts={"agreement_id": row.agreement_id, "ends_on": ends_on.isoformat()},
    )
    return row


def _rows(
    case: CancellationCase, customer: Customer, worth: Mapping[int | None, Decimal]
) -> list[CaseAgreement]:
    received_on = day_of(case.received_at)
    running = Agreement.objects.filter(customer=customer, ended_on=None)
    rows = [_row(case, customer, agreement, received_on) for agreement in running]
    for row in rows:
        row.monthly = worth.get(row.agreement_id, Decimal(0))
    return rows


def _row(
    case: CancellationCase, customer: Customer, agreement: Agreement, received_on: date
) -> CaseAgreement:
    row = CaseAgreement(
        customer=customer,
        case=case,
        agreement=agreement,
        contractual_end_on=end_after_notice(agreement, received_on=received_on),
    )
    if customer.country != "BE":
        return row
    numbers = parameters(
        ("small_company_workers", "statutory_fee_months", "statutory_notice_months"),
        on=received_on,
    )
    ends = statutory_ends(
        agreement,
        received_on=received_on,
        fee_months=numbers["statutory_fee_months"],
        notice_months=numbers["statutory_notice_months"],
    )
    row.statutory_end_if_small_on = ends.if_small
    row.statutory_end_if_large_on = ends.if_large
    row.fee_free_from_on = ends.fee_free_from
    row.statutory_end_on = _known(ends, case.worker_count, numbers["small_company_workers"])
    return row


def _known(ends: StatutoryEnds, workers: int | None, small: int) -> date | None:
    """The statutory end that applies; None while nobody knows how many workers there are."""
    if workers is None:
        return None
    return ends.if_small if workers <= small else ends.if_large
