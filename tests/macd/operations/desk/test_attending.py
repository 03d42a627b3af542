"""An administrator sees to messages that could not be delivered; what they do is on record."""

import pytest

from accounts.roles import StaffRole
from accounts.standing import standing_of
from audit.models import AuditEvent
from macd import operations
from macd.refusals import NotPermitted, Stale, Unsound
from outbox.models import Message, State
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def failed():
    make.submitted(make.world())
    Message.objects.update(state=State.ATTENTION, attempts=8, last_error="Refused")
    return Message.objects.order_by("pk").first()


def administrator():
    return standing_of(people.staff(StaffRole.ADMINISTRATOR), on=make.TODAY)


def test_a_message_is_tried_again(failed):
    by = administrator()
    assert operations.try_messages_again(ids=[failed.pk], by=by, at=make.AT) == 1
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (State.PENDING, 0)
    assert AuditEvent.objects.get(event="outbox.retry").person_id == by.person_id
    with pytest.raises(Stale):
        operations.try_messages_again(ids=[failed.pk], by=by, at=make.AT)


def test_a_message_is_dropped_with_a_reason_only(failed):
    by = administrator()
    with pytest.raises(Unsound):
        operations.drop_message(message=failed, because=" ", by=by, at=make.AT)
    operations.drop_message(message=failed, because="They left.", by=by, at=make.AT)
    failed.refresh_from_db()
    assert (failed.state, failed.dropped_because) == (State.DROPPED, "They left.")
    assert AuditEvent.objects.get(event="outbox.drop").reference == failed.subject
    with pytest.raises(Stale):
        operations.drop_message(message=failed, because="Again.", by=by, at=make.AT)


@pytest.mark.parametrize("role", [StaffRole.OPERATIONS, StaffRole.AUDITOR, StaffRole.LEAD])
def test_nobody_else_sees_to_messages(failed, role):
    by = standing_of(people.staff(role), on=make.TODAY)
    with pytest.raises(NotPermitted):
        operations.try_messages_again(ids=None, by=by, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.drop_message(message=failed, because="No.", by=by, at=make.AT)
