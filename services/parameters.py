"""The numbers of the house: which there are, of what type, and what they are on a day."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from services.calendar import quiet_periods
from services.models import PolicyParameter

# Stored values by day and code, while a request remembers them.
_known: ContextVar[dict[date, dict[str, Any]] | None] = ContextVar("parameters", default=None)
Number = TypeVar("Number", int, Decimal)

DAYS = _("days")
BUSINESS_DAYS = _("business days")
BUSINESS_HOURS = _("business hours")
MONTHS = _("months")
MINUTES = _("minutes")
AMOUNT = _("amount, excl. VAT")
PERCENT = _("percent")
WORKERS = _("workers")
TIME = _("time of day")
PERIODS = _("days of every year")


class ParameterRefused(Exception):
    """A value that the parameter cannot have; the text says why."""


@dataclass(frozen=True)
class Kind:
    """What a parameter is: the type of its value, its unit and what it decides."""

    type: type[int] | type[Decimal] | type[str]
    unit: Any
    label: Any


def _whole(unit: Any, label: Any) -> Kind:
    return Kind(int, unit, label)


PARAMETERS: dict[str, Kind] = {
    "acknowledge_business_days": _whole(BUSINESS_DAYS, _("Acknowledge a request within")),
    "decide_business_days": _whole(BUSINESS_DAYS, _("Decide after acknowledgement within")),
    "quote_business_days": _whole(BUSINESS_DAYS, _("Quote a complex request within")),
    "lead_add_site_days": _whole(DAYS, _("Lead time of an addition at an office")),
    "lead_add_nomadic_days": _whole(DAYS, _("Lead time of an addition without an office")),
    "lead_change_remote_business_days": _whole(BUSINESS_DAYS, _("Lead time of a remote change")),
    "lead_change_visit_business_days": _whole(
        BUSINESS_DAYS, _("Lead time of a change with a visit")
    ),
    "lead_move_days": _whole(DAYS, _("Lead time of a move")),
    "lead_move_without_line_days": _whole(DAYS, _("Lead time of a move where no line exists")),
    "delete_notice_days": _whole(DAYS, _("Notice for stopping a service")),
    "delete_withdraw_before_days": _whole(DAYS, _("A stop can be withdrawn until … before")),
    "reminder_customer_business_days": _whole(BUSINESS_DAYS, _("Remind the customer after")),
    "timeout_customer_business_days": _whole(BUSINESS_DAYS, _("Close an unanswered request after")),
    "draft_days": _whole(DAYS, _("A draft is kept for")),
    "price_validity_days": _whole(DAYS, _("A price shown for signature is valid for")),
    "acceptance_business_days": _whole(BUSINESS_DAYS, _("Accept a delivery by itself after")),
    "agreement_term_months": _whole(MONTHS, _("Term of an agreement")),
    "agreement_renewal_months": _whole(MONTHS, _("Tacit renewal of an agreement")),
    "agreement_notice_months": _whole(MONTHS, _("Notice of an agreement")),
    "second_approval_threshold": Kind(Decimal, AMOUNT, _("A second approval is needed above")),
    "second_approval_discount_percent": Kind(
        Decimal, PERCENT, _("A second approval is needed for a discount above")
    ),
    "months_left_without_agreement": _whole(MONTHS, _("Months that count without an agreement")),
    "small_company_workers": _whole(WORKERS, _("A small company has at most")),
    "statutory_fee_months": _whole(MONTHS, _("A small company may owe a fee in the first")),
    "statutory_notice_months": _whole(MONTHS, _("Longest notice after renewal")),
    "long_term_months": _whole(MONTHS, _("A term above this needs a waiver")),
    "free_exit_days": _whole(DAYS, _("Leaving without a fee after a notified change within")),
    "amendment_date_business_days": _whole(
        BUSINESS_DAYS, _("A later committed date asks for an amendment above")
    ),
    "amendment_silence_business_days": _whole(
        BUSINESS_DAYS, _("An unanswered quote withdraws the item after")
    ),
    "no_return_visit_business_days": _whole(
        BUSINESS_DAYS, _("An item with a visit can be changed until … before")
    ),
    "no_return_remote_business_days": _whole(
        BUSINESS_DAYS, _("An item without a visit can be changed until … before")
    ),
    "serviceability_days": _whole(DAYS, _("A serviceability result is recent for")),
    "lead_urgent_business_days": _whole(BUSINESS_DAYS, _("Lead time of what is urgent")),
    "acknowledge_urgent_business_hours": _whole(
        BUSINESS_HOURS, _("Acknowledge what is urgent within")
    ),
    "decide_urgent_business_hours": _whole(BUSINESS_HOURS, _("Decide about what is urgent within")),
    "urgent_surcharge": Kind(Decimal, AMOUNT, _("Surcharge for urgency, once")),
    "after_hours_surcharge": Kind(
        Decimal, AMOUNT, _("Surcharge for switching over outside working hours, once")
    ),
    "quiet_periods": Kind(str, PERIODS, _("Nothing is switched over in")),
    "temporary_return_days": _whole(DAYS, _("Ask about the way back of a temporary move before")),
    "same_again_minutes": _whole(MINUTES, _("A second identical request is questioned within")),
    "hardware_return_days": _whole(DAYS, _("Rented devices come back within")),
    "remind_device_days": _whole(DAYS, _("Remind of a device to send back before")),
    "remind_draft_days": _whole(DAYS, _("Remind of a draft before it is closed")),
    "remind_visit_business_days": _whole(BUSINESS_DAYS, _("Remind of a visit before")),
    "risk_business_days": _whole(
        BUSINESS_DAYS, _("A promise is at risk when it is undelivered before")
    ),
    "business_day_starts": Kind(str, TIME, _("The business day starts at")),
    "business_day_ends": Kind(str, TIME, _("The business day ends at")),
    "visit_morning_starts": Kind(str, TIME, _("Visits in the morning begin at")),
    "visit_morning_ends": Kind(str, TIME, _("Visits in the morning end at")),
    "visit_afternoon_starts": Kind(str, TIME, _("Visits in the afternoon begin at")),
    "visit_afternoon_ends": Kind(str, TIME, _("Visits in the afternoon end at")),
}


def parameter(code: str, *, on: date) -> Any:
    """The value of one parameter on a day: an int, a Decimal or a text, by its kind.

    Raises KeyError for a code that is none, LookupError for a day before the first value.
    """
    return parameters([code], on=on)[code]


def parameters(codes: Iterable[str], *, on: date) -> dict[str, Any]:
    """The values of several parameters on a day, in one query."""
    wanted = list(codes)
    kinds = {code: PARAMETERS[code] for code in wanted}
    stored = _stored(wanted, on)
    found = {code: kinds[code].type(stored[code]) for code in wanted if code in stored}
    if missing := sorted(set(wanted) - set(found)):
        raise LookupError(f"{', '.join(missing)} has no value on {on}")
    return found


@contextmanager
def remembering_parameters() -> Iterator[None]:
    """Read each day's values at most once while this lasts: one request, or one page of it."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def codes_called(words: str) -> list[str]:
    """The codes of the parameters that have these words in their name in the page's language."""
    sought = words.strip().casefold()
    return [code for code, kind in PARAMETERS.items() if sought in str(kind.label).casefold()]


def _stored(wanted: Sequence[str], on: date) -> dict[str, Any]:
    """Stored values by code: the wanted ones, or all of that day where they are remembered."""
    known = _known.get()
    rows = PolicyParameter.objects.filter(valid__contains=on)
    if known is None:
        return dict(rows.filter(code__in=wanted).values_list("code", "value"))
    if on not in known:
        known[on] = dict(rows.values_list("code", "value"))
    return known[on]


def parameter_versions(codes: Iterable[str], *, on: date) -> dict[str, PolicyParameter]:
    """The rows that hold on a day, so that a page can name value and version."""
    rows = PolicyParameter.objects.filter(code__in=list(codes), valid__contains=on)
    return {row.code: row for row in rows}


@transaction.atomic
def set_parameter(*, code: str, value: Any, from_on: date) -> PolicyParameter:
    """Give a parameter another value from a day on; earlier days keep theirs.

    A value that was to begin on that very day or later is replaced. Raises ParameterRefused.
    """
    stored = cleaned_value(code, value)
    if (known := _known.get()) is not None:
        known.clear()
    rows = PolicyParameter.objects.select_for_update().filter(code=code)
    rows.filter(valid__startswith__gte=from_on).delete()
    for row in rows.filter(valid__contains=from_on):
        row.valid = (row.valid.lower, from_on)
        row.save(update_fields=["valid"])
    return PolicyParameter.objects.create(code=code, value=stored, valid=(from_on, None))


def cleaned_value(code: str, value: Any) -> int | str:
    """``value`` as it is stored: an int, or a string for amounts, percentages and times."""
    if code not in PARAMETERS:
        raise ParameterRefused(gettext("There is no parameter %(code)s.") % {"code": code})
    kind = PARAMETERS[code].type
    try:
        if kind is int:
            return _not_negative(int(str(value)))
        if kind is Decimal:
            return str(_not_negative(Decimal(str(value))))
        if PARAMETERS[code].unit is PERIODS:
            quiet_periods(str(value))
            return str(value).strip()
        return time.fromisoformat(str(value)).strftime("%H:%M")
    except (ValueError, InvalidOperation) as error:
        raise ParameterRefused(
            gettext("Give a whole number, an amount, a time or days, as the unit asks.")
        ) from error


def _not_negative(number: Number) -> Number:
    if not 0 <= number < 10**10:
        raise ValueError(number)
    return number
