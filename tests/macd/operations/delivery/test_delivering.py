"""Delivery line by line, and what becomes of the document."""

from datetime import date, timedelta

import pytest

from macd import operations, queries
from macd.models import Line
from macd.operations.steps.stepping import outcome
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from macd.vocabulary import LineStatus as L
from macd.vocabulary import Status, Step
from services.inventory import rebuild, state_on
from services.models import Claim, Family, InventoryEntry, Service
from services.numbers import assign_number
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _line(document, number):
    return document.lines.get(number=number)


@pytest.mark.parametrize(
    ("statuses", "step"),
    [
        ([L.COMPLETED, L.DELIVERED], None),
        ([L.COMPLETED, L.PLANNED], None),
        ([L.COMPLETED], Step.COMPLETE),
        ([L.COMPLETED, L.WITHDRAWN], Step.COMPLETE),
        ([L.COMPLETED, L.SUPERSEDED], Step.COMPLETE),
        ([L.COMPLETED, L.FAILED], Step.CLOSE_PARTLY),
        ([L.FAILED], Step.FAIL),
        ([L.FAILED, L.WITHDRAWN], Step.FAIL),
        ([L.WITHDRAWN], Step.CLOSE_WITHDRAWN),
        ([L.WITHDRAWN, L.SUPERSEDED], Step.CLOSE_WITHDRAWN),
    ],
)
def test_lines_decide_what_becomes_of_the_document(statuses, step):
    assert outcome(statuses) == step


def test_rule_01_no_agreement_changes_its_end():
    world = make.world()
    before = (world.agreement.starts_on, world.agreement.initial_end_on, world.agreement.ended_on)
    document = make.delivered(world, make.change(world))
    assert document.status == Status.COMPLETED
    world.agreement.refresh_from_db()
    after = (world.agreement.starts_on, world.agreement.initial_end_on, world.agreement.ended_on)
    assert after == before


def test_an_addition_is_installed_at_its_office():
    world = make.world()
    document = make.delivered(world, make.add(world))
    assert document.status == Status.COMPLETED
    line = _line(document, 1)
    service = Service.objects.get(service_id=line.new_service_id)
    period = state_on(service, make.TODAY)
    assert (period.office, period.offering_version) == (
        world.elsewhere.__class__.objects.get(pk=world.office.pk),
        world.plus,
    )
    assert service.agreement == world.agreement
    assert rebuild(check=True) == []


def test_a_stop_ends_its_service_on_the_day_and_not_before():
    world = make.world()
    document = make.delivered(world, make.delete(world))
    assert document.status == Status.COMPLETED
    assert state_on(world.service, make.TODAY) is None
    assert state_on(world.service, make.TODAY - timedelta(days=1)) is not None
    assert state_on(world.other, make.TODAY) is not None
    assert not Claim.objects.filter(released_at=None).exists()
    assert rebuild(check=True) == []


def test_rule_29_a_moved_service_keeps_agreement_first_start_and_price():
    world = make.world()
    document = make.delivered(world, make.move(world))
    assert document.status == Status.COMPLETED
    started = [ln for ln in document.lines.all() if ln.action == "add"]
    for line in started:
        new = Service.objects.get(service_id=line.new_service_id)
        period = state_on(new, make.TODAY)
        assert period.office == world.elsewhere
        assert period.recurring_price == 50
        assert new.agreement == world.agreement
        assert new.relocated_from == line.service
        assert new.first_started_on == date(2025, 1, 1)
    assert state_on(world.service, make.TODAY) is None
    assert rebuild(check=True) == []


def test_rule_33_a_stop_waits_for_its_start():
    world = make.world()
    document = make.started(world, make.move(world))
    stop, start = _line(document, 1), _line(document, 2)
    assert (stop.action, start.action) == ("delete", "add")
    with pytest.raises(Unsound):
        make.line_step(world, document, 1, "deliver", world.operations)
    tomorrow = make.AT + timedelta(days=1)
    make.line_step(world, document, 2, "deliver", world.operations, at=tomorrow)
    with pytest.raises(Unsound):
        make.line_step(world, document, 1, "deliver", world.operations, at=tomorrow, on=make.TODAY)
    make.line_step(world, document, 1, "deliver", world.operations, at=tomorrow)
    assert state_on(world.service, make.TODAY) is not None


def test_rule_33_a_confirmed_gap_lets_the_old_place_stop_first():
    world = make.world()
    draft = make.fill(world, make.move(world), **{"planning.gap_confirmed": True})
    document = make.started(world, draft)
    make.line_step(world, document, 1, "deliver", world.operations)
    assert state_on(world.service, make.TODAY) is None


def test_a_start_that_fails_keeps_the_old_service():
    world = make.world()
    document = make.started(world, make.move(world))
    document = make.line_step(world, document, 2, "fail", world.operations, note="No duct.")
    assert {_line(document, n).status for n in (1, 2)} == {L.FAILED}
    assert _line(document, 3).status == L.PLANNED
    assert state_on(world.service, make.TODAY) is not None
    claims = Claim.objects.filter(released_at=None)
    assert {claim.service for claim in claims} == {world.other}


def test_a_moved_pair_is_withdrawn_together():
    world = make.world()
    document = make.started(world, make.move(world))
    document = make.line_step(world, document, 1, "withdraw", world.requester)
    assert {_line(document, n).status for n in (1, 2)} == {L.WITHDRAWN}
    assert document.status == Status.IN_DELIVERY


def test_a_document_whose_every_item_is_withdrawn_is_cancelled_not_done(started):
    world, document = started
    document = make.line_step(world, document, 1, "withdraw", world.requester)
    assert document.status == Status.CANCELLED
    passed = list(document.events.filter(step=Step.CLOSE_WITHDRAWN).values_list("to_status"))
    assert passed == [("withdrawal_requested",), ("withdrawing",), ("cancelled",)]
    assert not Claim.objects.filter(released_at=None).exists()


@pytest.mark.parametrize(
    ("day", "fits"),
    [("2026-03-01", False), ("2026-03-02", True), ("2026-03-05", True), ("2026-03-06", False)],
)
def test_a_delivery_lies_between_the_signature_and_today(started, day, fits):
    world, document = started
    later = make.AT + timedelta(days=3)
    facts = {"at": later, "on": date.fromisoformat(day)}
    if fits:
        make.line_step(world, document, 1, "deliver", world.operations, **facts)
        assert state_on(world.service, facts["on"]).offering_version == world.extra
    else:
        with pytest.raises(Unsound):
            make.line_step(world, document, 1, "deliver", world.operations, **facts)


def test_delivered_again_after_a_defect_it_is_installed_once():
    world = make.world()
    document = make.started(world, make.add(world))
    document = make.line_step(world, document, 1, "deliver", world.operations)
    first = _line(document, 1).new_service_id
    document = make.line_step(world, document, 1, "report_defect", world.requester, note="No link.")
    with pytest.raises(StepDenied):
        make.line_step(world, document, 1, "fail", world.operations, note="We give up.")
    later = make.AT + timedelta(days=2)
    document = make.line_step(world, document, 1, "deliver", world.operations, at=later)
    assert _line(document, 1).new_service_id == first
    assert InventoryEntry.objects.filter(source_number=document.number).count() == 1


def test_one_held_line_never_holds_the_others():
    world = make.world()
    document = make.started(world, make.add(world, world.plus, world.extra))
    document = make.line_step(
        world,
        document,
        1,
        "hold",
        world.operations,
        note="Waiting for the landlord.",
        party="customer",
        until=date(2026, 4, 1),
    )
    held = _line(document, 1)
    assert (held.held_for, held.held_until) == ("customer", date(2026, 4, 1))
    document = make.line_step(world, document, 2, "deliver", world.operations)
    assert _line(document, 2).status == L.DELIVERED
    document = make.line_step(world, document, 1, "resume", world.operations)
    assert _line(document, 1).held_for == ""


@pytest.mark.parametrize("party", [None, "", "nobody", "the neighbours", 7])
def test_a_hold_names_who_has_to_act(started, party):
    world, document = started
    with pytest.raises(Unsound):
        make.line_step(world, document, 1, "hold", world.operations, note="Why", party=party)


def test_rule_18_after_its_point_of_no_return_a_line_is_not_withdrawn():
    world = make.world()
    document = make.started(world, make.add(world, world.plus, world.extra))
    Line.objects.filter(document=document, number=1).update(no_return_on=make.TODAY)
    make.line_step(world, document, 2, "withdraw", world.requester)
    tomorrow = make.AT + timedelta(days=1)
    with pytest.raises(StepDenied):
        make.line_step(world, document, 1, "withdraw", world.requester, at=tomorrow)
    document = make.line_step(world, document, 1, "withdraw", world.requester)
    assert document.status == Status.CANCELLED


def test_rule_54_a_stop_is_withdrawn_until_six_days_before():
    world = make.world()
    document = make.started(world, make.delete(world))
    line = _line(document, 1)
    assert line.no_return_on == line.committed_on - timedelta(days=6)
    last = make.AT + (line.no_return_on - make.TODAY)
    with pytest.raises(StepDenied):
        make.line_step(world, document, 1, "withdraw", world.requester, at=last + timedelta(days=1))
    make.line_step(world, document, 1, "withdraw", world.requester, at=last)
    assert state_on(world.service, date(2027, 1, 1)) is not None


def test_rule_05_two_changes_of_different_things_both_apply():
    world = make.world()
    speed = make.started(world, make.draft_change(world, **{"line.1.desired.speed": "500"}))
    sla = make.started(world, make.draft_change(world, **{"line.1.desired.sla": "gold"}))
    make.line_step(world, speed, 1, "deliver", world.operations)
    make.line_step(world, sla, 1, "deliver", world.operations)
    assert state_on(world.service, make.TODAY).configuration == {"speed": 500, "sla": "gold"}
    assert rebuild(check=True) == []


def test_rule_07_what_changed_since_the_signature_is_not_overwritten(started):
    world, document = started
    stock.record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"configuration": {"speed": 200}}},
        source=stock.Source("correction"),
        person_id=None,
        at=make.AT,
        reason="Measured on site.",
    )
    with pytest.raises(StepDenied) as denied:
        make.line_step(world, document, 1, "deliver", world.operations)
    assert world.service.service_id in denied.value.message
    assert state_on(world.service, make.TODAY).configuration == {"speed": 200}


def test_a_service_that_is_gone_is_not_changed(started):
    world, document = started
    stock.record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"cease": True},
        source=stock.Source("correction"),
        person_id=None,
        at=make.AT,
        reason="Gone.",
    )
    with pytest.raises(StepDenied):
        make.line_step(world, document, 1, "deliver", world.operations)
    assert _line(document, 1).status == L.PLANNED


def test_who_may_not_and_what_is_not_there(started):
    world, document = started
    with pytest.raises(NotPermitted):
        make.line_step(world, document, 1, "deliver", world.requester)
    with pytest.raises(StepDenied):
        make.line_step(world, document, 9, "deliver", world.operations)
    with pytest.raises(Stale):
        make.line_step(world, document, 1, "dance", world.operations)
    with pytest.raises(Stale):
        make.line_step(world, document, 1, "accept", world.requester)
    with pytest.raises(Unsound):
        make.line_step(world, document, 1, "fail", world.operations, note="  ")
    assert _line(document, 1).status == L.PLANNED


def test_settling_changes_nothing_before_the_last_line(started):
    _world, document = started
    assert operations.settle(document, at=make.AT).revision == document.revision
    assert queries.whole(document.pk).status == Status.IN_DELIVERY


def test_a_delivery_records_circuit_serials_and_new_numbers():
    world = make.world()
    document = make.started(world, make.add(world))
    facts = {"serials": ["S-1"], "circuit_id": "BE-GNT-0042", "numbers": ["09 223 45 67"]}
    document = make.line_step(world, document, 1, "deliver", world.operations, **facts)
    line = _line(document, 1)
    assert (line.serials, line.circuit_id, line.numbers) == (
        ["S-1"],
        "BE-GNT-0042",
        ["+3292234567"],
    )
    number = Service.objects.get(service_id=line.new_service_id).numbers.get()
    assert (number.e164, number.office, number.status) == ("+3292234567", world.office, "active")
    event = document.events.get(step="line_deliver")
    assert event.facts["circuit_id"] == "BE-GNT-0042"


@pytest.mark.parametrize("typed", ["12", "+3292234567"])
def test_numbers_that_are_none_or_taken_are_refused_and_nothing_is_written(typed):
    world = make.world()
    assign_number(service=world.other, number="+3292234567")
    document = make.started(world, make.add(world))
    with pytest.raises(Unsound) as wrong:
        make.line_step(world, document, 1, "deliver", world.operations, numbers=[typed])
    assert [problem.path for problem in wrong.value.problems] == ["numbers"]
    assert _line(document, 1).status == L.PLANNED
    assert not InventoryEntry.objects.filter(source_number=document.number).exists()


def test_a_new_number_is_not_delivered_without_its_number():
    world = make.world()
    number = stock.version(family=Family.NUMBERS)
    document = make.started(world, make.add(world, number))
    with pytest.raises(Unsound) as wrong:
        make.line_step(world, document, 1, "deliver", world.operations)
    assert [problem.path for problem in wrong.value.problems] == ["numbers"]
    assert _line(document, 1).status == L.PLANNED
    document = make.line_step(
        world, document, 1, "deliver", world.operations, numbers=["09 223 45 67"]
    )
    document = make.line_step(world, document, 1, "report_defect", world.requester, note="Dead.")
    document = make.line_step(world, document, 1, "deliver", world.operations)
    assert _line(document, 1).numbers == ["+3292234567"]


def test_only_a_new_service_is_given_numbers(started):
    world, document = started
    with pytest.raises(Unsound):
        make.line_step(world, document, 1, "deliver", world.operations, numbers=["+3292234567"])


def test_a_delay_code_says_whose_clock_runs(started):
    world, document = started
    document = make.line_step(
        world, document, 1, "hold", world.operations, note="No pair.", code="line_not_there"
    )
    line = _line(document, 1)
    assert (line.held_for, line.held_code) == ("carrier", "line_not_there")
    assert (document.ball, document.waiting_for) == ("carrier", "No pair.")
    assert document.waiting_code == "line_not_there"
    document = make.line_step(world, document, 1, "resume", world.operations)
    assert (_line(document, 1).held_code, document.ball) == ("", "operations")
    assert (document.waiting_code, document.waiting_for) == ("", "")
    with pytest.raises(Unsound):
        make.line_step(world, document, 1, "hold", world.operations, note="x", code="rain")


def test_operations_keep_the_ball_while_one_item_can_go_on():
    world = make.world()
    document = make.started(world, make.add(world, world.plus, world.extra))
    document = make.line_step(
        world, document, 1, "hold", world.operations, note="Shut.", code="no_access"
    )
    assert document.ball == "operations"
    document = make.line_step(world, document, 2, "deliver", world.operations)
    assert (document.ball, document.waiting_for) == ("customer", "Shut.")
    held = [event.facts["ball"] for event in document.events.filter(step__startswith="line_")]
    assert held == ["operations", "customer"]


def test_what_is_delivered_waits_for_the_customer_to_accept(started):
    world, document = started
    document = make.line_step(world, document, 1, "deliver", world.operations)
    assert document.ball == "customer"
    document = make.line_step(world, document, 1, "report_defect", world.requester, note="Slow.")
    assert (document.ball, _line(document, 1).accepts_on) == ("operations", None)


def test_acceptance_is_announced_with_the_delivery_even_of_one_long_past(started):
    world, document = started
    later = make.AT + timedelta(days=30)  # Wednesday 1 April; Easter Monday is the 6th
    document = make.line_step(
        world, document, 1, "deliver", world.operations, at=later, on=make.TODAY
    )
    line = _line(document, 1)
    assert (line.delivered_on, line.accepts_on) == (make.TODAY, date(2026, 4, 10))


def test_the_first_promise_is_kept_beside_the_one_that_holds(started):
    _world, document = started
    line = _line(document, 1)
    assert line.promised_on == line.committed_on is not None
