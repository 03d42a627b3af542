"""Mails carry what readers' programs need to thread, filter and recognise them."""

from datetime import UTC, datetime

import pytest
from django.core import mail as outgoing

from outbox.mail import message_id_for, send, sender_domain
from outbox.models import Message

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def send_one(**facts: str) -> outgoing.EmailMultiAlternatives:
    content = {
        "to": "ana@brouwerij.example",
        "subject": "MACD-2026-00001: verzonden",
        "text": "Dag Ana",
        "html": "<p>Dag Ana</p>",
        "message_id": "<1@provider.example>",
        "language": "nl",
        "reference": "MACD-2026-00001",
    }
    send(**(content | facts))
    (sent,) = outgoing.outbox
    assert isinstance(sent, outgoing.EmailMultiAlternatives)
    return sent


def test_a_mail_has_both_bodies_and_its_headers() -> None:
    built = send_one().message()
    assert built["To"] == "ana@brouwerij.example"
    assert built["Message-ID"] == "<1@provider.example>"
    assert built["Content-Language"] == "nl"
    assert built["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in built.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_mails_of_one_reference_are_one_thread() -> None:
    built = send_one().message()
    assert built["References"] == built["In-Reply-To"]
    assert built["References"] == f"<thread.macd-2026-00001@{sender_domain()}>"
    assert built["List-Id"] == f"MACD-2026-00001 <macd-2026-00001.documents.{sender_domain()}>"


def test_a_mail_about_nothing_in_particular_threads_with_nothing() -> None:
    built = send_one(reference="").message()
    assert built["References"] is None
    assert built["List-Id"] is None


def test_a_subject_cannot_add_a_header() -> None:
    built = send_one(subject="Hello\r\nBcc: other@example.com").message()
    assert built["Bcc"] is None
    assert built["Subject"] == "Hello Bcc: other@example.com"


def test_the_sender_s_domain_comes_from_its_address(settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = "Telecom <macd@telecom.example>"  # type: ignore[attr-defined]
    assert sender_domain() == "telecom.example"
    settings.DEFAULT_FROM_EMAIL = "nobody"  # type: ignore[attr-defined]
    assert sender_domain() == "localhost"


def test_a_message_id_is_stable_and_its_own() -> None:
    one = Message(pk=1, idempotency_key="mail:event:1:4", created_at=AT)
    other = Message(pk=1, idempotency_key="mail:event:1:5", created_at=AT)
    later = Message(pk=2, idempotency_key="mail:event:1:4", created_at=AT)
    assert message_id_for(one) == message_id_for(later)
    assert message_id_for(one) != message_id_for(other)


@pytest.mark.django_db
def test_a_message_id_survives_the_database() -> None:
    at = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
    row = Message.objects.create(
        channel="mail", subject="a", idempotency_key="mail:event:1:4", created_at=at
    )
    assert message_id_for(Message.objects.get()) == message_id_for(row)
