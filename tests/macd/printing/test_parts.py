"""The items of a content on paper: what moves is one item, prices add up to the totals."""

from decimal import Decimal

import pytest
from django.utils import translation

from macd.kinds.fields import ACCESS_HOURS, COMMITTED_ON, CONTACT_MOBILE
from macd.printing.details import details, in_words
from macd.printing.parties import reference
from macd.printing.parts import offices, overview, pairs
from macd.vocabulary import Side
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def told(document):
    """The content of the document's version."""
    return document.versions.get(number=document.version).content


def test_a_moved_service_is_one_item_with_both_its_lines():
    world = make.world(language="en")
    document = make.in_review(world, make.move(world))
    with translation.override("en"):
        [part] = offices(document, told(document))
        assert [line["number"] for line in part["lines"]] == ["1 · 2", "3 · 4"]
        assert {line["action_name"] for line in part["lines"]} == {"Moves"}
        assert part["from"][0] == "Office GNT · GNT"
        assert part["title"] == "Office BRG"
        [office] = [r for r in part["lines"][0]["differences"] if r["label"] == "Office"]
        assert (office["before"], office["after"]) == ("Office GNT, Gent", "Office BRG, Gent")


@pytest.mark.parametrize("kind", [make.move, make.add, make.change, make.delete])
def test_the_rows_of_the_overview_add_up_to_its_totals(kind):
    world = make.world()
    document = make.in_review(world, kind(world))
    shown = overview(document, told(document))
    for column, total in (("before", "monthly_before"), ("after", "monthly_after")):
        amounts = [Decimal(row[column] or 0) for row in shown["rows"]]
        assert sum(amounts) == Decimal(shown[total])


def test_a_part_for_each_office_and_one_for_what_has_none():
    content = {"committed_on": None, "requested_on": None, "received_on": None}
    world = make.world()
    document = make.in_review(world, make.add(world, world.plus, world.extra))
    lines = told(document)["lines"]
    lines[1] |= {"place_to": None, "place_from": None}
    with translation.override("en"):
        parts = offices(document, {**told(document), **content, "lines": lines})
    assert [(part["code"], part["to"] is None) for part in parts] == [("GNT", False), ("", True)]


def test_lines_that_do_not_belong_together_stay_apart():
    stop = {"number": 1, "service": "S-1", "decision": "stop", "action": "delete"}
    moves = [
        {"number": 2, "service": "S-2", "decision": "move", "action": "delete"},
        {"number": 3, "service": "S-2", "decision": "move", "action": "add"},
    ]
    new = {"number": 4, "service": None, "decision": "", "action": "add"}
    numbers = [[told["number"] for told in pair] for pair in pairs([stop, *moves, new, new])]
    assert numbers == [[1], [2, 3], [4], [4]]


def test_every_filled_in_value_is_told_in_the_words_of_its_section():
    world = make.world(language="en")
    document = make.owed(world, make.in_review(world, make.move(world)), Side.PROVIDER)
    document = make.step(world, document, "approve", world.manager, seen=document.content_hash)
    with translation.override("en"):
        shown = {row["label"]: row["value"] for s in details(told(document)) for row in s["rows"]}
    assert shown["Promised date"] == "4 May 2026"
    assert shown["Cabling inside the new building"] == "CAT6 up to the rack"
    assert "On-site contact" not in shown


def test_a_value_whose_field_is_gone_is_printed_all_the_same():
    sections = {"technical": {"old_code": "kept"}}
    columns = dict.fromkeys(("requested_on", "committed_on", "reference", "po_number"))
    shown = details({"kind": "change", "sections": sections, **columns})
    assert [row for s in shown for row in s["rows"]] == [{"label": "old_code", "value": "kept"}]


def test_references_stand_together():
    assert reference({"po_number": "PO-1", "reference": "R-2"}) == "PO-1 · R-2"
    assert reference({"po_number": "", "reference": ""}) == ""


def test_numbers_and_days_are_written_out():
    with translation.override("nl"):
        assert in_words(CONTACT_MOBILE, "+32470123456") == "+32 470 12 34 56"
        assert in_words(COMMITTED_ON, "2026-05-04") == "4 mei 2026"
        assert in_words(ACCESS_HOURS, None) == ""


def test_what_is_not_tied_to_an_office_is_not_printed_under_one():
    world = make.world()
    nomadic = stock.version(site_bound=False)
    document = make.in_review(world, make.add(world, nomadic))
    assert document.office == world.office
    with translation.override("en"):
        [part] = offices(document, told(document))
    assert (part["title"], part["code"], part["to"]) == ("Not tied to an office", "", None)
