"""What the outbox hands over: mails about events, previews and seals; and what time does."""

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from accounts.choices import expect_reachable, sending_for
from accounts.clock import day_of, now
from accounts.models import Person
from accounts.standing import standing_of
from accounts.tenancy import as_system
from macd import queries
from macd.calendars import invitation_for
from macd.hooks import body_of, trial_body
from macd.mails import Mail, mail_about, summary_for
from macd.mails.numbers import mail_about_number
from macd.mails.sims import mail_about_sim
from macd.models import DocumentEvent
from macd.operations import draft_ways_back, drop_old_printouts, let_time_pass, remind
from macd.operations.desk import announcing
from macd.printouts import make_printout
from macd.sealing import make_preview, seal_version
from macd.stamping import stamp_version
from macd.telling import SIM_SENT, is_important
from outbox.delivering import Undeliverable, settling, take_up_again
from outbox.mail import message_id_for, send
from outbox.models import Message, State, Webhook
from outbox.webhooks import owe_webhooks, post
from services.models import InventoryEntry, Sim

# What owes a time stamp: documents, and letters.
STAMPS = ("stamp", "letter_stamp")


def deliver_mail(message: Message) -> None:
    """Tell one person of one event, as they chose; nothing where they may no longer sign in.

    What is read and written is committed before the mail goes out, so that a slow mail server
    holds no transaction open.
    """
    with as_system():
        event = DocumentEvent.objects.select_related("document", "by").get(
            pk=message.payload["event"]
        )
        person = Person.objects.get(pk=message.recipient_id or 0)
        if not person.is_active:
            return
        at = now()
        important = is_important(event.step)
        sending = sending_for(person, event=event.step, important=important, at=at)
        if sending.summary_at:
            announcing.keep_for_summary(event=event, person=person, summary_at=sending.summary_at)
        mail = mail_about(event, to=person) if sending.now else None
        invitation = invitation_for(event, to=person, at=at) if mail else ""
    if mail is not None:
        _send(message, mail, to=person, reference=event.document.number, invitation=invitation)


def deliver_number_mail(message: Message) -> None:
    """Tell one person of a number that leaves; nothing where they may no longer sign in."""
    with as_system():
        reader = Person.objects.filter(pk=message.recipient_id or 0, is_active=True).first()
        if reader is None:
            return
        entries = InventoryEntry.objects.select_related("service__customer")
        mail = mail_about_number(entries.get(pk=message.payload["entry"]), to=reader)
    _send(message, mail, to=reader)


def deliver_sim_mail(message: Message) -> None:
    """Tell who ordered a SIM that it was sent, as they chose, while they manage such SIMs.

    No page tells it, so it stands in no summary: where they want one or rest, it comes then.
    """
    with as_system():
        reader = Person.objects.filter(pk=message.recipient_id or 0, is_active=True).first()
        at = now()
        sims = queries.sims_of(standing_of(reader, on=day_of(at))) if reader else Sim.objects.none()
        sim = sims.filter(pk=message.payload["sim"]).first()
        if reader is None or sim is None:
            return
        sending = sending_for(reader, event=SIM_SENT, important=False, at=at)
        if sending.summary_at and not message.payload.get("waited"):
            announcing.owe_later(message, due_at=sending.summary_at, at=at)
            return
        if not sending.now and not sending.summary_at:
            return
        mail = mail_about_sim(sim, to=reader)
    _send(message, mail, to=reader)


def deliver_summary(message: Message) -> None:
    """Send one person what waits for their summary, once."""
    with as_system():
        person = Person.objects.get(pk=message.recipient_id or 0)
        until = datetime.fromisoformat(message.payload["until"])
        rows = announcing.in_summary(person.pk, until=until)
        mail = summary_for(person, rows) if rows and person.is_active else None
    if mail is not None:
        _send(message, mail, to=person)
    with as_system(), settling(message=message, at=timezone.now()):
        announcing.mark_summarised(rows, at=now())


def deliver_notice(message: Message) -> None:
    """Put one event under the bells of the people who are told."""
    with as_system(), settling(message=message, at=timezone.now()):
        event = DocumentEvent.objects.select_related("document").get(pk=message.payload["event"])
        announcing.put_under_bells(event=event, people=message.payload["people"])
        if message.payload.get("outside"):
            owe_webhooks(
                event=event.step,
                reference=event.document.number,
                payload={"event": event.pk},
                key=f"event:{event.pk}",
                at=event.at,
            )


def deliver_webhook(message: Message) -> None:
    """Tell one webhook of one event. Raises what the receiver did instead of taking it."""
    sequence = message.payload["sequence"]
    with as_system():
        webhook = Webhook.objects.filter(pk=message.payload["webhook"], active=True).first()
        if webhook is None:
            raise Undeliverable("The webhook was stopped.")
        body = trial_body(sequence=sequence)
        if "event" in message.payload:
            events = DocumentEvent.objects.select_related("document__customer")
            body = body_of(events.get(pk=message.payload["event"]), sequence=sequence)
    post(message=message, webhook=webhook, body=body, at=timezone.now())


def _send(
    message: Message,
    mail: Mail,
    *,
    to: Person,
    reference: str = "",
    invitation: str = "",
) -> None:
    """Hand a mail over. Raises Undeliverable where the person's mails come back."""
    expect_reachable(to)
    send(
        to=to.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=message_id_for(message),
        language=to.language,
        reference=reference,
        reply_to=mail.reply_to,
        stop_url=mail.stop_url,
        invitation=invitation,
    )


def preview(message: Message) -> None:
    """Render what a signatory will read."""
    make_preview(int(message.payload["rendering"]), at=now())


def printout(message: Message) -> None:
    """Render a PDF that somebody asked for."""
    make_printout(int(message.payload["printout"]), at=now())


def seal(message: Message) -> None:
    """Render and seal a signed version."""
    seal_version(int(message.payload["rendering"]), at=now())


def stamp(message: Message) -> None:
    """Add the time stamp that the authority did not give when the document was sealed."""
    stamp_version(int(message.payload["rendering"]), at=now())


@shared_task(name="macd.tasks.stamp_again", ignore_result=True, expires=3600)
def stamp_again() -> None:
    """Ask an authority that was away for hours once more for every stamp that is owed."""
    waiting = Message.objects.filter(channel__in=STAMPS, state=State.ATTENTION)
    take_up_again(ids=list(waiting.values_list("pk", flat=True)))


@shared_task
def pass_time() -> None:
    """Take the steps whose time has come, remind, and owe the summaries that are due."""
    at = now()
    let_time_pass(at=at)
    draft_ways_back(at=at)
    remind(at=at)
    with as_system():
        announcing.owe_summaries(at=at)
        drop_old_printouts(at=at)
