"""Items that finance stops wait for the agreement's day; a withdrawal gives them back."""

from decimal import Decimal

import pytest

from finance import operations
from macd.refusals import StepDenied
from macd.vocabulary import LineStep, Step
from services.inventory import state_on
from services.models import Claim
from tests.finance.conftest import LAST, ON_THE_DAY, ONE_DAY, accepted, as_, choose
from tests.finance.operations.test_deciding import decide
from tests.macd import make
from tests.services import make as stock


def status_of(line):
    line.refresh_from_db()
    return line.status, line.held_for, bool(line.stops_with)


PLANNED, HELD = ("planned", "", False), ("held", "finance", True)


@pytest.fixture
def line(world):
    """A change that operations is to deliver."""
    return make.started(world, make.change(world)).lines.select_related("document").get()


def take(world, line, step, **more):
    return make.line_step(world, line.document, line.number, step, world.operations, **more)


def test_rule_59_what_is_to_stop_is_held_while_the_case_is_accepted(world, case, line):
    """Decided before or after the acceptance; "finish" gives it back; operations cannot pass by."""
    decide(world, case, line)
    assert status_of(line) == PLANNED
    accepted(world, case)
    assert status_of(line) == HELD
    line.document.refresh_from_db()
    assert line.document.ball == "finance"
    for step in (LineStep.RESUME, LineStep.DELIVER):
        with pytest.raises(StepDenied):
            take(world, line, step)
    decide(world, case, line, "finish")
    assert status_of(line) == PLANNED
    decide(world, case, line, "costed", cost=Decimal(90))
    assert status_of(line) == HELD
    assert operations.hold_stopped(at=make.AT) == 0


def test_rule_59_an_item_that_waits_already_keeps_its_reason(world, case, line):
    """It waits for the customer; the withdrawn notice leaves it so."""
    take(world, line, LineStep.HOLD, code="no_access")
    accepted(world, case)
    decide(world, case, line)
    assert status_of(line) == ("held", "customer", True)
    operations.withdraw_notice(case=case, **as_(world, world.signatory))
    assert status_of(line) == ("held", "customer", False)


def test_rule_58_a_withdrawal_the_day_before_gives_stopped_items_back(world, case, line):
    """Then it is delivered as if no notice had been given."""
    accepted(world, case)
    decide(world, case, line)
    day_before = ON_THE_DAY - ONE_DAY
    operations.withdraw_notice(case=case, **as_(world, world.signatory, day_before))
    assert status_of(line) == PLANNED
    assert operations.execute_due(at=ON_THE_DAY) == 0
    take(world, line, LineStep.DELIVER, at=ON_THE_DAY)
    assert state_on(world.service, LAST + 2 * ONE_DAY) is not None


def test_rule_60_a_stopped_item_ends_on_the_day_of_its_agreement(world, case, line):
    """Held until then, withdrawn with the agreement, its claim released."""
    accepted(world, case)
    decide(world, case, line)
    assert operations.execute_due(at=ON_THE_DAY - ONE_DAY) == 0
    assert status_of(line) == HELD
    assert operations.execute_due(at=ON_THE_DAY) == 1
    assert status_of(line)[0] == "withdrawn"
    assert not Claim.objects.filter(released_at=None).exists()


def test_rule_59_what_is_to_stop_is_not_approved_or_signed(world, case):
    """A request that was sent before the acceptance goes no further than it is."""
    document = make.offered(world, make.change(world))
    item = document.lines.select_related("document").get()
    accepted(world, case)
    decide(world, case, item)
    with pytest.raises(StepDenied, match="stops"):
        make.sign(world, document, world.signatory)
    decide(world, case, item, "finish")
    assert make.sign(world, document, world.signatory).status == "signed"


@pytest.mark.parametrize("decision", ["stop", "finish"])
def test_rule_59_an_item_that_is_decided_about_is_taken_out_all_the_same(world, case, decision):
    """Two items in review; finance decided about the first, and the customer takes it out."""
    document = make.in_review(world, make.both_draft(world))
    item = document.lines.select_related("document").get(number=1)
    accepted(world, case)
    decide(world, case, item, decision)
    document = make.line_step(world, document, 1, LineStep.WITHDRAW, world.requester)
    assert [line.number for line in document.lines.all()] == [2]


def test_rule_59_what_is_planned_after_the_decision_is_held_in_the_next_round(world, case):
    """Signed, and not sealed yet, when finance decided."""
    document = make.agreed(world, make.change(world))
    item = document.lines.select_related("document").get()
    accepted(world, case)
    decide(world, case, item)
    assert status_of(item) == ("open", "", True)
    make.put_file(document)
    make.step(world, document, Step.START_DELIVERY, None)
    assert operations.hold_stopped(at=make.AT) == 1
    assert status_of(item) == HELD


def test_rule_60_what_is_added_under_an_agreement_ends_with_it(world):
    """The other agreement's items stay, and so does the customer."""
    second = stock.agreement(world.customer)
    document = make.started(world, make.add(world))
    item = document.lines.get()
    case = operations.give_notice(customer=world.customer, sure=True, **as_(world, world.signatory))
    choose(world, case, last=LAST)
    assert item.agreement in (world.agreement, second)
    later = case.agreements.exclude(agreement=item.agreement)
    operations.accept(case=case, **as_(world, world.finance))
    later.update(ends_on=LAST + 40 * ONE_DAY)
    assert operations.execute_due(at=ON_THE_DAY) == 1
    case.refresh_from_db()
    assert (case.status, status_of(item)[0]) == ("accepted", "withdrawn")
