"""What an amendment says beside what was signed."""

import pytest

from macd import queries
from macd.addendum import addendum_of, changes_of, replaced_by
from macd.vocabulary import Side
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def test_rule_19_changed_items_stand_old_to_new_beside_the_hash_of_what_was_signed():
    """The addendum shows the speed and the day as signed and as they become, and nothing else."""
    world = make.world()
    document = make.both(world)
    amendment = make.wanting(world, make.amend(world, document))
    amendment = make.fill(world, amendment, **{"request.requested_on": "2026-06-01"})
    told = addendum_of(amendment)
    assert told["content_hash"] == document.content_hash
    assert (told["number"], told["version"]) == (document.number, document.version)
    [item] = told["changes"]
    rows = {row["label"]: (row["before"], row["after"]) for row in item["rows"]}
    assert [value.split(" ")[0] for value in rows["Speed"]] == ["700", "900"]
    assert rows["Wanted from"] == ("4 May 2026", "1 June 2026")
    assert "Service" not in rows
    assert "Per month" not in rows


def test_it_is_the_same_before_and_after_the_signature():
    world = make.world()
    amendment = make.wanting(world, make.amend(world, make.both(world)))
    before = changes_of(make.offered(world, amendment))
    signed = make.sign(world, queries.whole(amendment.pk), world.signatory)
    assert changes_of(signed) == before


def test_an_item_that_was_amended_before_is_compared_with_that():
    world = make.world()
    first = make.started(world, make.wanting(world, make.amend(world, make.both(world))))
    second = make.wanting(world, make.amend(world, first), "800")
    assert replaced_by(second)[1].document == first
    speeds = [row for item in changes_of(second) for row in item["rows"] if row.label == "Speed"]
    assert [(r.before.split(" ")[0], r.after.split(" ")[0]) for r in speeds] == [("900", "800")]


def test_a_document_that_amends_nothing_has_none():
    assert addendum_of(make.submitted(make.world())) is None


def test_rule_33_the_old_place_goes_on_stopping_when_it_was_agreed_to():
    """Three days of overlap: whatever else is amended, its day is told as it was signed."""
    world = make.world()
    move = make.fill(world, make.move(world), **{"planning.overlap_days": "3"})
    document = make.started(world, move)
    amendment = make.offered(world, make.owed(world, make.amend(world, document), Side.CUSTOMER))
    labels = {row.label for item in changes_of(amendment) for row in item["rows"]}
    assert "Promised for" not in labels


def test_to_which_number_calls_are_forwarded_is_part_of_what_changes():
    world = make.world()
    number = stock.number(world.service)
    move = make.move(world)
    [line] = [line for line in move.lines.all() if line.number_actions]
    asked = f"line.{line.number}.numbers.{number.e164}"
    to = f"line.{line.number}.number_forward.{number.e164}"
    move = make.fill(world, move, **{asked: "forward", to: "+3292234501"})
    amendment = make.amend(world, make.started(world, move), line.number)
    amendment = make.fill(world, amendment, **{to: "+3292234502"})
    rows = [row for item in changes_of(amendment) for row in item["rows"]]
    told = {(row.before[-11:], row.after[-11:]) for row in rows if row.label.startswith("Number")}
    assert told == {("9 223 45 01", "9 223 45 02")}
