"""Each language writes a day in one way, wherever it stands."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

from config.formats.de import formats as de
from config.formats.en import formats as en
from config.formats.fr import formats as fr
from config.formats.nl import formats as nl

DAY = date(2026, 3, 2)
NAMES = ("DATE_FORMAT", "SHORT_DATE_FORMAT", "MONTH_DAY_FORMAT", "WEEKDAY_FORMAT")
WRITTEN = {
    "en": ("2 March 2026", "2 Mar 2026", "2 March", "Monday 2 March 2026"),
    "nl": ("2 maart 2026", "2 mrt 2026", "2 maart", "maandag 2 maart 2026"),
    "fr": ("2 mars 2026", "2 mars 2026", "2 mars", "lundi 2 mars 2026"),
    "de": ("2. März 2026", "2. März 2026", "2. März", "Montag, 2. März 2026"),
}


@pytest.mark.parametrize("language", WRITTEN)
def test_a_day_is_written_as_the_language_does(language):
    with translation.override(language):
        assert tuple(date_format(DAY, name) for name in NAMES) == WRITTEN[language]


@pytest.mark.parametrize("language", WRITTEN)
def test_a_moment_is_such_a_day_and_an_hour_of_twenty_four(language):
    at = datetime(2026, 3, 2, 21, 5, tzinfo=UTC)
    with translation.override(language):
        assert date_format(at, "DATETIME_FORMAT") == f"{WRITTEN[language][1]}, 21:05"


@pytest.mark.parametrize("module", [de, en, fr, nl])
def test_every_language_has_each_of_them(module):
    assert set(NAMES) <= set(vars(module))
