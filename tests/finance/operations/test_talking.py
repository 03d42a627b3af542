"""Keeping the customer: handed to the account manager and back, notes, changes by us."""

from datetime import date

import pytest

from finance import operations, queries
from macd.refusals import NotPermitted, StepDenied, Unsound
from outbox.models import Message
from tests.finance.conftest import as_
from tests.macd import make


def told(about):
    rows = Message.objects.filter(channel="case_mail", payload__about=about)
    return set(rows.values_list("recipient_id", flat=True))


def test_a_case_goes_to_the_account_manager_and_back(world, case):
    operations.hand_over(case=case, note="Call them", **as_(world, world.finance))
    case.refresh_from_db()
    assert case.with_manager_since == make.AT
    assert told("case_hand_over") == {world.manager.pk}
    with pytest.raises(StepDenied, match="already"):
        operations.hand_over(case=case, note="Again", **as_(world, world.finance))
    operations.answer_hand_over(case=case, note="They stay firm", **as_(world, world.manager))
    case.refresh_from_db()
    assert case.with_manager_since is None
    assert told("case_answer") == {world.finance.pk}
    with pytest.raises(StepDenied, match="already"):
        operations.answer_hand_over(case=case, note="Again", **as_(world, world.manager))


def test_only_finance_hands_over_and_only_the_manager_answers(world, case):
    with pytest.raises(NotPermitted):
        operations.hand_over(case=case, note="Call them", **as_(world, world.manager))
    operations.hand_over(case=case, note="Call them", **as_(world, world.finance))
    for person in (world.finance, make.world().manager, world.signatory):
        with pytest.raises(NotPermitted):
            operations.answer_hand_over(case=case, note="Done", **as_(world, person))


def test_nothing_is_said_without_words(world, case):
    for do in (operations.hand_over, operations.write_note):
        with pytest.raises(Unsound):
            do(case=case, note=" ", **as_(world, world.finance))
    with pytest.raises(NotPermitted):
        operations.write_note(case=case, note="Mine", **as_(world, world.signatory))


def test_rule_57_a_change_by_the_provider_is_recorded_with_its_day(world, case):
    """Finance records it; it lies not after the receipt, and stands in the history."""
    facts = {"case": case, "note": "Prices rise by 4%", **as_(world, world.finance)}
    with pytest.raises(Unsound):
        operations.note_change(notified_on=date(2026, 3, 3), **facts)
    operations.note_change(notified_on=date(2026, 2, 20), **facts)
    case.refresh_from_db()
    assert case.change_notified_on == date(2026, 2, 20)
    event = queries.events_for(world.by(world.signatory), case)[0]
    assert (event.step, event.facts) == ("free_exit", {"notified_on": "2026-02-20"})
