"""Sections as they are read, and who finds a way to change them."""

import pytest

from macd import policy
from macd.views.shown.sections import sections_of
from macd.vocabulary import SectionName, Side, Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def told(world, document, person):
    standing = world.by(person)
    side = policy.side_of(standing, document)
    editable = policy.may_edit(standing, document)
    return {row["name"]: row for row in sections_of(document, side=side, editable=editable)}


def test_each_side_finds_the_way_to_what_it_may_fill_in():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    mine, theirs = told(world, document, world.manager), told(world, document, world.requester)
    assert mine["planning"]["change_url"] == f"{document.get_absolute_url()}fill/planning/"
    assert mine["request"]["change_url"]
    assert [name for name, row in mine.items() if row.get("key") == "e"] == ["planning"]
    assert theirs["request"]["change_url"]
    assert not theirs["planning"]["change_url"]


def test_a_link_puts_the_cursor_where_an_answer_misses_or_into_the_first_field():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    before = told(world, document, world.manager)["planning"]
    assert before["cursor"] == "#id_planning.committed_on"
    other = make.world()
    document = make.in_review(other, make.change(other))
    after = told(other, document, other.manager)
    assert after["request"]["cursor"] == "#id_request.requested_on"
    assert not any(row["missing"] for row in after["request"]["rows"])


def test_what_misses_is_said_to_each_side_in_its_words():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    ours = told(world, document, world.manager)["planning"]["rows"][0]
    yours = told(world, document, world.requester)["planning"]["rows"][0]
    assert (ours["label"], ours["missing"]) == ("Promised date", "Not filled in yet")
    assert yours["missing"] == "Your account manager fills this in"


def test_a_closed_section_shows_only_what_it_holds():
    world = make.world()
    document = make.signed(world)
    shown = told(world, document, world.requester)
    assert [row["label"] for row in shown["request"]["rows"]] == ["Wanted from"]
    assert "technical" not in shown
    assert not any(row["change_url"] for row in shown.values())
    rows = sections_of(document, side=None, editable=frozenset(SectionName))
    assert not any(row["change_url"] for row in rows)


def test_a_section_of_one_side_says_whose_it_is():
    world = make.world()
    document = make.signed(world)
    shown = told(world, document, world.requester)
    assert shown["request"]["owner"] == "customer"
    assert shown["planning"]["owner"] == "account_manager"
    assert shown["request"]["owner_label"] == world.customer.legal_name
    staff = told(world, document, world.manager)
    assert staff["request"]["owner_label"] == Side.CUSTOMER.label


def test_rule_31_what_else_is_possible_at_an_address_is_read_by_the_customer():
    world = make.world()
    document = make.in_review(world, make.move(world))
    found = {"serviceability": "impossible", "alternatives": "VDSL 50/10 from 1 June"}
    values = {f"technical.{code}": value for code, value in found.items()}
    document = make.fill(world, document, world.manager, **values)
    rows = told(world, document, world.requester)["technical"]["rows"]
    shown = {row["label"]: row["value"] for row in rows}
    assert shown["What is possible at the address"] == "Not possible"
    assert shown["What else is possible there"] == "VDSL 50/10 from 1 June"
