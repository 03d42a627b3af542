"""A row that holds for a time says its first and its last day, the day after not among them."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.columns import Days
from services.models import PolicyParameter


def test_the_last_day_is_the_one_before_the_end():
    row = PolicyParameter(valid=DateRange(date(2026, 1, 1), date(2026, 4, 1)))
    assert (Days().first_day(row), Days().last_day(row)) == ("1 January 2026", "31 March 2026")


def test_what_holds_until_further_notice_has_no_last_day():
    row = PolicyParameter(valid=DateRange(date(2026, 1, 1), None))
    assert Days().last_day(row) is None
