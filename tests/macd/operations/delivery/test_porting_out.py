"""A number that goes to another operator without a request: recorded, and a stop proposed."""

from datetime import date

import pytest

from macd import operations
from macd.models import Document
from macd.operations import PortOut
from macd.refusals import NotPermitted
from services.events import EventRefused
from services.models import ServiceNumber
from services.numbers import assign_number
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
ON = date(2026, 4, 20)


def _report(world, number, *, done=False, on=ON, person=None):
    return operations.report_port_out(
        number=number,
        told=PortOut(operator="Otherdonor", on=on, done=done),
        by=world.by(person or world.operations),
        at=make.AT,
    )


def _number(world, e164="+3292234501", **facts):
    return assign_number(service=world.service, number=e164, office=world.office, **facts)


def test_rule_50_a_notice_is_recorded_and_proposes_a_delete():
    """Another operator asks for the only number: both sides find a draft that stops its service."""
    world = make.world()
    proposed = _report(world, _number(world))
    assert (proposed.kind, proposed.status, proposed.asked_by) == ("delete", "draft", "Otherdonor")
    line = proposed.lines.get()
    assert (line.service, line.number_actions) == (world.service, {"+3292234501": "port_out"})
    assert proposed.requested_on == ON
    assert ServiceNumber.objects.get().status == "porting_out"
    entry = world.service.entries.latest("seq")
    assert entry.change["note"]["porting_out"] == "+3292234501"
    told = {message.recipient_id for message in make.messages(proposed, "mail")}
    assert told == {world.requester.pk, world.manager.pk}
    sent = make.step(world, proposed, "submit", world.requester)
    assert sent.status == "submitted"


def test_rule_50_reported_when_it_is_gone_it_proposes_a_delete_as_well():
    """Nobody announced it: the number is gone, its service is still there."""
    world = make.world()
    proposed = _report(world, _number(world), done=True, on=make.TODAY)
    assert proposed.lines.get().number_actions == {}
    assert ServiceNumber.objects.get().status == "ported_out"


def test_rule_50_while_another_number_is_left_nothing_is_proposed():
    """The service rings on its other number: it goes on, and so does the next notice propose."""
    world = make.world()
    first, second = _number(world), _number(world, "+3292234502")
    assert _report(world, first) is None
    assert not Document.objects.exists()
    assert _report(world, second).lines.get().service == world.service


def test_rule_50_a_request_that_stops_it_already_is_told_instead():
    """The stop was asked with the port: no second request."""
    world = make.world()
    number = _number(world)
    document = make.fill(world, make.delete(world), **{f"line.1.numbers.{number.e164}": "port_out"})
    document = make.step(world, document, "submit", world.requester)
    assert _report(world, number) == document
    assert Document.objects.count() == 1
    assert document.events.filter(step="port_out").exists()


def test_rule_50_the_last_service_is_a_case_and_finance_is_told():
    """No service would be left: finance is told as well, for that is no matter for a Delete."""
    world = make.world()
    make.step(world, make.delete(world, world.other), "submit", world.requester)
    proposed = _report(world, _number(world))
    assert proposed.events.get(step="port_out").facts["leaving"]
    assert world.finance.pk in {m.recipient_id for m in make.messages(proposed, "mail")}


def test_only_operations_reports_and_only_what_is_here():
    world = make.world()
    number = _number(world)
    with pytest.raises(NotPermitted):
        _report(world, number, person=world.requester)
    _report(world, number, done=True, on=make.TODAY)
    with pytest.raises(EventRefused):
        _report(world, number)
