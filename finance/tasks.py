"""What the outbox hands over: mails about leaving, letters; and what time does."""

from celery import shared_task

from accounts.choices import expect_reachable
from accounts.clock import now
from accounts.models import Customer, Person
from accounts.tenancy import as_system
from finance.exports import forget_exports
from finance.mails import mail_about
from finance.operations import execute_due, hold_stopped
from finance.sealing import seal_letter, stamp_letter
from outbox.mail import message_id_for, send
from outbox.models import Message
from services.models import CancellationCase


def deliver_mail(message: Message) -> None:
    """Tell one person of a notice or a wish to be called. Who may not sign in is told nothing.

    The mail goes out after the transaction, so that a slow mail server holds none open. Raises
    Undeliverable where the person's mails come back.
    """
    with as_system():
        facts = message.payload
        reader = Person.objects.filter(pk=message.recipient_id or 0, is_active=True).first()
        if reader is None:
            return
        customer = Customer.objects.get(pk=facts["customer"])
        case = None
        if "case" in facts:
            case = CancellationCase.objects.select_related("opened_by").get(pk=facts["case"])
        person = case.opened_by if case else Person.objects.get(pk=facts["person"])
        mail = mail_about(
            str(facts["about"]),
            to=reader,
            customer=customer,
            person=person,
            at=case.received_at if case else message.created_at,
            case=case,
        )
    expect_reachable(reader)
    send(
        to=reader.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=message_id_for(message),
        language=reader.language,
        reference=str(customer.public_id),
    )


def seal(message: Message) -> None:
    """Render and seal a confirmation letter."""
    seal_letter(int(message.payload["letter"]), at=now())


def stamp(message: Message) -> None:
    """Add the time stamp that the authority did not give when a letter was sealed."""
    stamp_letter(int(message.payload["letter"]), at=now())


@shared_task
def execute() -> None:
    """Hold what finance stops, end the agreements whose day has come, forget old sheets."""
    hold_stopped(at=now())
    with as_system():
        forget_exports(at=now())
    execute_due(at=now())
