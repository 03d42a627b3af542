"""What the sections say on paper: words and amounts, never what a program keeps."""

import pytest
from django.utils import translation

from macd.printing.details import details, values_in
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def content_with(**left):
    """A content whose prices hold more than there are fields for."""
    world = make.world(language="en")
    document = make.in_review(world, make.change(world))
    content = document.versions.get(number=document.version).content
    return {**content, "sections": {**content["sections"], "prices": left}}


@pytest.mark.parametrize("paid", [{}, {"urgent": "250.00"}])
def test_surcharges_stand_with_the_prices_and_not_among_the_values(paid):
    assert "surcharges" not in str(details(content_with(surcharges=paid)))
    assert "250" not in str(details(content_with(surcharges=paid)))


def test_what_a_surcharge_becomes_is_told_in_words():
    with translation.override("en"):
        values = values_in(content_with(surcharges={"urgent": "250.00"}))
    assert values["prices.surcharges.urgent"] == ("Surcharge for urgency", "250.00")


def test_what_no_words_are_for_is_not_printed():
    told = str(details(content_with(odd={"a": 1}, more=[], spoken="As agreed")))
    assert "As agreed" in told
    assert "odd" not in told
    assert "more" not in told
