"""Delete: what stops may not be all there is, and what relies on it goes too."""

from datetime import date

import pytest

from macd import queries
from macd.kinds import rules_for
from macd.refusals import StepDenied, Unsound
from macd.vocabulary import Kind, Step
from macd.wording import rows_of
from services.events import record_ported_out
from services.models import Dependency, NumberStatus, ServiceNumber
from services.numbers import assign_number
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _problems(document, on=make.TODAY):
    document = queries.whole(document.pk)
    return list(rules_for(document.kind).problems(document, on=on))


def test_a_service_that_is_not_the_last_stops():
    world = make.world()
    assert _problems(make.delete(world)) == []


def test_rule_48_the_last_services_of_the_customer_are_refused():
    world = make.world()
    document = make.delete(world, world.service, world.other)
    [problem] = _problems(document)
    assert problem.leaving
    with pytest.raises(Unsound) as refused:
        make.step(world, document, Step.SUBMIT, world.requester)
    assert refused.value.leaving
    assert not document.events.filter(step=Step.SUBMIT).exists()


def test_rule_48_two_open_documents_together_are_refused():
    world = make.world()
    make.step(world, make.delete(world, world.service), Step.SUBMIT, world.requester)
    second = make.delete(world, world.other)
    with pytest.raises(Unsound) as refused:
        make.step(world, second, Step.SUBMIT, world.requester)
    assert refused.value.leaving


def test_rule_48_what_was_refused_before_does_not_count():
    world = make.world()
    first = make.step(world, make.delete(world, world.service), Step.SUBMIT, world.requester)
    make.step(world, first, Step.WITHDRAW, world.requester, note="We keep it.")
    assert _problems(make.delete(world, world.other)) == []


def test_rule_48_the_last_service_of_one_agreement_is_refused():
    world = make.world()
    alone = stock.agreement(world.customer)
    service = stock.installed(world.customer, office=world.office, agreement=alone)
    [problem] = _problems(make.delete(world, service))
    assert problem.leaving
    assert alone.number in str(problem.message)


def test_rule_48_a_service_that_is_still_to_come_remains():
    world = make.world()
    stock.installed(
        world.customer, office=world.office, agreement=world.agreement, on=date(2026, 6, 1)
    )
    assert _problems(make.delete(world, world.service, world.other)) == []


def test_rule_49_a_stop_may_be_wanted_at_once_and_notice_moves_it():
    world = make.world()
    document = make.fill(world, make.delete(world), **{"request.requested_on": "2026-03-02"})
    assert _problems(document) == []
    rules = rules_for(Kind.DELETE)
    assert rules.effective_on(queries.whole(document.pk), on=make.TODAY) == date(2026, 4, 1)


def test_a_stop_is_not_wanted_in_the_past():
    world = make.world()
    document = make.fill(world, make.delete(world), **{"request.requested_on": "2026-03-01"})
    [problem] = _problems(document)
    assert problem.path == "request.requested_on"


def test_rule_50_each_number_has_its_decision_which_is_carried_out():
    world = make.world()
    numbers = ("+3292234501", "+3292234502")
    for number in numbers:
        assign_number(service=world.service, number=number, office=world.office)
    document = make.delete(world)
    assert {p.path for p in _problems(document)} == {f"line.1.numbers.{n}" for n in numbers}
    values = {f"line.1.numbers.{numbers[0]}": "release", f"line.1.numbers.{numbers[1]}": "keep"}
    document = make.fill(world, document, **values)
    assert {p.path for p in _problems(document)} == {f"line.1.numbers.{numbers[1]}"}
    document = make.fill(world, document, **{f"line.1.numbers.{numbers[1]}": "port_out"})
    assert _problems(document) == []
    document = make.started(world, document)
    with pytest.raises(StepDenied, match="not with the other operator yet"):
        make.line_step(world, document, 1, "deliver", world.operations)
    leaving = ServiceNumber.objects.get(e164=numbers[1])
    record_ported_out(number=leaving, on=make.TODAY, person_id=None, at=make.AT)
    make.line_step(world, document, 1, "deliver", world.operations)
    statuses = dict(ServiceNumber.objects.values_list("e164", "status"))
    assert statuses == {
        numbers[0]: NumberStatus.RELEASED,
        numbers[1]: NumberStatus.PORTED_OUT,
    }


def test_rule_50_a_range_is_split_explicitly():
    """Of a range of 100 the first 40 go to another operator, ten are given up, the rest stays."""
    world = make.world()
    first, second, third = "+3292239900", "+3292239940", "+3292239950"
    number = assign_number(service=world.service, number=first, office=world.office, range_size=100)
    document = make.delete(world)
    [line] = document.lines.all()
    assert line.number_details == {first: {"size": 100}}
    for wrong in ("09 223 99 00", "09 224 00 00", "00", "1234567890123456789"):
        with pytest.raises(Unsound):
            make.fill(world, document, **{f"line.1.number_split.{first}": wrong})
    document = make.fill(world, document, **{f"line.1.number_split.{first}": "40"})
    document = make.fill(world, document, **{f"line.1.number_split.{second}": "09 223 99 50"})
    assert {p.path for p in _problems(document)} == {
        f"line.1.numbers.{each}" for each in (first, second, third)
    }
    decided = {first: "port_out", second: "release", third: "transfer"}
    values = {f"line.1.numbers.{e164}": action for e164, action in decided.items()}
    values[f"line.1.number_service.{third}"] = world.other.service_id
    document = make.fill(world, document, **values)
    assert _problems(document) == []
    told = [row.label for row in rows_of(queries.whole(document.pk).lines.get())]
    assert "Number +32 9 223 99 00 – +32 9 223 99 39" in told
    document = make.started(world, document)
    number.refresh_from_db()
    record_ported_out(number=number, on=make.TODAY, person_id=None, at=make.AT)
    make.line_step(world, document, 1, "deliver", world.operations)
    kept = ServiceNumber.objects.values_list("e164", "range_size", "status", "service")
    assert sorted(kept) == [
        (first, 40, NumberStatus.PORTED_OUT, world.service.pk),
        (second, 10, NumberStatus.RELEASED, world.service.pk),
        (third, 50, NumberStatus.ACTIVE, world.other.pk),
    ]


def test_rule_50_a_range_that_was_split_is_joined_again():
    """Emptied, the second part is no part any more; a range that changed meanwhile is told."""
    world = make.world()
    first, second = "+3292239900", "+3292239940"
    assign_number(service=world.service, number=first, office=world.office, range_size=100)
    document = make.delete(world)
    document = make.fill(world, document, **{f"line.1.number_split.{first}": "40"})
    document = make.fill(world, document, **{f"line.1.number_split.{first}": ""})
    [line] = document.lines.all()
    assert (line.number_actions, line.number_details) == ({first: ""}, {first: {"size": 100}})
    document = make.fill(world, document, **{f"line.1.numbers.{first}": "release"})
    assert _problems(document) == []
    ServiceNumber.objects.update(range_size=50)
    assert "another range by now" in str(_problems(document)[0].message)
    assert second not in line.number_actions


def test_rule_51_what_relies_on_it_goes_too():
    world = make.world()
    phone = stock.version(family="sip")
    Dependency.objects.create(offering=phone.offering, needs=world.plus.offering, scope="office")
    relying = stock.installed(
        world.customer, office=world.office, offering_version=phone, agreement=world.agreement
    )
    [problem] = _problems(make.delete(world))
    assert relying.service_id in str(problem.message)
    assert _problems(make.delete(world, world.service, relying)) == []


def test_rule_05_nothing_stands_beside_a_stop():
    world = make.world()
    stop = make.step(world, make.delete(world), Step.SUBMIT, world.requester)
    problems = _problems(make.draft_change(world, **{"line.1.desired.speed": "200"}))
    assert stop.number in str(problems[0].message)
