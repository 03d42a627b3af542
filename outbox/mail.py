"""Sending one mail with the headers that let readers thread, filter and recognise it."""

import hashlib
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from outbox.models import Message


def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    language: str,
    reference: str = "",
    reply_to: str = "",
    stop_url: str = "",
    invitation: str = "",
) -> None:
    """Send one mail to one address, through Django's configured e-mail backend.

    `message_id` comes from `message_id_for` and is the same at every attempt. `reference` is what
    the mail is about: mails of one reference form a thread and carry its List-Id. `stop_url` is
    where a POST ends mails of this kind (RFC 8058). `invitation` is an iCalendar text.
    Raises what the backend raises when the mail could not be handed over.
    """
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={
            "Message-ID": message_id,
            "Content-Language": language,
            # RFC 3834: keeps out-of-office replies away.
            "Auto-Submitted": "auto-generated",
            **_thread_headers(reference),
            **_stop_headers(stop_url),
        },
    )
    mail.attach_alternative(html, "text/html")
    if invitation:
        method = "CANCEL" if "METHOD:CANCEL" in invitation else "REQUEST"
        mail.attach("invitation.ics", invitation, f"text/calendar; method={method}")
    mail.send(fail_silently=False)


def message_id_for(message: Message) -> str:
    """Return the Message-ID of an outbox row: stable over attempts, unique over installations.

    Made from the key and time of owing, not from the row's number: after a restore numbers are
    given out again, and a reader's program would take the new mail for the old one.
    """
    what = f"{message.idempotency_key}|{message.created_at.timestamp():.6f}"
    return f"<{hashlib.sha256(what.encode()).hexdigest()[:32]}@{sender_domain()}>"


def sender_domain() -> str:
    """Return the domain this installation sends from."""
    address = parseaddr(str(settings.DEFAULT_FROM_EMAIL))[1]
    return Address(addr_spec=address).domain if "@" in address else "localhost"


def _stop_headers(url: str) -> dict[str, str]:
    """Let mail programs show their own button to end mails of this kind."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _thread_headers(reference: str) -> dict[str, str]:
    """Tie mails about one reference together: a root that never was sent itself, and a list."""
    if not reference:
        return {}
    label = "".join(sign if sign.isalnum() else "-" for sign in reference.lower())
    root = f"<thread.{label}@{sender_domain()}>"
    return {
        "In-Reply-To": root,
        "References": root,
        "List-Id": f"{reference} <{label}.documents.{sender_domain()}>",
    }
