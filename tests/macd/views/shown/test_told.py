"""Before a step is taken, the page says who will be told."""

from macd.views.shown.told import told_by
from macd.vocabulary import Actor, Step
from macd.workflow import TRANSITIONS
from tests.macd import make
from tests.macd.views.pages import page_of


def row(step):
    return next(row for row in TRANSITIONS if row.step == step)


def test_people_on_the_document_stand_by_name(world):
    document = make.in_review(world, make.change(world))
    told = told_by(row(Step.ASK), document, person_id=world.manager.pk)
    assert world.requester.name in told


def test_nobody_is_told_of_what_they_do_themselves(world):
    document = make.submitted(world)
    told = told_by(row(Step.SUBMIT), document, person_id=world.manager.pk)
    assert world.manager.name not in told


def test_others_stand_by_their_part(world):
    document = make.in_review(world, make.change(world))
    told = told_by(row(Step.APPROVE), document, person_id=world.manager.pk)
    assert str(Actor.SIGNATORY.label) in told


def test_the_pages_say_so(world, browser):
    draft = make.change(world)
    page = page_of(browser(world.requester).get(f"/documents/{draft.number}/check/"))
    assert "tells" in page.hooks
    assert world.manager.name in page.text
    document = make.in_review(make.replace_service(world), make.change(make.replace_service(world)))
    page = page_of(browser(world.manager).get(document.get_absolute_url()))
    assert "Will be told by mail" in page.text
