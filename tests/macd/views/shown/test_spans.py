"""Spans of time lie where their days are, at any width."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from macd.views.shown.spans import Span, spans

TODAY = date(2026, 6, 15)
DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


def _drawn(*periods):
    return spans(
        [("Fibre", [Span(starts, ends, "good", "words") for starts, ends in periods])], on=TODAY
    )


def test_a_bar_goes_from_its_first_day_to_its_end_and_what_goes_on_to_the_edge():
    drawn = _drawn((date(2025, 6, 15), date(2026, 6, 15)), (date(2026, 6, 15), None))
    earlier, later = drawn["rows"][0]["bars"]
    assert (earlier["x"], drawn["today"], later["x"]) == ("0.0", "50.0", "50.0")
    assert 49.5 < float(earlier["width"]) < 50
    assert 99.5 < float(later["x"]) + float(later["width"]) <= 100


def test_what_began_long_ago_begins_at_the_edge_ten_years_back():
    drawn = _drawn((date(1999, 1, 1), None))
    assert drawn["rows"][0]["bars"][0]["x"] == "0.0"
    assert [tick["text"] for tick in drawn["ticks"]][0::10] == ["2017", "2027"]


def test_a_narrow_page_has_every_second_year_where_they_are_many_and_the_last_always():
    many = {tick["text"]: tick["minor"] for tick in _drawn((date(2016, 1, 1), None))["ticks"]}
    assert (many["2027"], many["2026"], many["2025"]) == (False, True, False)
    assert not any(tick["minor"] for tick in _drawn((date(2022, 1, 1), None))["ticks"])


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(1, 9000)), min_size=1, max_size=5))
def test_nothing_is_drawn_outside(periods):
    drawn = _drawn(*((day, days and day + timedelta(days)) for day, days in periods))
    assert 0 <= float(drawn["today"]) <= 100
    for bar in drawn["rows"][0]["bars"]:
        assert 0 <= float(bar["x"]) <= 100
        assert float(bar["width"]) > 0
        assert float(bar["x"]) + float(bar["width"]) <= 100.3
