"""What a page tells of a document's family."""

import pytest

from macd.views.shown.amending import amending_of
from macd.views.shown.lines import items_of
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _told(world, document, person):
    by = world.by(person)
    items = items_of(by, document, on=make.TODAY)
    return amending_of(by, document, items, on=make.TODAY), items


def test_a_draft_amendment_is_the_customers_own():
    world = make.world()
    document = make.both(world)
    amendment = make.amend(world, document)
    told, _items = _told(world, document, world.requester)
    assert [each["number"] for each in told["family"]] == [amendment.number]
    told, items = _told(world, document, world.manager)
    assert told["family"] == []
    assert "amend" in {step["testid"] for step in items[0]["steps"]}


def test_past_its_point_of_no_return_an_item_offers_no_change():
    world = make.world()
    document = make.both(world)
    document.lines.update(no_return_on="2026-03-01")
    document = type(document).objects.get(pk=document.pk)
    _told_of, items = _told(world, document, world.requester)
    assert "amend" not in {step["testid"] for item in items for step in item["steps"]}
