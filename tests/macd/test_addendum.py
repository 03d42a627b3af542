"""What an amendment says beside what was signed."""

import pytest

from macd import queries
from macd.addendum import addendum_of, changes_of, replaced_by
from tests.macd import make

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
