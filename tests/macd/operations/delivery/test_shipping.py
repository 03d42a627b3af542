"""Sending a SIM that was ordered."""

import pytest

from accounts.standing import standing_of
from macd.operations import send_sim
from macd.refusals import NotPermitted
from outbox.models import Message
from services.selfservice import SelfServiceRefused
from tests.accounts import make as people
from tests.macd import make
from tests.services.selfservice.world import iccid, ordered, world

pytestmark = pytest.mark.usefixtures("system")


def test_only_operations_sends_and_what_is_refused_owes_nothing():
    sim = ordered(world())
    finance, operations = (
        standing_of(people.staff(role), on=make.TODAY) for role in ("finance", "operations")
    )
    with pytest.raises(NotPermitted):
        send_sim(sim=sim, iccid=iccid(), by=finance, at=make.AT)
    with pytest.raises(SelfServiceRefused):
        send_sim(sim=sim, iccid="1", by=operations, at=make.AT)
    assert not Message.objects.filter(channel="sim_mail").exists()
    send_sim(sim=sim, iccid=iccid(), by=operations, at=make.AT)
    (message,) = Message.objects.filter(channel="sim_mail")
    assert (message.recipient_id, message.payload) == (sim.actions.get().person_id, {"sim": sim.pk})
