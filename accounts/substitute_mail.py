"""Mails to a substitute: that signing passes to them, and that it no longer does."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.choices import expect_reachable
from accounts.models import SigningSubstitute
from accounts.tenancy import as_system
from outbox.mail import message_id_for, send
from outbox.models import Message
from outbox.owing import owe

CHANNEL = "substitute_mail"


class Passing(StrEnum):
    """Which way signing passes."""

    NAMED = "named"
    ENDED = "ended"


def owe_word(what: Passing, *, substitute: SigningSubstitute, at: datetime) -> None:
    """Owe the substitute a mail, in this transaction."""
    owe(
        channel=CHANNEL,
        subject=f"substitute/{substitute.pk}",
        payload={"what": what, "substitute": substitute.pk},
        ordering_key=f"substitute/{substitute.pk}",
        recipients=[substitute.substitute.person_id],
        key=f"substitute:{substitute.pk}:{what}",
        at=at,
    )


def deliver(message: Message) -> None:
    """Write and send one such mail in the person's language; nothing if they may not sign in.

    Handler of the outbox channel `substitute_mail`; raises what the mail backend raises, and
    Undeliverable where the person's mails come back.
    """
    person = message.recipient
    if person is None or not person.is_active:
        return
    expect_reachable(person)
    with as_system():
        row = SigningSubstitute.objects.select_related(
            "membership__person", "membership__customer"
        ).get(pk=message.payload["substitute"])
    named = message.payload["what"] == Passing.NAMED
    with translation.override(person.language):
        name = row.membership.person.name
        heading = _("You sign in the place of %s") if named else _("You no longer sign for %s")
        told = {
            "named": named,
            "name": name,
            "company": row.membership.customer.legal_name,
            "first": row.valid.lower,
            "last": row.valid.upper - timedelta(days=1),
        }
        context = {
            "reader": person,
            "heading": heading % name,
            "paragraphs": [render_to_string("accounts/mail/substitution.txt", told).strip()],
            "url": f"{settings.PUBLIC_URL}{reverse('signing')}" if named else "",
            "action": _("To sign"),
            "why": _("You get this mail because you may sign for your company."),
            "provider": settings.PROVIDER_NAME,
        }
        send(
            to=person.email,
            subject=heading % name,
            text=render_to_string("emails/base.txt", context),
            html=render_to_string("emails/base.html", context),
            message_id=message_id_for(message),
            language=person.language,
        )
