"""Columns that lists of the administration share."""

from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


def last_day_before(after: date | None) -> date | None:
    """The last day of what is stored with the first day without; None while that is not known."""
    return after and after - timedelta(days=1)


class Days:
    """The first and the last day of rows that hold for a time: their `valid`, as people say it."""

    @admin.display(description=_("First day"), ordering="valid")
    def first_day(self, row: Any) -> date | None:
        """The day on which it begins to hold."""
        first: date | None = row.valid.lower
        return first

    @admin.display(description=_("Last day"))
    def last_day(self, row: Any) -> date | None:
        """The last day on which it holds; None while that is not known."""
        return last_day_before(row.valid.upper)
