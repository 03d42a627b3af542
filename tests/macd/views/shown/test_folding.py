"""A long request: fifty items whole, the others in a line with their anchor, and all on asking."""

import re

import pytest

from macd.views.shown import folding
from macd.views.shown.folding import folded_items, whole_items
from macd.vocabulary import Kind, Step
from services.inventory import services_on
from tests.macd import make
from tests.services import make as stock

WHOLE = 2


@pytest.fixture
def long(world, monkeypatch):
    """A request of five items where two are shown whole at a time."""
    monkeypatch.setattr(folding, "WHOLE", WHOLE)
    facts = {"office": world.office, "agreement": world.agreement, "offering_version": world.plus}
    for _each in range(3):
        stock.installed(world.customer, **facts)
    periods = services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.office)
    document = make.draft(world, Kind.CHANGE, periods=list(periods)[:5])
    values = {f"line.{number}.desired.speed": "900" for number in range(1, 6)}
    make.fill(world, document, **{"request.requested_on": make.WANTED, **values})
    return make.step(world, document, Step.SUBMIT, world.requester)


def test_the_first_are_whole_and_the_others_stand_in_a_line(long):
    whole = whole_items(long, "")
    assert whole == {1, 2}
    folded = folded_items(long, whole)
    assert not folded["folded_before"]
    assert [row["number"] for row in folded["folded_after"]] == [3, 4, 5]
    assert folded["all_items"] == 5


def test_an_item_is_opened_with_those_around_it(long):
    whole = whole_items(long, "4")
    assert whole == {3, 4}
    folded = folded_items(long, whole)
    assert [row["number"] for row in folded["folded_before"]] == [1, 2]
    assert [row["number"] for row in folded["folded_after"]] == [5]


def test_all_are_whole_on_asking_and_in_a_short_request(long, monkeypatch):
    assert whole_items(long, folding.EVERYTHING) is None
    monkeypatch.setattr(folding, "WHOLE", 5)
    assert whole_items(long, "") is None
    assert folded_items(long, None) == {}


def test_what_may_wait_for_somebody_is_whole_anyway(long):
    long.lines.filter(number=5).update(port_in={"operator": "x"})
    long._prefetched_objects_cache = {}
    assert whole_items(long, "") == {1, 2, 5}


@pytest.mark.parametrize("wanted", ["", "4", "all", "x", "99999999999999999999"])
def test_every_item_has_its_anchor_once(world, browser, long, wanted):
    page = browser(world.requester).get(long.get_absolute_url(), {"items": wanted})
    anchors = re.findall(r'id="(line-\d+)"', page.content.decode())
    assert sorted(anchors) == [f"line-{number}" for number in range(1, 6)]
