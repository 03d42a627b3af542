"""What messages are about and what went wrong, in words."""

import pytest
from django.utils import translation

from accounts.mail import AccountMail
from accounts.roles import StaffRole
from accounts.standing import standing_of
from macd.views.shown.owed import SAID, about, dropped_in_words, wrong_in_words
from outbox.models import Message
from services.cancellation import open_case
from services.jobs import start_job
from tests.accounts import make as people
from tests.macd import make


def told(message, *, role=StaffRole.AUDITOR):
    standing = standing_of(people.staff(role), on=make.TODAY)
    return str(about([message], standing)[message.pk])


def owed(channel, subject, **payload):
    return Message.objects.create(
        channel=channel,
        subject=subject,
        payload=payload,
        idempotency_key=f"{channel}:{subject}",
        created_at=make.AT,
    )


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("WebhookFailed: TimeoutError: timed out", "Es kam nicht rechtzeitig eine Antwort."),
        ("RemoteDisconnected: Remote end closed", "Die Verbindung brach ab."),
        ("WebhookFailed: HTTP 500", "Die Antwort war: HTTP 500"),
        ("KeyError: 'x'", "Unerwarteter Fehler: KeyError: 'x'"),
        ("DestinationRefused: This is no address.", "Das ist keine Adresse."),
        ("", ""),
    ],
)
def test_what_went_wrong_is_told_in_the_readers_language(kept, words):
    with translation.override("de"):
        assert wrong_in_words(kept) == words


def test_what_is_said_by_ourselves_has_words_in_every_language():
    for language in ("nl", "fr", "de"):
        with translation.override(language):
            assert not [text for text in SAID if wrong_in_words(text) == text]


def test_what_a_person_wrote_stays_as_it_is():
    with translation.override("de"):
        assert dropped_in_words("Sorry: wrong one") == "Sorry: wrong one"
        assert dropped_in_words("The webhook was stopped.") == "Der Webhook wurde angehalten."


def test_a_request_and_a_service_lead_to_their_pages_where_the_reader_may_open_them(world):
    document = make.submitted(world)
    message = owed("mail", document.number)
    assert f'href="/documents/{document.number}/"' in told(message)
    assert told(message, role=StaffRole.ADMINISTRATOR) == document.number
    service = owed("number_mail", world.service.service_id)
    assert f'href="/services/{world.service.service_id}/"' in told(service)


def test_a_case_is_told_by_its_company(world):
    case = open_case(customer_id=world.customer.pk, by=world.requester, at=make.AT, channel="page")
    text = told(owed("case_mail", str(case.public_id)))
    assert world.customer.legal_name in text
    assert f'href="/cancellations/{case.public_id}/"' in text


def test_codes_become_words(world):
    assert told(owed("account_mail", AccountMail.INVITATION)) == "You are invited"
    assert told(owed("webhook", "test")) == "Trial"
    until = "2026-11-20T08:00:00+00:00"
    assert told(owed("summary", "summary-20261120", until=until)) == "20 November 2026"


def test_work_in_the_background_is_told_by_what_it_does(world):
    person = people.staff(StaffRole.ADMINISTRATOR)
    job = start_job(task="indexation", person_id=person.pk, at=make.AT)
    assert told(Message.objects.get(channel="job", payload__job=job.pk)) == "Indexation"
