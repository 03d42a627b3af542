"""Bars of a chart: heights in proportion, nil in its place, whatever the language."""

from decimal import Decimal

import pytest
from django.utils import translation

from macd.views.shown.bars import HEIGHT, Series, bars


def test_bars_stand_on_nil_and_hang_below_it():
    with translation.override("fr"):
        chart = bars(["a", "b"], [Series("x", "good", [Decimal(30), Decimal(-10)])])
    up, down = chart["bars"]
    assert (up["y"], up["height"]) == ("0.0", f"{HEIGHT * 0.75:.1f}")
    assert (down["y"], down["height"]) == (chart["nil"], f"{HEIGHT * 0.25:.1f}")
    assert chart["nil"] == up["height"]
    assert chart["labels"] == ["a", "b"]


@pytest.mark.parametrize("values", [[], [Decimal(0)]])
def test_nothing_draws_nothing(values):
    chart = bars(["a"] * len(values), [Series("x", "good", values)])
    assert all(bar["height"] == "0.0" for bar in chart["bars"])
    assert chart["nil"] == "0.0"
