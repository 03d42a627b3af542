"""Choosing ends and accepting: only finance, with reasons, an immediate end with two (rule 58)."""

from datetime import UTC, date, datetime

import pytest

from finance import operations
from finance.operations.common import locked_open
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from outbox.models import Message
from services.cancellation import accepted_case_for
from services.models import CaseStatus, EndMode
from tests.accounts import make as people
from tests.finance.conftest import LAST, ONE_DAY, accepted, as_, choose
from tests.macd import make
from tests.services import make as stock


def told(about):
    rows = Message.objects.filter(channel="case_mail", payload__about=about)
    return set(rows.values_list("recipient_id", flat=True))


@pytest.mark.parametrize(
    ("mode", "last"),
    [
        (EndMode.TERM, date(2027, 12, 31)),
        (EndMode.NOTICE, date(2026, 6, 1)),
        (EndMode.FIXED, LAST),
    ],
)
def test_rule_58_finance_chooses_how_an_agreement_ends(world, case, mode, last):
    """Its day follows; it becomes the last day to act and the day all ends."""
    choose(world, case, mode, last=LAST if mode == EndMode.FIXED else None)
    case.refresh_from_db()
    row = case.agreements.get()
    assert (row.end_mode, row.ends_on, row.chosen_by) == (mode, last + ONE_DAY, world.finance)
    assert (case.act_on, case.closes_on) == (last, last + ONE_DAY)
    assert accepted_case_for(world.customer.pk) is None


def test_rule_58_only_finance_decides(world, case):
    """Nobody else chooses, accepts or confirms, not even the account manager or the customer."""
    for person in (world.manager, world.lead, world.signatory, world.operations):
        with pytest.raises(NotPermitted):
            choose(world, case, last=LAST, person=person)
        with pytest.raises(NotPermitted):
            operations.accept(case=case, **as_(world, person))
        with pytest.raises(NotPermitted):
            operations.confirm_immediate(row=case.agreements.get(), **as_(world, person))


def test_rule_58_an_immediate_end_takes_a_second_person(world, case, colleague):
    """It has no day until somebody else of finance confirms it; then it is that day."""
    choose(world, case, "immediate")
    row = case.agreements.select_related("case").get()
    assert row.ends_on is None
    assert told("case_second") == {colleague.pk}
    with pytest.raises(StepDenied, match="end first"):
        operations.accept(case=case, **as_(world, world.finance))
    with pytest.raises(NotPermitted, match="Somebody else"):
        operations.confirm_immediate(row=row, **as_(world, world.finance))
    operations.confirm_immediate(row=row, **as_(world, colleague))
    row.refresh_from_db()
    assert (row.ends_on, row.second_by) == (make.TODAY, colleague)
    operations.accept(case=case, **as_(world, world.finance))
    with pytest.raises(StepDenied, match="No immediate end"):
        operations.confirm_immediate(row=row, **as_(world, colleague))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("fixed", date(2026, 3, 1), "Why"), "in the past"),
        (("fixed", None, "Why"), "no such day"),
        (("never", None, "Why"), "how the agreement ends"),
        (("term", None, " "), "few words"),
    ],
)
def test_an_end_that_cannot_be_is_refused(world, case, asked, message):
    mode, last, note = asked
    with pytest.raises(Unsound, match=message):
        choose(world, case, mode, last=last, note=note)
    assert case.agreements.get().end_mode == ""


def test_the_term_has_no_day_before_delivery(world, case):
    case.agreements.update(contractual_end_on=None)
    with pytest.raises(Unsound, match="no such day"):
        choose(world, case, "term")


def test_rule_58_a_fixed_date_may_be_today_and_any_day_of_the_week(world, case):
    """The last day with service may be today, a Sunday or a holiday: stops bind to no visit."""
    for last in (make.TODAY, date(2026, 5, 1), date(2026, 5, 3)):
        choose(world, case, last=last)
        assert case.agreements.get().ends_on == last + ONE_DAY


def test_rule_58_accepting_tells_and_owes_a_letter(world, case):
    """The manager and finance are told; the letter is owed in the same transaction."""
    accepted(world, case)
    assert case.status == CaseStatus.ACCEPTED
    assert case.accepted_at == make.AT
    assert told("case_accepted") == {world.manager.pk, world.finance.pk}
    assert case.letters.get().version == 1
    assert Message.objects.filter(channel="case_letter").count() == 1
    with pytest.raises(StepDenied, match="already"):
        operations.accept(case=case, **as_(world, world.finance))


def test_rule_58_another_end_after_acceptance_makes_another_letter(world, case):
    """Finance amends until executed: a new version of the letter takes the old one's place."""
    accepted(world, case)
    choose(world, case, "term")
    assert [letter.version for letter in case.letters.all()] == [2, 1]


def test_every_agreement_has_its_end_before_acceptance(world, case):
    world.agreement.refresh_from_db()
    other = make.world()
    stock.agreement(other.customer)
    second = operations.record_notice(
        customer=other.customer,
        channel="mail",
        received_at=make.AT,
        given_by="A. Boss",
        **as_(world, world.finance),
    )
    first = second.agreements.select_related("case").order_by("agreement__number")[0]
    operations.choose_end(row=first, mode="term", note="Why", **as_(world, world.finance))
    second.refresh_from_db()
    assert second.closes_on is None
    with pytest.raises(StepDenied, match="A-"):
        operations.accept(case=second, **as_(world, world.finance))


def test_a_customer_without_agreements_gets_its_last_day_by_hand(world):
    bare = people.customer(account_manager=world.manager)
    case = operations.record_notice(
        customer=bare,
        channel="letter",
        received_at=datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
        given_by="A. Boss",
        **as_(world, world.finance),
    )
    with pytest.raises(StepDenied):
        operations.accept(case=case, **as_(world, world.finance))
    with pytest.raises(Unsound):
        operations.plan_closing(case=case, closes_on=make.TODAY, **as_(world, world.finance))
    operations.plan_closing(case=case, closes_on=LAST + ONE_DAY, **as_(world, world.finance))
    operations.accept(case=case, **as_(world, world.finance))
    case.refresh_from_db()
    assert (case.act_on, case.closes_on, case.status) == (LAST, LAST + ONE_DAY, "accepted")


def test_agreements_decide_where_there_are_any(world, case):
    with pytest.raises(StepDenied, match="agreements decide"):
        operations.plan_closing(case=case, closes_on=LAST, **as_(world, world.finance))


def test_a_closed_case_is_not_touched(world, case):
    operations.withdraw_notice(case=case, **as_(world, world.signatory))
    with pytest.raises(Stale, match="Withdrawn"):
        locked_open(case)
    with pytest.raises(Stale):
        choose(world, case, last=LAST)
