"""The numbers of a case: which there are, and what is decided about each (rule 50)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from finance.models import CaseNumber, NumberDecision
from services.models import CancellationCase, ServiceNumber
from services.models.number import GONE


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """One number, or range, with its decision: a code, and in words."""

    number: ServiceNumber
    decision: str
    label: str


def numbers_of(case: CancellationCase) -> list[NumberChoice]:
    """Every number in use, in two queries; without a decision it is given up with its service."""
    decided = dict(CaseNumber.objects.filter(case=case).values_list("number_id", "decision"))
    rows = (
        ServiceNumber.objects.filter(customer=case.customer_id)
        .exclude(status__in=GONE)
        .select_related("service")
        .order_by("e164")
    )
    return [_choice(row, decided.get(row.pk, "")) for row in rows]


def _choice(number: ServiceNumber, decision: str) -> NumberChoice:
    label = str(NumberDecision(decision).label) if decision else _("Not decided: given up")
    return NumberChoice(number, decision, label)
