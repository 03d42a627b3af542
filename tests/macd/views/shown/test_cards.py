"""Documents as cards, with price and suggestions as components take them."""

from decimal import Decimal

import pytest
from django.utils import translation

from macd import operations
from macd.views.shown.cards import document_card, document_cards
from macd.views.shown.prices import price_of
from macd.views.shown.suggestions import suggestions_of
from macd.vocabulary import Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system", "then")


@pytest.fixture
def then(settings):
    """The day on which the stories of the tests begin."""
    settings.MACD_CLOCK = make.AT.isoformat()


def test_a_card_says_what_where_who_and_when():
    world = make.world()
    document = make.submitted(world)
    card = document_card(document, world.by(world.requester))
    assert card["title"] == "SmartFit Internet Plus → SmartFit Internet Extra · Office GNT"
    assert (card["who"], card["yours"]) == ("Anke Manager", False)
    assert (card["next_label"], card["next_on"].isoformat()) == ("Wanted from", make.WANTED)
    assert document_card(document, world.by(world.manager))["yours"]


def test_a_promised_day_comes_before_the_wanted_one():
    world = make.world()
    [card] = document_cards(
        [make.approved(world)], world.by(world.signatory), url_name="document_sign"
    )
    assert (card["next_label"], card["next_on"].isoformat()) == ("Promised for", "2026-05-06")
    assert card["url"].endswith("/sign/")


def test_the_list_says_the_status_as_the_page_does():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    reader = world.by(world.requester)
    assert document_card(document, reader)["status_label"] == "Anke Manager is completing it"


def test_the_list_says_the_promised_day_once():
    world = make.world()
    started = make.started(world, make.change(world))
    reader = world.by(world.requester)
    planned = document_card(started, reader)
    assert planned["status_label"] == "Planned for 4 May 2026"
    assert planned["next_on"] is None, "the day is said once"
    with translation.override("fr"):
        label = document_card(started, reader)["status_label"]
    assert label == "Planifiée pour le 4 mai 2026"


def test_price_and_term():
    world = make.world()
    price = price_of(make.change(world), on=make.TODAY)
    assert (price["before"], price["after"], price["difference"]) == (
        Decimal("50.00"), Decimal("90.00"), Decimal("40.00"),
    )  # fmt: skip
    assert "31 December 2027" in price["term_sentence"]


def test_suggestions_are_shown_to_both_and_decided_by_the_other():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    document = operations.change_fields(
        document=document,
        values={"request.requested_on": "2026-06-01", "line.1.desired.speed": "800"},
        by=world.by(world.manager),
        at=make.AT,
    )
    theirs, own = world.by(world.requester), world.by(world.manager)
    [suggestion] = suggestions_of(document, theirs, section="request")
    assert (suggestion["before"], suggestion["after"]) == ("4 May 2026", "1 June 2026")
    assert suggestion["yours"]
    [suggestion] = suggestions_of(document, own, line=1)
    assert (suggestion["before"], suggestion["after"]) == ("500 Mbps", "800 Mbps")
    assert not suggestion["yours"]
    assert suggestions_of(document, own, line=2) == []


def test_a_promise_that_passed_is_said_to_have(settings):
    world = make.world()
    document = make.started(world, make.change(world))
    standing = world.by(world.requester)
    assert not document_card(document, standing)["late"]
    settings.MACD_CLOCK = "2026-06-01T09:00:00+00:00"
    card = document_card(document, standing)
    assert (card["next_label"], card["late"]) == ("Was promised for", True)


def test_what_was_not_delivered_was_closed_not_done():
    world = make.world()
    document = make.started(world, make.change(world))
    document = make.line_step(world, document, 1, "fail", world.operations, note="No cable.")
    card = document_card(document, world.by(world.requester))
    assert (document.status, card["next_label"]) == ("failed", "Closed on")
    assert card["next_on"] == document.completed_on


def test_what_is_over_without_delivery_has_no_day_to_come():
    world = make.world()
    submitted = make.submitted(world)
    document = make.step(world, submitted, Step.WITHDRAW, world.requester, note="We stay.")
    assert document_card(document, world.by(world.requester))["next_on"] is None
