"""Numbers on their way from another operator: states in their order, told, kept by the database."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from macd import operations, queries
from macd.models import NumberPort
from macd.porting import PORT_NEXT, PortState
from macd.refusals import NotPermitted, Stale, StepDenied, Unsound
from services.models import Service, ServiceNumber
from tests.macd import make, porting

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path


def _until_confirmed(world, document, on="2026-05-06"):
    for state in ("checked", "requested"):
        porting.advance(world, document, state)
    return porting.advance(world, document, "confirmed", on=date.fromisoformat(on))


def test_rule_41_checked_requested_confirmed_ported():
    """Operations checks, asks, gets a day, takes over: the customer is told day and take-over."""
    world = make.world()
    document = _until_confirmed(world, porting.started(world))
    port = NumberPort.objects.get()
    assert (port.state, port.confirmed_on) == (PortState.CONFIRMED, date(2026, 5, 6))
    porting.advance(world, document, "ported", on=make.TODAY)
    port.refresh_from_db()
    assert (port.state, port.ported_on) == (PortState.PORTED, make.TODAY)
    steps = list(document.events.filter(step__startswith="port_").values_list("step", flat=True))
    assert steps == ["port_checked", "port_requested", "port_confirmed", "port_ported"]
    told = [m for m in make.messages(document, "mail") if m.recipient_id == world.requester.pk]
    assert len(told) >= 2


def test_rule_41_a_later_confirmed_day_moves_the_promise():
    """Promised for 4 May, confirmed for 6 May: the promise moves, with its reason on record."""
    world = make.world()
    document = _until_confirmed(world, porting.started(world))
    assert document.lines.get().committed_on == date(2026, 5, 6)
    assert document.field_changes.filter(path="planning.committed_on").last().after == "2026-05-06"


@pytest.mark.parametrize("on", [None, "2026-03-01", "2026-05-02", "2026-05-01", "2026-12-24"])
def test_rule_41_a_port_is_confirmed_for_a_day_on_which_people_work(on):
    """No day, a past one, a Saturday, a holiday, a quiet period: refused beside the field."""
    world = make.world()
    document = porting.started(world)
    for state in ("checked", "requested"):
        porting.advance(world, document, state)
    with pytest.raises(Unsound) as refused:
        porting.advance(world, document, "confirmed", on=on and date.fromisoformat(on))
    assert [problem.path for problem in refused.value.problems] == ["on"]


def test_rule_41_refused_the_customer_corrects_and_it_is_checked_again():
    """The donor knows another customer number: the item waits for the customer, who corrects it."""
    world = make.world()
    document = porting.started(world)
    for state in ("checked", "requested"):
        porting.advance(world, document, state)
    with pytest.raises(Unsound):
        porting.advance(world, document, "refused", refusal="because")
    document = porting.advance(world, document, "refused", refusal="account_wrong")
    line = document.lines.get()
    assert (line.status, line.held_for, document.ball) == ("held", "customer", "customer")
    document = operations.correct_fields(
        document=document,
        values={"line.1.port.account": "K-4472"},
        by=world.by(world.requester),
        at=make.AT,
    )
    line = document.lines.get()
    assert (line.status, line.port.state, line.port.refusal) == ("planned", "asked", "")
    assert line.port_in["account"] == "K-4472"
    version = document.versions.latest("number")
    assert version.content["lines"][0]["port_in"]["account"] == "K-4472"
    assert document.signatures.filter(voided_at=None).exists()


def test_rule_41_what_was_refused_is_corrected_and_not_left_out():
    """Without a customer number nothing can be asked again: the item goes on waiting for it."""
    world = make.world()
    document = porting.started(world)
    for state in ("checked", "requested"):
        porting.advance(world, document, state)
    document = porting.advance(world, document, "refused", refusal="account_wrong")
    path = "line.1.port.account"
    with pytest.raises(Unsound) as refused:
        operations.correct_fields(
            document=document, values={path: " "}, by=world.by(world.requester), at=make.AT
        )
    assert [problem.path for problem in refused.value.problems] == [path]
    line = queries.whole(document.pk).lines.get()
    assert (line.status, bool(line.port_in["account"])) == ("held", True)


def test_rule_41_another_number_or_operator_needs_a_new_signature():
    """Correcting the customer number is immaterial; numbers and operator were agreed."""
    world = make.world()
    document = porting.started(world)
    for part, value in (("numbers", "09 223 99 99"), ("operator", "Otherdonor")):
        with pytest.raises(Unsound) as refused:
            operations.correct_fields(
                document=document,
                values={f"line.1.port.{part}": value},
                by=world.by(world.requester),
                at=make.AT,
            )
        assert "new approval" in str(refused.value.problems[0].message)


def test_rule_41_delivered_before_the_port_the_numbers_are_on_their_way():
    """The trunk works, its numbers come later: nothing is accepted until they ring on it."""
    world = make.world()
    document = porting.started(world)
    document = make.line_step(world, document, 1, "deliver", world.operations)
    number = ServiceNumber.objects.get()
    assert (number.e164, number.range_size, number.status) == ("+3292239900", 50, "porting_in")
    assert document.lines.get().accepts_on is None
    with pytest.raises(StepDenied):
        make.line_step(world, document, 1, "accept", world.requester)
    _until_confirmed(world, document)
    document = porting.advance(world, document, "ported", on=make.TODAY)
    number.refresh_from_db()
    assert number.status == "active"
    assert document.lines.get().accepts_on is not None
    document = make.line_step(world, document, 1, "accept", world.requester)
    assert document.status == "completed"


def test_rule_41_ported_first_the_numbers_are_active_with_the_delivery():
    """The numbers came over in the night, the trunk is delivered in the morning."""
    world = make.world()
    document = _until_confirmed(world, porting.started(world))
    porting.advance(world, document, "ported", on=make.TODAY)
    document = make.line_step(world, document, 1, "deliver", world.operations)
    line = document.lines.get()
    service = Service.objects.get(service_id=line.new_service_id)
    assert list(service.numbers.values_list("status", flat=True)) == ["active"]
    assert line.accepts_on > make.TODAY


def test_rule_41_only_operations_and_only_in_its_order():
    """Nobody else records it, nothing is skipped, nothing comes back."""
    world = make.world()
    document = porting.started(world)
    for person in (world.requester, world.manager, world.finance):
        with pytest.raises(NotPermitted):
            porting.advance(world, document, "checked", by=world.by(person))
    for state in ("ported", "confirmed", "refused", "asked"):
        with pytest.raises(Stale):
            porting.advance(world, document, state, on=make.TODAY, refusal="account_wrong")
    document, tomorrow = _until_confirmed(world, document), make.TODAY + timedelta(days=1)
    with pytest.raises(Unsound):
        porting.advance(world, document, "ported", on=tomorrow)


def test_rule_41_the_database_keeps_the_order():
    """The table of states is the database's as well, and a refusal without its code is none."""
    world = make.world()
    porting.started(world)
    facts = {
        PortState.REFUSED: {"refusal": "account_wrong"},
        PortState.PORTED: {"ported_on": make.TODAY},
    }
    rows, day = NumberPort.objects.all(), {"confirmed_on": make.TODAY, "ported_on": None}
    for before, after in product(PortState, PortState):
        with transaction.atomic():
            with transaction.atomic():
                _put(rows, before, {**day, "refusal": "", **facts.get(before, {})})
            try:
                with transaction.atomic():
                    rows.update(state=after, **{**day, "refusal": "", **facts.get(after, {})})
                allowed = True
            except IntegrityError:
                allowed = False
            assert allowed == (after == before or after in PORT_NEXT[before]), (before, after)
            transaction.set_rollback(True)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(refusal="account_wrong")


def _put(rows, state, facts):
    """Walk to a state along the table."""
    way = {
        "asked": [],
        "checked": ["checked"],
        "requested": ["checked", "requested"],
        "refused": ["checked", "requested", "refused"],
        "confirmed": ["checked", "requested", "confirmed"],
        "ported": ["checked", "requested", "confirmed", "ported"],
    }[state]
    for step in way:
        last = facts if step == state else {"confirmed_on": make.TODAY}
        rows.update(state=step, **last)


def test_an_amendment_takes_what_was_said_of_numbers_along():
    world = make.world()
    document = porting.started(world)
    amendment = make.amend(world, document)
    assert amendment.lines.get().port_in == document.lines.get().port_in
    found = queries.whole(amendment.pk)
    assert found.lines.get().port_in["operator"] == "Teledonor"
