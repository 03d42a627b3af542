"""Asking whether the same is wanted a second time."""

from datetime import timedelta

import pytest

from macd.operations import refuse_same_again, refuse_sending_again
from macd.refusals import SameAgain
from macd.vocabulary import Step
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


def test_rule_21_the_same_draft_within_ten_minutes_is_questioned(world):
    """A second tab starts the same draft: it names the first instead of making another."""
    first, second = make.draft_change(world), make.draft_change(world)
    with pytest.raises(SameAgain, match=first.number) as refused:
        refuse_same_again(document=second, at=make.AT + timedelta(minutes=9))
    assert refused.value.same_as == first
    refuse_same_again(document=second, at=make.AT + timedelta(minutes=11))


def test_another_wish_or_another_person_is_not_questioned(world):
    make.draft_change(world)
    faster = make.draft_change(world, **{"line.1.desired.speed": "700"})
    refuse_same_again(document=faster, at=make.AT)
    colleague = make.people.membership("company_administrator", customer=world.customer).person
    theirs = make.draft(world, "change", by=colleague, periods=[world.period()])
    refuse_same_again(document=theirs, at=make.AT)


def test_rule_21_the_same_sent_within_ten_minutes_is_questioned(world):
    """Two drafts of one addition, both filled in: sending the second asks whether it is meant."""
    first, second = make.add(world, world.plus), make.add(world, world.plus)
    refuse_sending_again(document=second, at=make.AT)
    make.step(world, first, Step.SUBMIT, world.requester)
    with pytest.raises(SameAgain, match=first.number):
        refuse_sending_again(document=second, at=make.AT)
    later = make.add(world, world.plus)
    later = make.fill(world, later, **{"request.requested_on": "2026-06-01"})
    refuse_sending_again(document=later, at=make.AT)
    refuse_sending_again(document=make.add(world, world.extra), at=make.AT)
    make.step(world, first, Step.WITHDRAW, world.requester, note="Not that one.")
    refuse_sending_again(document=second, at=make.AT)
