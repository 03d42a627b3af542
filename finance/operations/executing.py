"""Ending agreements on their day, exactly once, and the customer with the last (rule 60)."""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Customer
from accounts.tenancy import as_system
from finance import notices
from finance.models import CaseNumber, NumberDecision
from finance.operations.ceasing import cease_service, leave_number
from macd.operations import close_for_leaving, done_alone
from offices.models import Office, OfficeStatus
from offices.operations import close_office
from services.cancellation import (
    advance_case,
    end_agreement,
    record_case_event,
    refresh_last_day,
)
from services.models import CancellationCase, CaseAgreement, CaseStatus, CaseStep, Service


def execute_due(*, at: datetime) -> int:
    """Execute every agreement whose day has come; say how many. Run twice it does no more.

    Each in a transaction of its own: one that cannot be executed does not stop the others.
    """
    on = day_of(at)
    with as_system():
        rows = CaseAgreement.objects.filter(
            executed_on=None, ends_on__lte=on, case__status=CaseStatus.ACCEPTED
        )
        due = list(rows.order_by("ends_on", "pk").values_list("pk", flat=True))
        bare = CancellationCase.objects.filter(
            status=CaseStatus.ACCEPTED, closes_on__lte=on, agreements=None
        )
        without = list(bare.values_list("pk", flat=True))
    works = [(execute_agreement, pk) for pk in due] + [(execute_bare, pk) for pk in without]
    return sum(
        done_alone(partial(execute, pk, at=at), what=f"{execute.__name__} {pk}")
        for execute, pk in works
    )


@transaction.atomic
def execute_agreement(row_id: int, *, at: datetime) -> bool:
    """End one agreement on its day: requests, services, numbers; the last one ends the customer.

    Says whether it did. A case that was withdrawn or is not accepted, an agreement that has ended
    and a day that has not come are left alone, however late this comes.
    """
    row = CaseAgreement.objects.select_related("agreement").get(pk=row_id)
    case = _locked(row.case_id)
    row.refresh_from_db()
    ends_on = row.ends_on
    waits = ends_on is None or ends_on > day_of(at) or row.executed_on is not None
    if case.status != CaseStatus.ACCEPTED or waits or ends_on is None:
        return False
    row.case = case
    others = case.agreements.filter(executed_on=None).exclude(pk=row.pk)
    last = not others.exists()
    services = Service.objects.filter(customer=case.customer_id)
    mine = services if last else services.filter(agreement=row.agreement_id)
    _stop(case, mine, ends_on, at=at, agreement_id=None if last else row.agreement_id)
    end_agreement(row=row, ends_on=ends_on, by=None, at=at)
    facts = {"agreement": row.agreement.number, "ends_on": ends_on.isoformat()}
    record_case_event(case=case, step=CaseStep.END, at=at, by=None, facts=facts)
    refresh_last_day(case)
    if last:
        _close(case, ends_on, at=at)
    return True


@transaction.atomic
def execute_bare(case_id: int, *, at: datetime) -> bool:
    """The same for a customer without a running agreement, on the day finance chose."""
    case = _locked(case_id)
    day = case.closes_on
    if case.status != CaseStatus.ACCEPTED or day is None or day > day_of(at):
        return False
    if case.agreements.exists():
        return False
    _stop(case, Service.objects.filter(customer=case.customer_id), day, at=at)
    _close(case, day, at=at)
    return True


def _locked(case_id: int) -> CancellationCase:
    """The customer's row first, as everybody does who asks what remains; then the case."""
    customer_id = CancellationCase.objects.values_list("customer_id", flat=True).get(pk=case_id)
    Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    return (
        CancellationCase.objects.select_for_update(no_key=True, of=("self",))
        .select_related("customer")
        .get(pk=case_id)
    )


def _stop(
    case: CancellationCase,
    services: QuerySet[Service],
    on: date,
    *,
    at: datetime,
    agreement_id: int | None = None,
) -> None:
    """End what is open on these services, then the services and their numbers.

    With the last agreement, when none is named, everything of the customer ends.
    """
    found = list(services.order_by("pk"))
    close_for_leaving(
        customer=case.customer,
        service_ids={service.pk for service in found},
        agreement_id=agreement_id,
        whole=agreement_id is None,
        at=at,
    )
    decided = dict(CaseNumber.objects.filter(case=case).values_list("number_id", "decision"))
    with translation.override(case.customer.language):
        reason = _("The agreement has ended.")
    facts = {"on": on, "reference": str(case.public_id), "reason": reason, "at": at}
    for service in found:
        if cease_service(service, **facts):  # type: ignore[arg-type]
            for number in service.numbers.all():
                decision = decided.get(number.pk, NumberDecision.RELEASE)
                leave_number(number, NumberDecision(decision))


def _close(case: CancellationCase, on: date, *, at: datetime) -> None:
    """The customer and its offices close with the last agreement."""
    open_offices = Q(status=OfficeStatus.ACTIVE) | Q(status=OfficeStatus.PLANNED)
    for office in Office.objects.filter(open_offices, customer=case.customer_id).order_by("pk"):
        close_office(office=office, at=at)
    Customer.objects.filter(pk=case.customer_id, closed_on=None).update(closed_on=on)
    advance_case(case=case, to=CaseStatus.EXECUTED, by=None, at=at)
    record_case_event(case=case, step=CaseStep.EXECUTE, at=at, by=None)
    notices.owe_executed(case=case, at=at)
