"""Reads of cancellation cases; each begins at what the reader may see."""

from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Customer
from accounts.standing import Standing
from finance.models import CallBack, CaseLine
from macd import policy
from macd.models import Document
from macd.queries import documents_for, with_lines
from macd.workflow import FINAL
from services.models import CancellationCase, CaseEvent
from services.models.cancellation import OPEN


def cases_for(standing: Standing) -> QuerySet[CancellationCase]:
    """The cases that a person may know of."""
    return CancellationCase.objects.filter(policy.visible_cases(standing)).select_related(
        "customer", "customer__account_manager", "opened_by"
    )


def case_for(standing: Standing, public_id: UUID) -> CancellationCase | None:
    """One case, or None where the person may not know of it."""
    return cases_for(standing).filter(public_id=public_id).first()


def open_cases_for(standing: Standing) -> QuerySet[CancellationCase]:
    """The running cases that a person may know of."""
    return cases_for(standing).filter(status__in=OPEN)


def call_backs_for(standing: Standing) -> QuerySet[CallBack]:
    """The wishes to be called that the provider's people may know of, the oldest first.

    Nobody is called of a company that has left meanwhile.
    """
    if not standing.is_staff:
        return CallBack.objects.none()
    found = CallBack.objects.filter(policy.visible_cases(standing), customer__closed_on=None)
    return found.select_related("customer", "customer__account_manager", "person")


def reads_notes(standing: Standing, case: CancellationCase) -> bool:
    """Whether a person reads what the provider's people tell each other (rule 15)."""
    return standing.is_staff and standing.at(case.customer_id) is None


def events_for(standing: Standing, case: CancellationCase) -> QuerySet[CaseEvent]:
    """The history of a case that a person may read, newest first."""
    events = CaseEvent.objects.filter(case=case).select_related("by").order_by("-id")
    return events if reads_notes(standing, case) else events.filter(internal=False)


def open_documents_of(standing: Standing, case: CancellationCase) -> QuerySet[Document]:
    """The customer's open documents, as finance decides about them while a case runs (rule 59).

    Others see those they see anyway.
    """
    seen = documents_for(standing)
    if policy.is_finance(standing):
        seen = Document.objects.exclude(policy.hidden_from_provider())
    found = seen.filter(customer=case.customer_id).exclude(status__in=sorted(FINAL))
    return with_lines(found).order_by("number")


def decisions_of(case: CancellationCase) -> dict[int, CaseLine]:
    """What finance decided about open items, by item."""
    return {each.line_id: each for each in CaseLine.objects.filter(case=case)}


def customers_of(standing: Standing) -> list[Customer]:
    """The companies that a person belongs to, by name, with their account managers."""
    return list(
        Customer.objects.filter(pk__in=standing.customer_ids)
        .select_related("account_manager")
        .order_by("legal_name")
    )
