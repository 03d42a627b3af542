"""The table of who is told of what says what the workflow says, and has no event without a mail."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from macd.telling import INTERNAL, NEWS, Way, is_important, label_of, tellings
from macd.vocabulary import Actor, Happening, Step
from macd.workflow import LINE_TRANSITIONS, TRANSITIONS

TABLE = {telling.event: telling for telling in tellings()}


def test_the_table_holds_every_step_with_those_it_tells():
    for row in TRANSITIONS:
        assert row.tell <= TABLE[row.step.value].audience, row.step
    for line in LINE_TRANSITIONS:
        assert TABLE[f"line_{line.step.value}"].audience == line.tell, line.step


@pytest.mark.parametrize("event", sorted(e for e, told in TABLE.items() if told.audience))
def test_what_is_told_has_its_mail(event):
    folder = Path(settings.BASE_DIR, "templates", "emails", event)
    assert (folder / "subject.txt").is_file()
    assert (folder / "body.txt").is_file()


def test_what_is_internal_leaves_by_no_webhook():
    assert INTERNAL
    assert all(Way.WEBHOOK not in TABLE[event].ways for event in INTERNAL if event in TABLE)
    assert Way.WEBHOOK in TABLE[Step.SUBMIT].ways


def test_who_gets_the_ball_is_told_at_once():
    for step in (Step.ASK, Step.RETURN, Step.APPROVE, Step.CONFIRM, Step.ASK_COLLEAGUE):
        assert is_important(step)
    assert not is_important(Step.TAKE_UP)
    assert not is_important("line_deliver")


def test_people_choose_among_what_concerns_them():
    assert TABLE[Step.SUBMIT].audience == {Actor.ACCOUNT_MANAGER}
    assert TABLE[Step.SUBMIT].concerns(staff=True, customer=False)
    assert not TABLE[Step.SUBMIT].concerns(staff=False, customer=True)
    assert TABLE[Happening.COMMENT].concerns(staff=True, customer=False)
    assert TABLE[Happening.COMMENT].concerns(staff=False, customer=True)


def test_events_are_called_by_their_words():
    with translation.override("en"):
        assert label_of("take_up") == "A request is taken up"
        assert label_of("line_deliver") == "An item is delivered"
        assert label_of("line_plan") == "An item is planned"
        assert label_of("remind_sign") == "Something is still to be signed"
        assert label_of("unheard_of") == "unheard_of"


def test_what_somebody_is_told_of_has_a_name_of_its_own():
    """Readers choose among news, not among the buttons of those who make them."""
    assert {telling.event for telling in tellings()} <= set(NEWS)
