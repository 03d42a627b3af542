"""The day that each way of ending an agreement leads to."""

from datetime import date

from accounts.clock import day_of
from services.agreements import notice_end
from services.models import CancellationCase, CaseAgreement, EndMode
from services.parameters import parameter


def longest_notice(case: CancellationCase) -> int | None:
    """The most months of notice the law allows after renewal; None where no law says so."""
    if case.customer.country != "BE":
        return None
    months: int = parameter("statutory_notice_months", on=day_of(case.received_at))
    return months


def end_for(
    row: CaseAgreement,
    mode: EndMode,
    *,
    received_on: date,
    longest: int | None,
    chosen_on: date | None = None,
) -> date | None:
    """The first day without service for a mode; None where it has none (yet).

    End of term is the contractual end. End of notice is receipt plus the notice, which the law
    shortens to ``longest`` for a renewed agreement and one without a term. A fixed date is the
    one chosen; an immediate end waits for a second person.
    """
    if mode == EndMode.TERM:
        return row.contractual_end_on
    if mode == EndMode.NOTICE:
        return notice_end(row.agreement, received_on=received_on, longest=longest)
    return chosen_on if mode == EndMode.FIXED else None
