"""Mails about a person's own sign-in."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from accounts.mail import AccountMail, deliver, owe_mail
from accounts.tenancy import as_system
from outbox.models import Message
from tests.accounts import make

AT = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def ana(db):
    with as_system():
        return make.person(name="Ana", language="en")


def delivered(what, person):
    owe_mail(what, person_id=person.pk, at=AT)
    deliver(Message.objects.get())
    return mail.outbox


@pytest.mark.parametrize("what", AccountMail)
def test_each_is_written_whole(ana, settings, what):
    [sent] = delivered(what, ana)
    assert sent.to == [ana.email]
    assert sent.subject
    html = sent.alternatives[0][0]
    for text in (sent.body, html):
        assert "Hello Ana," in text
        assert settings.PUBLIC_URL in text
    assert ("/password/reset/key/" in sent.body) == (what == AccountMail.PASSWORD_RESET)


def test_the_time_is_that_of_brussels(ana):
    [sent] = delivered(AccountMail.PASSWORD_CHANGED, ana)
    assert "1 Jul 2026, 12:00" in sent.body


def test_a_retried_mail_keeps_its_id(ana):
    [first] = delivered(AccountMail.PASSWORD_CHANGED, ana)
    deliver(Message.objects.get())
    assert mail.outbox[1].extra_headers["Message-ID"] == first.extra_headers["Message-ID"]


def test_a_name_is_no_markup(ana):
    ana.name = "<b>Ana</b> & Co"
    ana.save()
    [sent] = delivered(AccountMail.PASSWORD_CHANGED, ana)
    assert "Hello <b>Ana</b> & Co," in sent.body
    assert "<b>Ana</b>" not in sent.alternatives[0][0]


def test_nobody_who_may_not_sign_in_gets_one(ana):
    ana.is_active = False
    ana.save()
    assert delivered(AccountMail.PASSWORD_RESET, ana) == []


def test_the_queue_holds_no_secret(ana):
    owe_mail(AccountMail.PASSWORD_RESET, person_id=ana.pk, at=AT)
    message = Message.objects.get()
    assert message.payload == {"mail": "password_reset"}
    assert (message.channel, message.recipient_id) == ("account_mail", ana.pk)


def test_an_invitation_says_who_invites_to_which_company(ana):
    with as_system():
        keeper = make.membership(person=make.person(name="Bob"))
    about = {"customer": keeper.customer_id, "inviter": keeper.person_id}
    owe_mail(AccountMail.INVITATION, person_id=ana.pk, at=AT, **about)
    # The worker stands outside every company's wall.
    deliver(Message.objects.get())
    [sent] = mail.outbox
    for text in ("Bob invites you", keeper.customer.legal_name):
        assert text in sent.body
    assert "You can answer until 31 July 2026." in sent.body
