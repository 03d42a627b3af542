"""A day in words."""

from datetime import date

import pytest
from django.utils import translation

from accounts.dates import date_format


@pytest.mark.parametrize(
    ("language", "day", "pattern", "text"),
    [
        ("fr", date(2027, 3, 1), "DATE_FORMAT", "1er mars 2027"),
        ("fr", date(2027, 3, 1), "WEEKDAY_FORMAT", "lundi 1er mars 2027"),
        ("fr", date(2027, 3, 2), "DATE_FORMAT", "2 mars 2027"),
        ("fr", date(2027, 3, 11), "DATE_FORMAT", "11 mars 2027"),
        ("nl", date(2027, 3, 1), "DATE_FORMAT", "1 maart 2027"),
    ],
)
def test_the_first_of_a_month_as_each_language_says_it(language, day, pattern, text):
    with translation.override(language):
        assert date_format(day, pattern) == text
