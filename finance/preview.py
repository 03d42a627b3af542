"""What executing a case will do, told before it is done (rule 58)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from finance.models import NumberDecision
from finance.numbers import NumberChoice, numbers_of
from macd.models import Document
from offices.models import Office, OfficeStatus
from services.models import CancellationCase, CaseAgreement, ServicePeriod


@dataclass(frozen=True, slots=True)
class Planned:
    """One agreement: its last day, how many services end, and what is not paid after it."""

    row: CaseAgreement
    last_on: date | None
    waits: bool
    services: int
    monthly: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything: agreements in the order of their days, then what closes with the last."""

    agreements: list[Planned]
    outside: int
    released: list[NumberChoice]
    ported: list[NumberChoice]
    undecided: list[NumberChoice]
    documents: list[Document]
    offices: list[Office]
    closes_last_on: date | None

    @property
    def ready(self) -> bool:
        """Whether every end is chosen, and confirmed where that is asked."""
        return self.closes_last_on is not None and not any(each.waits for each in self.agreements)


def preview_of(case: CancellationCase, documents: Iterable[Document], *, on: date) -> Preview:
    """What will happen as things stand on a day."""
    periods = list(
        ServicePeriod.objects.filter(customer=case.customer_id, valid__contains=on).select_related(
            "service"
        )
    )
    rows = case.agreements.filter(executed_on=None).select_related("agreement", "chosen_by")
    planned = [_planned(row, periods) for row in rows]
    planned.sort(key=lambda each: (each.row.ends_on or date.max, each.row.agreement.number))
    numbers = numbers_of(case)
    known = {each.row.agreement_id for each in planned}
    return Preview(
        agreements=planned,
        outside=sum(1 for period in periods if period.service.agreement_id not in known),
        released=[each for each in numbers if each.decision == NumberDecision.RELEASE],
        ported=[each for each in numbers if each.decision == NumberDecision.PORT_OUT],
        undecided=[each for each in numbers if not each.decision],
        documents=list(documents),
        offices=list(
            Office.objects.filter(customer=case.customer_id)
            .exclude(status=OfficeStatus.CLOSED)
            .order_by("name")
        ),
        closes_last_on=case.closes_on - timedelta(days=1) if case.closes_on else None,
    )


def _planned(row: CaseAgreement, periods: list[ServicePeriod]) -> Planned:
    mine = [period for period in periods if period.service.agreement_id == row.agreement_id]
    return Planned(
        row=row,
        last_on=row.ends_on - timedelta(days=1) if row.ends_on else None,
        waits=row.ends_on is None,
        services=len(mine),
        monthly=sum((period.monthly_amount for period in mine), Decimal(0)),
    )
