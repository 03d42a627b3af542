"""Account manager and finance hear once of an attempt to stop the last services (rule 48)."""

import pytest

from macd import operations
from macd.vocabulary import Happening
from outbox.models import Message
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def test_provider_is_told_once_per_version():
    world = make.world()
    document = make.change(world)
    by = world.by(world.requester)
    assert operations.tell_of_leaving(document=document, by=by, at=make.AT)
    assert not operations.tell_of_leaving(document=document, by=by, at=make.AT)
    event = document.events.get(step=Happening.LEAVING_REFUSED)
    told = Message.objects.filter(channel="mail", payload__event=event.pk)
    assert set(told.values_list("recipient_id", flat=True)) == {world.manager.pk, world.finance.pk}
    sent = make.step(world, document, "submit", world.requester)
    assert operations.tell_of_leaving(document=sent, by=by, at=make.AT)
