"""What the outbox hands over: mails about events, previews and seals; and what time does."""

from celery import shared_task
from django.utils import timezone

from accounts.clock import now
from accounts.models import Person
from accounts.tenancy import as_system
from macd.mails import mail_about
from macd.models import DocumentEvent
from macd.operations import let_time_pass
from macd.sealing import make_preview, seal_version
from outbox.delivering import settling
from outbox.mail import message_id_for, send
from outbox.models import Message


def deliver_mail(message: Message) -> None:
    """Tell one person of one event. Someone who may no longer sign in is told nothing.

    The queue's own book is kept by the machine's clock, whatever the demonstration's says.
    """
    with as_system(), settling(message=message, at=timezone.now()):
        event = DocumentEvent.objects.select_related("document", "by").get(
            pk=message.payload["event"]
        )
        person = Person.objects.get(pk=message.recipient_id or 0)
        if not person.is_active:
            return
        mail = mail_about(event, to=person)
        send(
            to=person.email,
            subject=mail.subject,
            text=mail.text,
            html=mail.html,
            message_id=message_id_for(message),
            language=person.language,
            reference=event.document.number,
        )


def preview(message: Message) -> None:
    """Render what a signatory will read."""
    make_preview(int(message.payload["rendering"]), at=now())


def seal(message: Message) -> None:
    """Render and seal a signed version."""
    seal_version(int(message.payload["rendering"]), at=now())


@shared_task
def pass_time() -> None:
    """Take the steps whose time has come."""
    let_time_pass(at=now())
