"""Which days a person may give: within reach, and where it has to be, not in the past."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.dates import date_format

FIRST, LAST = date(1900, 1, 1), date(2099, 12, 31)


def day_in(text: str) -> date:
    """The day of a text such as 2027-12-31. ValueError for none, and for one out of reach."""
    day = date.fromisoformat(text.strip())
    if out_of_reach(day):
        raise ValueError("This day is out of reach.")
    return day


def out_of_reach(day: date) -> str:
    """Why no such day is taken, however it was given; empty for one from 1900 to 2099.

    So whatever is counted from a day that somebody gave, is a day too.
    """
    if FIRST <= day <= LAST:
        return ""
    ends = {"first": date_format(FIRST), "last": date_format(LAST)}
    return _("Give a day from %(first)s to %(last)s.") % ends


def passed(day: date, *, on: date) -> str:
    """Why a day that has passed is not taken where one is to come; empty for today or later."""
    return _("This day is in the past. Choose a later day.") if day < on else ""


class DateField(forms.DateField):
    """A day within reach."""

    def to_python(self, value: Any) -> date | None:
        """The day; says where days begin and end."""
        day = super().to_python(value)
        if day is not None and (problem := out_of_reach(day)):
            raise forms.ValidationError(problem, code="out_of_reach")
        return day


class DateTimeField(forms.DateTimeField):
    """An instant on a day within reach, where every time zone has one."""

    def to_python(self, value: Any) -> datetime | None:
        """The instant; says where days begin and end, before any zone is asked."""
        day = _day_of(value)
        if day is not None and (problem := out_of_reach(day)):
            raise forms.ValidationError(problem, code="out_of_reach")
        return super().to_python(value)


def _day_of(value: Any) -> date | None:
    """The day that is written at the beginning of an instant; None where none is."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value).strip()[:10])
    except ValueError:
        return None
