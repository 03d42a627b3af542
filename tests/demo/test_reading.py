"""The demonstration's bells look like life: old news is read, a little is new."""

import pytest

from accounts.models import Person
from demo.reading import UNREAD, let_people_read
from macd.models import Notification
from macd.operations.desk import announcing
from outbox.models import Message
from tests.macd import make


@pytest.mark.usefixtures("system")
def test_all_but_the_latest_are_read_and_delivering_later_changes_nothing() -> None:
    world = make.world()
    for _ in range(UNREAD + 2):
        make.submitted(make.replace_service(world))
    let_people_read()
    told = Notification.objects.filter(person=world.manager)
    assert told.count() == UNREAD + 2
    assert told.filter(read_at=None).count() == UNREAD
    newest_read = told.exclude(read_at=None).latest("pk")
    assert newest_read.pk < min(told.filter(read_at=None).values_list("pk", flat=True))
    for message in Message.objects.filter(channel="notice", state="pending"):
        announcing.put_under_bells(
            event=told.get(event=message.payload["event"]).event, people=[world.manager.pk]
        )
    assert told.filter(read_at=None).count() == UNREAD
    assert Person.objects.get(pk=world.manager.pk).unread == UNREAD
