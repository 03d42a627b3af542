"""Money, days, addresses and names in each language."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.html import format_html
from django.utils.translation import override

from macd.templatetags import macd_format as written

CHRISTMAS = date(2026, 12, 25)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "€ 1,234.50"),
        ("nl", "€ 1.234,50"),
        ("fr", "1 234,50 €"),
        ("de", "1.234,50 €"),
        ("nl-be", "€ 1.234,50"),
    ],
)
def test_money_is_written_as_the_language_writes_it(language, text):
    with override(language):
        assert plain(written.money(Decimal("1234.5"))) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Decimal("0.005"), "€ 0.01"),
        (Decimal("-0.005"), "−€ 0.01"),
        (Decimal("-0.004"), "€ 0.00"),
        ("12.3456", "€ 12.35"),
        (0, "€ 0.00"),
        (Decimal("1234567.891"), "€ 1,234,567.89"),
        (None, ""),
        ("", ""),
    ],
)
def test_money_is_rounded_half_up_to_the_cent(amount, text):
    with override("en"):
        assert plain(written.money(amount)) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [("40", "+€ 40.00"), ("-12.5", "−€ 12.50"), ("0", "€ 0.00"), ("0.001", "€ 0.00"), (None, "")],
)
def test_a_difference_carries_its_sign(amount, text):
    with override("en"):
        assert plain(written.money_difference(amount)) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "25 December 2026"),
        ("nl", "25 december 2026"),
        ("fr", "25 décembre 2026"),
        ("de", "25. Dezember 2026"),
    ],
)
def test_a_day_is_written_out_beside_its_machine_form(language, text):
    with override(language):
        assert written.day(CHRISTMAS) == f'<time datetime="2026-12-25">{text}</time>'


def test_an_instant_gives_its_day_in_brussels():
    late = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)
    with override("en"):
        assert ">25 December 2026<" in written.day(late)
        assert written.moment(late) == (
            '<time datetime="2026-12-24T23:30:00+00:00">25 Dec 2026, 00:30</time>'
        )


def test_both_hours_of_the_autumn_night_are_told_apart_by_their_machine_form():
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    with override("en"):
        assert "02:30<" in written.moment(first)
        assert "02:30<" in written.moment(second)
        assert written.moment(first) != written.moment(second)


def test_the_last_day_is_the_day_before_a_period_ends():
    with override("en"):
        assert ">31 December 2027<" in written.last_day(date(2028, 1, 1))
        assert written.last_day(None) == ""


def test_a_weekday_and_a_short_day():
    with override("en"):
        assert ">Friday 25 December 2026<" in written.weekday(CHRISTMAS)
        assert ">25 Dec 2026<" in written.day_short(CHRISTMAS)
    with override("de"):
        assert ">Freitag, 25. Dezember 2026<" in written.weekday(CHRISTMAS)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "9 Aug 2026"), ("nl", "9 aug 2026"), ("fr", "9 août 2026"), ("de", "9. Aug. 2026")],
)
def test_a_short_month_is_cut_as_its_language_does(language, text):
    with override(language):
        assert f">{text}<" in written.day_short(date(2026, 8, 9))


@pytest.mark.parametrize("read", ["day", "day_short", "weekday", "moment", "last_day"])
def test_no_day_is_nothing(read):
    assert getattr(written, read)(None) == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("+3292334455", "+32 9 233 44 55"),
        ("+32470123456", "+32 470 12 34 56"),
        ("ask for Jo", "ask for Jo"),
        ("", ""),
        (None, ""),
    ],
)
def test_phone_numbers_are_grouped(number, text):
    assert plain(written.phone(number)) == text


GENT = {
    "street": "Korenmarkt",
    "number": "3",
    "box": "12",
    "postcode": "9000",
    "municipality": "Gent",
    "country": "BE",
}


def test_an_address_on_one_line_leaves_belgium_out():
    with override("en"):
        assert written.address_line(GENT) == "Korenmarkt 3 box 12, 9000 Gent"
        assert written.address_line(GENT | {"box": ""}) == "Korenmarkt 3, 9000 Gent"
        assert written.address_line(GENT | {"country": "NL"}).endswith("Gent, NL")
        assert written.address_line(None) == ""


def test_an_address_escapes_what_people_typed():
    shown = written.address(GENT | {"street": "<b>Markt"})
    assert "<b>" not in shown
    assert shown.startswith("<address><span>&lt;b&gt;Markt 3")
    assert written.address(None) == ""


def test_a_text_in_four_languages_is_read_in_the_active_one():
    texts = {"nl": "Internet", "fr": "L'internet", "en": "The internet", "de": ""}
    with override("fr"):
        assert written.localised(texts) == "L'internet"
    with override("de"):
        assert written.localised(texts) == "The internet"
    assert written.localised(None) == ""
    assert written.localised("Old, in one language") == "Old, in one language"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana De Smet", "AS"), ("Ana", "A"), ("", ""), (None, ""), ("ana (zaak) peeters", "AP")],
)
def test_initials(name, letters):
    assert written.initials(name) == letters


def test_the_filters_are_registered():
    template = Template("{% load macd_format %}{{ on|day }} {{ amount|money }}")
    with override("en"):
        shown = template.render(Context({"on": CHRISTMAS, "amount": 3}))
    assert plain(shown) == '<time datetime="2026-12-25">25 December 2026</time> € 3.00'


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Answer about MACD-2026-00041", "MACD-2026-00041"),
        ("See MACD-2026-00041-2.", "MACD-2026-00041-2"),
        ("AGR-10042", "AGR-10042"),
        ("SIP trunk: 30 → 40", "30 → 40"),
        ("A Wi-Fi access point", "Wi-Fi"),
        ("Call +32 9 555 02 00.", "+32 9 555 02 00"),
        ("SmartFit Internet Plus → SmartFit Internet Extra", ""),
        ("A <b>bold</b> 4G-back-up", ""),
    ],
)
def test_numbers_are_not_broken_over_two_lines(text, kept):
    shown = Template("{% load macd_format %}{{ text|whole }}").render(Context({"text": text}))
    assert ('<span class="whole">' in shown) == bool(kept)
    assert f'<span class="whole">{kept}</span>' in shown or not kept
    assert "<b>" not in shown


def test_an_arrow_stays_with_what_it_leads_to():
    assert written.whole("Fibre → Internet Extra") == "Fibre →\u00a0Internet Extra"


def test_no_line_begins_with_a_dot_that_parts_two_things():
    assert (
        written.whole("SmartFit Internet Max · Taproom") == "SmartFit Internet Max\u00a0· Taproom"
    )


def test_elements_and_texts_that_come_late_are_left_as_they_are():
    link = format_html("<a>{}</a>", "MACD-2026-00041")
    assert written.whole(link) == link
    assert written.whole(None) == "None"


@pytest.mark.parametrize(("language", "text"), [("en", "Now:"), ("fr", "Now\u00a0:")])
def test_a_colon_stands_as_the_language_writes_it(language, text):
    with override(language):
        assert written.colon("Now") == text
        assert written.colon("Now?") == "Now?", "a question has its own mark"


def test_a_date_is_not_parted():
    told = written.whole_days("Until 29 February 2028, for 2 years; version 2.")
    assert told == "Until 29\u00a0February\u00a02028, for 2\u00a0years; version 2."
    told = written.whole_days("Bis 29. Februar 2028, 2 Jahre.")
    assert told == "Bis 29.\u00a0Februar\u00a02028, 2\u00a0Jahre."
