"""Dates and amounts as each language writes them."""

import pytest
from django.utils import translation

from macd.pdf.wording import amount, day, grouped, instant, signed_amount, unbroken


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("nl", "€ 1.234,50"),
        ("fr", "1 234,50 €"),
        ("de", "1.234,50 €"),
        ("en", "€1,234.50"),
    ],
)
def test_amounts_follow_the_language(language: str, written: str) -> None:
    told = amount("1234.4950", currency="EUR", language=language)
    assert told.replace("\xa0", " ") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [("0.005", "€0.01"), ("-0.005", "−€0.01"), ("0", "€0.00"), (None, "–"), ("", "–")],
)
def test_amounts_are_cents_half_up(value: str | None, written: str) -> None:
    assert amount(value, currency="EUR", language="en") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [("5", "+€5.00"), ("-5", "−€5.00"), ("0", "€0.00"), ("0.001", "€0.00"), (None, "–")],
)
def test_differences_carry_their_sign(value: str | None, written: str) -> None:
    assert signed_amount(value, currency="EUR", language="en") == written


def test_days_are_written_in_the_active_language() -> None:
    with translation.override("nl"):
        assert day("2026-03-02") == "2 maart 2026"
    with translation.override("fr"):
        assert day("2028-02-29") == "29 février 2028"


def test_other_words_stay_and_none_is_a_dash() -> None:
    assert day("as soon as possible") == "as soon as possible"
    assert day(None) == instant("") == "–"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2026-03-02T09:30:00Z", "2 March 2026, 10:30:00 (CET)"),
        ("2026-07-01T23:30:00+00:00", "2 July 2026, 01:30:00 (CEST)"),
        # Both sides of the two nights of the year when the clock is changed.
        ("2026-03-29T00:59:59Z", "29 March 2026, 01:59:59 (CET)"),
        ("2026-03-29T01:00:00Z", "29 March 2026, 03:00:00 (CEST)"),
        ("2026-10-25T00:30:00Z", "25 October 2026, 02:30:00 (CEST)"),
        ("2026-10-25T01:30:00Z", "25 October 2026, 02:30:00 (CET)"),
        ("2026-12-31T23:00:00", "1 January 2027, 00:00:00 (CET)"),
    ],
)
def test_instants_are_brussels_time_with_its_zone(moment: str, written: str) -> None:
    with translation.override("en"):
        assert instant(moment) == written


@pytest.mark.parametrize(
    ("moment", "zone"), [("2026-03-02T09:30:00Z", "MEZ"), ("2026-07-01T23:30:00Z", "MESZ")]
)
def test_german_has_names_of_its_own_for_the_zones(moment: str, zone: str) -> None:
    with translation.override("de"):
        assert instant(moment).endswith(f"({zone})")


def test_a_telephone_number_stays_on_one_line() -> None:
    said = unbroken("Forward to +32 56 22 33 44 from 4 May 2026")
    assert said == "Forward to +32\xa056\xa022\xa033\xa044 from 4 May 2026"


def test_hashes_are_grouped() -> None:
    assert grouped("0123456789abcdef") == "01234567 89abcdef"
