"""What is open while a case is accepted: items, numbers, requests (rule 59)."""

from decimal import Decimal

import pytest

from finance import operations
from finance.models import CaseLine, CaseNumber
from macd import operations as documents
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import Kind, Step
from services.models import CaseOverride
from services.numbers import NumberStatus, advance_number
from tests.finance.conftest import accepted, as_
from tests.macd import make
from tests.services import make as stock


def decide(world, case, line, decision="stop", *, person=None, **more):
    facts = {"cost": None, "note": "They leave", **more}
    return operations.decide_item(
        case=case, line=line, decision=decision, **facts, **as_(world, person or world.finance)
    )


@pytest.mark.parametrize(
    ("decision", "cost"), [("stop", None), ("finish", None), ("costed", Decimal("250.00"))]
)
def test_rule_59_finance_decides_about_each_open_item(world, case, decision, cost):
    """Stop, finish, or stop and charge; decided anew, the last decision holds."""
    line = make.submitted(world).lines.select_related("document").get()
    accepted(world, case)
    decide(world, case, line)
    decide(world, case, line, decision, cost=cost)
    decided = CaseLine.objects.get()
    assert (decided.decision, decided.cost, decided.by) == (decision, cost or 0, world.finance)


def test_rule_59_only_finance_decides_about_items(world, case):
    """Neither the account manager nor the customer does."""
    line = make.submitted(world).lines.select_related("document").get()
    for person in (world.manager, world.signatory):
        with pytest.raises(NotPermitted):
            decide(world, case, line, person=person)


@pytest.mark.parametrize(
    ("decision", "cost"),
    [("costed", None), ("costed", Decimal(0)), ("stop", Decimal(1)), ("sell", None)],
)
def test_a_cost_goes_with_its_decision(world, case, decision, cost):
    line = make.submitted(world).lines.select_related("document").get()
    with pytest.raises(Unsound):
        decide(world, case, line, decision, cost=cost)


def test_foreign_and_closed_items_are_refused(world, case):
    other = make.world()
    with pytest.raises(StepDenied):
        decide(world, case, make.submitted(other).lines.select_related("document").get())
    document = make.submitted(world)
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="No")
    with pytest.raises(StepDenied):
        decide(world, case, document.lines.select_related("document").get())


def test_rule_59_number_decisions_stay_open(world, case):
    """The customer's own people decide, or finance for them, also once it is accepted."""
    number = stock.number(world.service)
    accepted(world, case)
    for person, decision in ((world.signatory, "port_out"), (world.finance, "release")):
        operations.decide_number(case=case, number=number, decision=decision, **as_(world, person))
    assert CaseNumber.objects.get().decision == "release"
    with pytest.raises(NotPermitted):
        operations.decide_number(
            case=case, number=number, decision="release", **as_(world, world.requester)
        )
    with pytest.raises(Unsound):
        operations.decide_number(
            case=case, number=number, decision="keep", **as_(world, world.finance)
        )
    advance_number(number=number, to=NumberStatus.RELEASED)
    with pytest.raises(StepDenied):
        operations.decide_number(
            case=case, number=number, decision="release", **as_(world, world.finance)
        )


def send(world, document):
    return make.step(world, document, Step.SUBMIT, world.requester)


def test_rule_59_while_accepted_an_add_is_refused_with_the_reason(world, case):
    """Before acceptance it passes; the message says who makes exceptions, and for what number."""
    send(world, make.add(world))
    draft = make.add(world)
    accepted(world, case)
    with pytest.raises(Unsound) as refused:
        send(world, draft)
    text = " ".join(str(problem.message) for problem in refused.value.problems)
    assert "is leaving" in text
    assert draft.number in text


def test_rule_59_while_accepted_a_move_is_refused(world, case):
    """A Move is refused although its price stays."""
    draft = make.move(world)
    accepted(world, case)
    with pytest.raises(Unsound, match=r"cannot be sent"):
        send(world, draft)


def test_rule_59_while_accepted_an_increase_is_refused(world, case):
    """Plus to Extra costs more."""
    draft = make.change(world)
    accepted(world, case)
    with pytest.raises(Unsound):
        send(world, draft)


def test_rule_59_deletes_decreases_and_changes_at_the_same_price_stay_open(world, case):
    """What stops or stays at its price is sent as ever, and so is a withdrawal."""
    stop = make.delete(world, world.other)
    same = make.draft_change(world, **{"line.1.desired.speed": "200"})
    running = make.submitted(make.replace_service(world))
    accepted(world, case)
    assert send(world, stop).status == "submitted"
    assert send(world, same).status == "submitted"
    gone = make.step(world, running, Step.WITHDRAW, world.requester, note="No")
    assert gone.status == "cancelled"


def test_rule_59_what_was_sent_before_goes_on_until_finance_decides(world, case):
    """An increase sent before acceptance is still completed and approved."""
    running = make.submitted(world)
    accepted(world, case)
    running = make.step(world, running, Step.TAKE_UP, world.manager)
    assert running.status == "in_review"


def test_rule_59_finance_lets_one_request_through_with_a_reason(world, case):
    """That request passes, another does not; the reason stands with the exception."""
    wanted, other = make.add(world), make.add(world)
    facts = {"case": case, "note": "For the bailiff", **as_(world, world.finance)}
    with pytest.raises(StepDenied, match="before the notice is accepted"):
        operations.allow_request(reference=wanted.number, **facts)
    accepted(world, case)
    with pytest.raises(Unsound):
        operations.allow_request(reference="MACD-2026-99999", **facts)
    with pytest.raises(Unsound):
        operations.allow_request(reference=wanted.number, **{**facts, "note": ""})
    with pytest.raises(NotPermitted):
        operations.allow_request(
            reference=wanted.number, case=case, note="Please", **as_(world, world.manager)
        )
    operations.allow_request(reference=f" {wanted.number.lower()} ", **facts)
    operations.allow_request(reference=wanted.number, **facts)
    assert CaseOverride.objects.get().reason == "For the bailiff"
    assert send(world, wanted).status == "submitted"
    with pytest.raises(Unsound):
        send(world, other)


def test_rule_59_another_company_goes_on_as_ever(world, case):
    """Only the customer that leaves is stopped."""
    accepted(world, case)
    other = make.world()
    assert send(other, make.add(other)).status == "submitted"


def test_staff_meet_the_same_refusal(world, case):
    accepted(world, case)
    draft = documents.open_draft(
        kind=Kind.ADD,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.manager),
        at=make.AT,
        office=world.office,
        offerings=[world.plus],
        asked_by="A",
        asked_channel="phone",
        received_on=make.TODAY,
    )
    with pytest.raises(Unsound):
        make.step(world, draft, Step.START_REVIEW, world.manager)
