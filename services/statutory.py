"""The statutory end of an agreement: Belgian law, article 111/3, for small and larger companies."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.agreements import is_renewed
from services.calendar import add_months, started_months
from services.models import Agreement


@dataclass(frozen=True)
class StatutoryEnds:
    """Both readings, each the first day without service.

    ``if_small``: the company may leave any day, so the day after receipt; ``fee_free_from`` is the
    first end that owes no fee. ``if_large``: the contract until its first end, and after renewal
    at most one month's notice. None where the law says nothing beyond the contract.
    """

    if_small: date
    if_large: date | None
    fee_free_from: date


def statutory_ends(
    agreement: Agreement, *, received_on: date, fee_months: int, notice_months: int
) -> StatutoryEnds:
    """What the law gives a customer whose notice was received on a day (rule 57).

    ``fee_months``: months from the start within which a small company may owe a fee.
    ``notice_months``: the longest notice after the first end.
    """
    fee_free_from = add_months(agreement.starts_on, fee_months)
    return StatutoryEnds(
        if_small=received_on + timedelta(days=1),
        if_large=_if_large(agreement, received_on, notice_months),
        fee_free_from=fee_free_from,
    )


def _if_large(agreement: Agreement, received_on: date, notice_months: int) -> date | None:
    if agreement.initial_end_on is None:
        if agreement.term_months:
            return None
        return add_months(received_on, min(notice_months, agreement.notice_months))
    if is_renewed(agreement, received_on):
        return add_months(received_on, notice_months)
    return agreement.initial_end_on


def early_fee(*, monthly: Decimal, ends_on: date, fee_free_from: date) -> Decimal:
    """What a small company may owe for an end within the first months (decisions.md 30).

    The monthly amount for each started month from ``ends_on``, the first day without, to
    ``fee_free_from``; nothing from that day on.
    """
    return monthly * started_months(ends_on, fee_free_from)


def free_exit_end(*, notified_on: date, received_on: date, days: int) -> date | None:
    """The end of a free exit after the provider changed price or conditions, or None.

    Notice is in time from the day of notification up to and including ``days`` days later; it
    ends the day after receipt. Indexation is no such change: it is not recorded as one.
    """
    if notified_on <= received_on <= notified_on + timedelta(days=days):
        return received_on + timedelta(days=1)
    return None
