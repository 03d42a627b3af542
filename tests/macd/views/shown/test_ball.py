"""Whom a document waits for, as each reader knows them."""

import pytest
from django.utils import translation

from accounts.roles import StaffRole
from macd.models import Document
from macd.queries import whole
from macd.views.shown.ball import ball_of, how_of, is_yours, waits_for
from macd.views.shown.events import timeline
from macd.views.shown.lines import items_of
from macd.vocabulary import LineStatus, Step
from tests.accounts import make as people
from tests.macd import make, porting

pytestmark = pytest.mark.usefixtures("system")


def test_each_side_is_named_as_the_reader_knows_it():
    world = make.world()
    document = make.submitted(world)
    assert ball_of(world.by(world.requester), document)["who"] == "Anke Manager"
    assert ball_of(world.by(world.manager), document)["yours"]
    asked = make.step(world, document, Step.ASK, world.manager, note="Which floor?")
    mine = ball_of(world.by(world.requester), asked)
    assert (mine["yours"], mine["what"]) == (True, "Which floor?")
    assert ball_of(world.by(world.manager), asked)["who"] == world.customer.legal_name
    auditor = people.staff(StaffRole.AUDITOR)
    assert ball_of(world.by(auditor), asked)["who"] == world.customer.legal_name


def test_a_reason_of_the_house_is_read_in_the_readers_language():
    """It is kept as a code; what somebody wrote beside it stays as it is written."""
    document = Document(language="fr", waiting_code="no_access")
    with translation.override("nl"):
        assert waits_for(document) == "Niemand kon ons binnenlaten"
        document.waiting_for = "Fermé."
        assert waits_for(document) == "Niemand kon ons binnenlaten: Fermé."
        document.waiting_code = ""
        assert waits_for(document) == "Fermé."


def test_no_words_of_people_are_taken_for_a_reason_of_the_house():
    document = Document(language="fr", waiting_for="Personne n’a pu nous ouvrir")
    with translation.override("nl"):
        assert waits_for(document) == "Personne n’a pu nous ouvrir"


def test_what_holds_an_item_is_read_in_the_readers_language_wherever_it_stands():
    """On the item and in the history: no page speaks two languages."""
    world = make.world()
    document = porting.started(world)
    for state in ("checked", "requested"):
        document = porting.advance(world, document, state)
    document = porting.advance(world, document, "refused", refusal="account_wrong")
    by, document = world.by(world.operations), whole(document.pk)
    [line] = document.lines.all()
    assert (line.held_code, line.held_reason) == ("account_wrong", "")
    assert (document.waiting_code, document.waiting_for) == ("account_wrong", "")
    with translation.override("fr"):
        [item] = items_of(by, document, on=make.TODAY)
        told = timeline(document, document.events.all())
        waits = waits_for(document)
    french = "Le numéro de client ne correspond pas à ces numéros"
    assert item["held"]["reason"] == waits == french
    assert french in {entry["detail"] for entry in told}


def test_a_signature_waits_for_who_signs():
    world = make.world()
    document = make.approved(world)
    assert is_yours(world.by(world.signatory), document)
    assert not is_yours(world.by(world.requester), document)
    assert ball_of(world.by(world.requester), document)["who"] == "your signatory"


def test_what_was_delivered_waits_for_its_acceptance():
    world = make.world()
    document = make.signed(world)
    document.lines.update(status=LineStatus.DELIVERED, delivered_on=make.TODAY)
    document = whole(document.pk)
    assert ball_of(world.by(world.requester), document)["yours"]
    theirs = ball_of(world.by(world.operations), document)
    assert (theirs["yours"], theirs["who"]) == (False, world.requester.name)


def test_what_is_over_waits_for_nobody():
    world = make.world()
    document = make.step(
        world, make.submitted(world), Step.WITHDRAW, world.requester, note="We stay."
    )
    assert ball_of(world.by(world.requester), document)["party"] == ""


def test_who_is_waited_for_in_delivery_reads_how_to_go_on():
    """Nobody was there: the requester is led to the comments, the account manager is not."""
    world = make.world()
    document = make.started(world, make.change(world))
    document = make.line_step(
        world, document, 1, "hold", world.operations, note="Closed.", code="no_access"
    )
    for person, shown in ((world.requester, "#comments"), (world.manager, None)):
        standing = world.by(person)
        assert how_of(ball_of(standing, document), document, []).get("url") == shown
    draft = make.draft(world, "change", periods=[world.period(world.other)])
    assert how_of(ball_of(world.by(world.requester), draft), draft, []) == {}


def test_what_another_operator_refused_is_corrected_where_it_was_said():
    world = make.world()
    document = porting.started(world)
    for state in ("checked", "requested"):
        porting.advance(world, document, state)
    document = porting.advance(world, document, "refused", refusal="account_wrong")
    by, document = world.by(world.requester), whole(document.pk)
    items = items_of(by, document, on=make.TODAY)
    how = how_of(ball_of(by, document), document, items)
    assert how["url"] == f"{document.get_absolute_url()}correct/"
