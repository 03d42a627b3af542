"""Reads of cancellation cases; each begins at what the reader may see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Customer
from accounts.standing import Standing
from finance.exposure import last_day_to_act, monthly_by_customer
from macd import policy
from macd.models import Document
from macd.queries import documents_for, with_lines
from macd.workflow import FINAL
from services.models import CancellationCase, ServiceNumber
from services.models.number import GONE


@dataclass(frozen=True, slots=True)
class Listed:
    """A case as a row of the list: its last day to act and what the customer pays a month."""

    case: CancellationCase
    act_on: date | None
    monthly: Decimal


def cases_for(standing: Standing) -> QuerySet[CancellationCase]:
    """The cases that a person may know of."""
    return CancellationCase.objects.filter(policy.visible_cases(standing)).select_related(
        "customer", "customer__account_manager", "opened_by"
    )


def case_for(standing: Standing, public_id: UUID) -> CancellationCase | None:
    """One case, or None where the person may not know of it."""
    return cases_for(standing).filter(public_id=public_id).first()


def listed(standing: Standing, *, on: date) -> list[Listed]:
    """All cases: open ones by last day to act, those without a day next, closed ones last."""
    cases = list(cases_for(standing).prefetch_related("agreements"))
    monthly = monthly_by_customer({case.customer_id for case in cases}, on=on)
    rows = [
        Listed(
            case=case,
            act_on=last_day_to_act(case.agreements.all()),
            monthly=monthly.get(case.customer_id, Decimal(0)),
        )
        for case in cases
    ]
    return sorted(rows, key=_urgency)


def _urgency(row: Listed) -> tuple[bool, bool, date, int]:
    return (
        row.case.closed_at is not None,
        row.act_on is None,
        row.act_on or date.max,
        row.case.pk,
    )


def open_documents_of(standing: Standing, case: CancellationCase) -> QuerySet[Document]:
    """The customer's open documents, as finance decides about them while a case runs (rule 59).

    Others see those they see anyway.
    """
    seen = documents_for(standing)
    if policy.is_finance(standing):
        seen = Document.objects.exclude(policy.hidden_from_provider())
    found = seen.filter(customer=case.customer_id).exclude(status__in=sorted(FINAL))
    return with_lines(found).order_by("number")


def numbers_of(case: CancellationCase) -> QuerySet[ServiceNumber]:
    """The numbers about which something has to be decided."""
    return (
        ServiceNumber.objects.filter(customer=case.customer_id)
        .exclude(status__in=GONE)
        .select_related("service")
        .order_by("e164")
    )


def customers_of(standing: Standing) -> list[Customer]:
    """The companies that a person belongs to, by name, with their account managers."""
    return list(
        Customer.objects.filter(pk__in=standing.customer_ids)
        .select_related("account_manager")
        .order_by("legal_name")
    )
