"""What the outbox hands to this room: self-service actions and long work."""

from django.utils import timezone

from accounts.clock import now
from accounts.tenancy import as_system
from outbox.delivering import settling
from outbox.models import Message
from services.jobs import work_on
from services.models import Job, SelfServiceAction
from services.selfservice import carry_out, start_action


def self_service(message: Message) -> None:
    """Carry an action out; that it is under way is seen while that lasts.

    The queue's own book is kept by the machine's clock, whatever the demonstration's says.
    """
    with as_system():
        action = SelfServiceAction.objects.get(pk=message.payload["action"])
        start_action(action, at=now())
    with as_system(), settling(message=message, at=timezone.now()):
        carry_out(action, at=now())


def job(message: Message) -> None:
    """Do one slice of long work; the next one is owed with its progress."""
    with as_system(), settling(message=message, at=timezone.now()):
        work_on(Job.objects.get(pk=message.payload["job"]), at=now())
