"""Move: two offices, every service decided, pairs of lines, a word on the new address."""

from datetime import timedelta

import pytest

from macd import operations, queries
from macd.kinds import rules_for
from macd.models import LineRelation
from macd.refusals import Unsound
from macd.vocabulary import Decision, Kind, Side, Step
from offices.models import Office, OfficeStatus
from services.inventory import state_on
from services.models import Dependency, Service, ServiceNumber
from services.numbers import assign_number
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def _problems(document, on=make.TODAY):
    document = queries.whole(document.pk)
    return {p.path: str(p.message) for p in rules_for(document.kind).problems(document, on=on)}


def _decide(world, document, service, decision):
    return operations.decide_service(
        document=document,
        service_id=service.pk,
        decision=decision,
        by=world.by(world.requester),
        at=make.AT,
    )


def test_rule_26_from_one_office_to_another_that_is_open():
    world = make.world()
    assert _problems(make.move(world)) == {}
    assert "to_office" in _problems(make.move(world, to_office=None))
    assert "office" in _problems(make.move(world, office=None))
    Office.objects.filter(pk=world.elsewhere.pk).update(status=OfficeStatus.CLOSED)
    assert "to_office" in _problems(make.move(world))


def test_rule_27_every_service_of_the_office_is_decided():
    world = make.world()
    document = make.move(world, periods=[world.period(world.service)])
    assert world.other.service_id in _problems(document)["lines"]


def test_rule_27_services_elsewhere_and_nomadic_ones_need_no_decision():
    world = make.world()
    stock.installed(world.customer, office=world.elsewhere, agreement=world.agreement)
    sim = stock.version(family="mobile", site_bound=False)
    stock.installed(world.customer, offering_version=sim)
    assert _problems(make.move(world)) == {}


def test_rule_28_lines_come_in_pairs():
    world = make.world()
    document = make.move(world)
    assert [line.action for line in document.lines.all()] == ["delete", "add"] * 2
    pairs = LineRelation.objects.filter(line__document=document)
    assert {(p.line.number, p.other.number, p.relation) for p in pairs} == {
        (1, 2, "relocates_to"),
        (3, 4, "relocates_to"),
    }


def test_another_decision_takes_the_place_of_the_pair():
    world = make.world()
    document = _decide(world, make.move(world), world.other, Decision.KEEP)
    found = {(ln.service_id, ln.action) for ln in document.lines.all()}
    assert found == {
        (world.service.pk, "delete"),
        (world.service.pk, "add"),
        (world.other.pk, "no_change"),
    }
    document = _decide(world, document, world.other, Decision.STOP)
    assert [ln.action for ln in document.lines.all() if ln.service_id == world.other.pk] == [
        "delete"
    ]
    for wrong in ("dance", ""):
        with pytest.raises(Unsound):
            _decide(world, document, world.other, wrong)


def test_what_is_kept_is_done_when_delivery_begins_and_blocks_no_withdrawal():
    world = make.world()
    document = _decide(world, make.move(world), world.other, Decision.KEEP)
    document = make.started(world, document)
    kept = next(ln for ln in document.lines.all() if ln.action == "no_change")
    assert kept.status == "completed"
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="Not yet.")
    assert document.status == "withdrawal_requested"


def test_a_move_whose_pairs_are_withdrawn_is_cancelled_though_something_was_kept():
    world = make.world()
    document = _decide(world, make.move(world), world.other, Decision.KEEP)
    document = make.started(world, document)
    document = make.line_step(world, document, 1, "withdraw", world.requester)
    assert document.status == "cancelled"


def test_rule_31_approval_needs_a_positive_and_recent_word_on_the_address():
    world = make.world()
    document = make.owed(world, make.in_review(world, make.move(world)), Side.PROVIDER)
    assert _problems(document) == {}
    checked = "technical.serviceability_on"
    assert checked not in _problems(document, on=make.TODAY + timedelta(days=60))
    assert checked in _problems(document, on=make.TODAY + timedelta(days=61))
    assert checked in _problems(document, on=make.TODAY - timedelta(days=1))
    document = make.fill(
        world, document, world.manager, **{"technical.serviceability": "impossible"}
    )
    with pytest.raises(Unsound) as refused:
        make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    assert "technical.serviceability" in {p.path for p in refused.value.problems}


def test_rule_31_without_a_word_it_is_not_complete():
    world = make.world()
    document = make.in_review(world, make.move(world))
    missing = {p.path for p in rules_for(document.kind).missing(document, side=Side.PROVIDER)}
    assert {"technical.serviceability", "technical.serviceability_on"} <= missing


def test_rule_30_a_fixed_number_stays_within_its_zone():
    world = make.world()
    Office.objects.filter(pk=world.elsewhere.pk).update(telephone_zone="050")
    world.elsewhere.refresh_from_db()
    assign_number(service=world.service, number="+3292234501", office=world.office)
    assign_number(service=world.other, number="+3250334501", office=world.office)
    document = make.move(world)
    decided = {
        ln.service_id: ln.number_actions for ln in document.lines.all() if ln.action == "add"
    }
    assert decided == {
        world.service.pk: {"+3292234501": ""},
        world.other.pk: {"+3250334501": "keep"},
    }
    assert "line.2.numbers.+3292234501" in _problems(document)
    document = make.fill(world, document, **{"line.2.numbers.+3292234501": "release"})
    assert _problems(document) == {}
    document = make.delivered(world, document)
    kept = ServiceNumber.objects.get(e164="+3250334501")
    started = document.lines.get(number=4).new_service_id
    assert kept.service == Service.objects.get(service_id=started)
    assert ServiceNumber.objects.get(e164="+3292234501").status == "released"


def test_rule_34_what_relies_on_a_stopped_service_goes_with_it():
    world = make.world()
    phone = stock.version(family="sip")
    Dependency.objects.create(offering=phone.offering, needs=world.plus.offering, scope="office")
    relying = stock.installed(
        world.customer, office=world.office, offering_version=phone, agreement=world.agreement
    )
    periods = [world.period(s) for s in (world.service, world.other, relying)]
    document = make.move(world, periods=periods)
    assert _problems(document) == {}
    document = _decide(world, document, relying, Decision.KEEP)
    assert relying.service_id in _problems(document)["lines"]


def test_a_suspended_service_moves_suspended():
    world = make.world()
    stock.record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"suspend": True},
        source=stock.Source("provider_event", cause="unpaid"),
        person_id=None,
        at=make.AT,
    )
    document = make.delivered(world, make.move(world))
    new = Service.objects.get(service_id=document.lines.get(number=2).new_service_id)
    assert state_on(new, make.TODAY).status == "suspended"


def test_only_a_move_asks_what_becomes_of_each_service():
    world = make.world()
    document = make.change(world)
    with pytest.raises(Unsound):
        _decide(world, document, world.service, Decision.MOVE)
    assert document.kind == Kind.CHANGE
