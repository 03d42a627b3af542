"""Numbers of the house as people read them: percentages, and what a parameter is set to."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from services import parameters
from services.calendar import quiet_periods


def plain_number(value: Decimal, *, least: int = 0) -> str:
    """A number as the language writes it, with the decimals it has, and at least so many."""
    places = max(least, -int(value.normalize().as_tuple().exponent))
    return str(number_format(value, decimal_pos=places, use_l10n=True, force_grouping=True))


def euros(value: Decimal) -> str:
    """An amount in cents, as the language writes it; more decimals only where it has them."""
    return _("€\N{NO-BREAK SPACE}%(amount)s") % {"amount": plain_number(value, least=2)}


def percentage(value: Decimal | int) -> str:
    """So many of a hundred, as the language writes it."""
    return _("%(number)s%%") % {"number": plain_number(Decimal(value))}


def set_to(code: str, value: Any) -> str:
    """What a parameter is set to, with its unit; the value alone where it is none of that kind."""
    known = parameters.PARAMETERS.get(code)
    try:
        return _said(known, value) if known else str(value)
    except (ValueError, ArithmeticError):  # it is being asked, and was not checked yet
        return str(value)


def _said(known: parameters.Kind, value: Any) -> str:
    if known.unit is parameters.PERIODS:
        return _periods(str(value))
    if known.unit is parameters.AMOUNT:
        return _("€ %(amount)s excl. VAT") % {"amount": plain_number(Decimal(value), least=2)}
    if known.unit is parameters.PERCENT:
        return percentage(Decimal(value))
    counted = next((count for unit, count in COUNTED if unit is known.unit), None)
    return counted(int(value)) if counted else str(value)


def _periods(text: str) -> str:
    """Periods of every year by their first and their last day."""
    return ", ".join(
        _day(first) if first == last else f"{_day(first)} – {_day(last)}"
        for first, last in quiet_periods(text)
    )


def _day(of_a_year: tuple[int, int]) -> str:
    return date_format(date(2001, *of_a_year), "MONTH_DAY_FORMAT")


def _days(n: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}


def _business_days(n: int) -> str:
    return ngettext("%(n)s business day", "%(n)s business days", n) % {"n": n}


def _business_hours(n: int) -> str:
    return ngettext("%(n)s business hour", "%(n)s business hours", n) % {"n": n}


def _months(n: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", n) % {"n": n}


def _minutes(n: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def _workers(n: int) -> str:
    return ngettext("%(n)s worker", "%(n)s workers", n) % {"n": n}


COUNTED: tuple[tuple[Any, Callable[[int], str]], ...] = (
    (parameters.DAYS, _days),
    (parameters.BUSINESS_DAYS, _business_days),
    (parameters.BUSINESS_HOURS, _business_hours),
    (parameters.MONTHS, _months),
    (parameters.MINUTES, _minutes),
    (parameters.WORKERS, _workers),
)
