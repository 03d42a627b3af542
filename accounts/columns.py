"""Columns and filters that lists of the administration share."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.countries import countries
from accounts.dates import date_format


def last_day_before(after: date | None) -> date | None:
    """The last day of what is stored with the first day without; None while that is not known."""
    return after and after - timedelta(days=1)


def in_words(day: date | None) -> str | None:
    """A day as the language of the page writes it; None, which lists show as a dash, for none."""
    return date_format(day) if day else None


class Days:
    """The first and the last day of rows that hold for a time: their `valid`, as people say it."""

    @admin.display(description=_("First day"), ordering="valid")
    def first_day(self, row: Any) -> str | None:
        """The day on which it begins to hold."""
        return in_words(row.valid.lower)

    @admin.display(description=_("Last day"))
    def last_day(self, row: Any) -> str | None:
        """The last day on which it holds; None while that is not known."""
        return in_words(last_day_before(row.valid.upper))


class CountryFilter(admin.AllValuesFieldListFilter):
    """The countries that are there, by name; of all that there could be only these are offered."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The same choices, named."""
        named = countries()
        for one in super().choices(changelist):
            shown = str(one["display"])
            yield {**one, "display": named.get(shown, shown)}
