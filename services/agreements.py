"""When an agreement ends: first end, tacit renewal, notice. Every end is the first day without."""

from datetime import date, timedelta

from services.calendar import add_months, started_months
from services.models import Agreement


def current_end(agreement: Agreement, on: date) -> date | None:
    """The end of the term that runs on ``on``: the first day after ``on`` at which one ends.

    None where no end is known: an agreement without a term, or one whose end counts from a
    delivery that has not been. Without renewal, and for an agreement that was ended, the end may
    lie before ``on``.
    """
    if agreement.ended_on is not None:
        return agreement.ended_on
    end = agreement.initial_end_on
    if end is None or not agreement.renewal_months:
        return end
    return _first_end(agreement, end, after=on)


def last_day(agreement: Agreement, on: date) -> date | None:
    """The current end as it is shown: the last day with service."""
    end = current_end(agreement, on)
    return end - timedelta(days=1) if end else None


def last_day_to_give_notice(agreement: Agreement, on: date) -> date | None:
    """The last day on which a notice still ends the agreement at its current end.

    Notice is in time when receipt day + notice ≤ last day with service; it may lie before ``on``,
    and then a notice of that day serves the next end. None where there is no end.
    """
    end = current_end(agreement, on)
    return _last_notice(agreement, end) if end else None


def end_after_notice(agreement: Agreement, *, received_on: date) -> date | None:
    """The contractual end that a notice received on a day leads to.

    Without a term: receipt plus the notice. None while the end counts from a delivery to come.
    """
    if agreement.ended_on is not None:
        return agreement.ended_on
    end = agreement.initial_end_on
    if end is None:
        if agreement.term_months:
            return None
        return add_months(received_on, agreement.notice_months)
    if not agreement.renewal_months:
        return end
    end = _first_end(agreement, end, after=received_on)
    while _last_notice(agreement, end) < received_on:
        end = _first_end(agreement, agreement.initial_end_on or end, after=end)
    return end


def notice_end(agreement: Agreement, *, received_on: date, longest: int | None) -> date:
    """The first day without once only the notice has run, whatever the term.

    ``longest`` is the most months of notice that the law lets a renewed or open-ended agreement
    ask; None where no law says so.
    """
    months = agreement.notice_months
    bound = agreement.initial_end_on is not None and not is_renewed(agreement, received_on)
    if longest is not None and not bound:
        months = min(months, longest)
    return max(add_months(received_on, months), received_on + timedelta(days=1))


def last_notice_for(agreement: Agreement, end: date) -> date:
    """The last receipt day of a notice that is in time for an end (the first day without)."""
    return _last_notice(agreement, end)


def is_renewed(agreement: Agreement, on: date) -> bool:
    """Whether the agreement is past its first end that day, so tacitly renewed."""
    return (
        agreement.initial_end_on is not None
        and on >= agreement.initial_end_on
        and agreement.renewal_months > 0
        and agreement.ended_on is None
    )


def months_left(agreement: Agreement | None, *, on: date, otherwise: int) -> int:
    """Started months from ``on`` to the current end; ``otherwise`` where there is none."""
    end = current_end(agreement, on) if agreement else None
    return started_months(on, end) if end else otherwise


def first_end_of(*, starts_on: date, term_months: int) -> date:
    """The first end of an agreement that starts on a day, to be stored once."""
    return add_months(starts_on, term_months)


def _first_end(agreement: Agreement, initial: date, *, after: date) -> date:
    """The first of the ends (first end, then one per renewal) that lies after a day.

    Counted from the first end each time, so that a short month does not shorten later ends.
    """
    renewals = 0
    while add_months(initial, renewals * agreement.renewal_months) <= after:
        renewals += 1
    return add_months(initial, renewals * agreement.renewal_months)


def _last_notice(agreement: Agreement, end: date) -> date:
    """The last receipt day for which receipt + notice ≤ last day with service."""
    last = end - timedelta(days=1)
    day = add_months(last, -agreement.notice_months)
    while add_months(day + timedelta(days=1), agreement.notice_months) <= last:
        day += timedelta(days=1)
    return day
