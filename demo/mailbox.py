"""An e-mail backend that delivers into a table of the demonstration, never to the internet."""

from collections.abc import Sequence
from email.utils import parseaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from accounts.clock import now
from demo.models import MailboxMessage

SUBJECT = 500


class MailboxBackend(BaseEmailBackend):
    """Keeps each mail once per recipient, as a mail server would deliver it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Store the mails; returns how many were given."""
        at = now()
        for mail in email_messages:
            # Building the message applies Django's own guards, such as those for header lines.
            built = mail.message()
            headers = {name: str(value) for name, value in built.items()}
            MailboxMessage.objects.bulk_create(
                MailboxMessage(
                    to=parseaddr(recipient)[1],
                    subject=str(mail.subject)[:SUBJECT],
                    text=str(mail.body),
                    html=_html_of(mail),
                    language=headers.get("Content-Language", ""),
                    message_id=headers.get("Message-ID", ""),
                    headers=headers,
                    sent_at=at,
                )
                for recipient in mail.recipients()
            )
        return len(email_messages)


def _html_of(mail: EmailMessage) -> str:
    alternatives = getattr(mail, "alternatives", [])
    return next((str(part[0]) for part in alternatives if part[1] == "text/html"), "")
