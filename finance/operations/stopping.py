"""What finance decided about open items, brought to the items while a case is accepted."""

from datetime import datetime

from django.db import transaction

from accounts.tenancy import as_system
from finance.models import CaseLine, LineDecision
from macd.operations import let_item_go_on, stop_item
from macd.vocabulary import LineStatus, Status
from services.models import CancellationCase, CaseStatus

STOPS = (LineDecision.STOP, LineDecision.COSTED)


def follow_decisions(case: CancellationCase, *, at: datetime) -> None:
    """Hold the items that finance stops, and give the others back (rule 59).

    Only an accepted case holds anything; so a notice that is withdrawn leaves them as they were.
    """
    decisions = CaseLine.objects.filter(case=case).select_related("line__document")
    for decided in decisions.order_by("pk"):
        follow_decision(case, decided, at=at)


def follow_decision(case: CancellationCase, decided: CaseLine, *, at: datetime) -> None:
    """The same for one of them."""
    line = decided.line
    if line.is_final or line.document.is_final:
        return
    if case.status == CaseStatus.ACCEPTED and decided.decision in STOPS:
        stop_item(line=line, reference=str(case.public_id), at=at)
    elif line.stops_with == str(case.public_id):
        let_item_go_on(line=line, at=at)


def hold_stopped(*, at: datetime) -> int:
    """Hold what is to stop and was planned since, such as by a signature; say how many cases."""
    with as_system(), transaction.atomic():
        planned = CaseLine.objects.filter(
            case__status=CaseStatus.ACCEPTED,
            decision__in=STOPS,
            line__status=LineStatus.PLANNED,
            line__document__status=Status.IN_DELIVERY,
        )
        found = CancellationCase.objects.filter(pk__in=planned.values("case"))
        cases = list(found.select_for_update(no_key=True, skip_locked=True).order_by("pk"))
        for case in cases:
            follow_decisions(case, at=at)
    return len(cases)
