"""The mailbox backend keeps a mail as it would have left."""

from email.headerregistry import Address

import pytest
from django.core.mail import BadHeaderError, EmailMessage, get_connection

from accounts.clock import now
from demo.models import MailboxMessage
from outbox.mail import send

BACKEND = "demo.mailbox.MailboxBackend"


@pytest.fixture(autouse=True)
def mailbox(settings: object) -> None:
    settings.EMAIL_BACKEND = BACKEND  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_mail_of_the_outbox_is_kept_whole() -> None:
    send(
        to="ana@brouwerij.example",
        subject="MACD-2026-00001: verzonden",
        text="Dag Ana, é",
        html="<p>Dag Ana, é</p>",
        message_id="<1@provider.example>",
        language="nl",
        reference="MACD-2026-00001",
    )
    kept = MailboxMessage.objects.get()
    assert kept.to == "ana@brouwerij.example"
    assert kept.subject == "MACD-2026-00001: verzonden"
    assert (kept.text, kept.html) == ("Dag Ana, é", "<p>Dag Ana, é</p>")
    assert (kept.language, kept.message_id) == ("nl", "<1@provider.example>")
    assert kept.headers["List-Id"].startswith("MACD-2026-00001 <")
    assert abs((kept.sent_at - now()).total_seconds()) < 10


@pytest.mark.django_db
def test_each_recipient_finds_it_in_their_own_mailbox() -> None:
    ana = str(Address("Ana Peeters", addr_spec="ana@brouwerij.example"))
    sent = EmailMessage("a", "b", to=[ana], cc=["jan@brouwerij.example"]).send()
    assert sent == 1
    assert set(MailboxMessage.objects.values_list("to", flat=True)) == {
        "ana@brouwerij.example",
        "jan@brouwerij.example",
    }
    assert len(set(MailboxMessage.objects.values_list("message_id", flat=True))) == 1


@pytest.mark.django_db
def test_a_plain_mail_has_no_html_and_a_long_subject_is_cut() -> None:
    EmailMessage("s" * 600, "b", to=["ana@brouwerij.example"]).send()
    kept = MailboxMessage.objects.get()
    assert kept.html == ""
    assert kept.subject == "s" * 500


@pytest.mark.django_db
def test_a_header_line_in_a_subject_is_refused_as_by_a_mail_server() -> None:
    mail = EmailMessage("a\nBcc: other@example.com", "b", to=["ana@brouwerij.example"])
    with pytest.raises(BadHeaderError):
        get_connection().send_messages([mail])
    assert not MailboxMessage.objects.exists()
