"""The mail about a number that leaves while its service goes on."""

import pytest

from macd.models import Document
from macd.operations import PortOut, report_port_out
from macd.tasks import deliver_number_mail
from outbox.models import Message
from services.numbers import assign_number
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _number(world, e164, **facts):
    return assign_number(service=world.service, number=e164, office=world.office, **facts)


def test_rule_50_the_account_manager_hears_of_a_number_no_request_tells_of(mailoutbox):
    """One of two numbers is asked for, then taken: who looks after the customer gets two mails."""
    world = make.world()
    leaving = _number(world, "+3292234500", range_size=10)
    _number(world, "+3292234602")
    by = world.by(world.operations)
    for done in (False, True):
        told = PortOut(operator="Otherdonor", on=make.TODAY, done=done, note="By letter")
        assert report_port_out(number=leaving, told=told, by=by, at=make.AT) is None
    assert not Document.objects.exists()
    owed = list(Message.objects.filter(channel="number_mail").order_by("pk"))
    assert [message.recipient for message in owed] == [world.manager, world.manager]
    for message in owed:
        deliver_number_mail(message)
    asked, gone = mailoutbox
    assert world.customer.legal_name in asked.subject
    assert "Otherdonor asks for" in asked.body
    assert "> By letter" in asked.body
    assert "Another operator took over" in gone.body
    assert f"/services/{world.service.service_id}/" in gone.body
