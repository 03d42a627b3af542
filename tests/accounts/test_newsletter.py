"""The newsletter: off, asked for, confirmed, ended; who gets it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from accounts import choices, newsletter
from accounts.mail import AccountMail, deliver, owe_mail
from outbox.models import Message
from tests.accounts import make as people

pytestmark = pytest.mark.usefixtures("system")
AT = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


def confirmed(person):
    newsletter.ask(person, at=AT)
    newsletter.confirm(person, at=AT)
    return person


def test_nobody_has_it_who_did_not_ask():
    person = people.person()
    assert not newsletter.has(person)
    assert not newsletter.confirm(person, at=AT)
    assert not newsletter.subscribers()


def test_asking_is_not_enough_and_mails_once():
    person = people.person()
    assert newsletter.ask(person, at=AT)
    assert not newsletter.ask(person, at=AT + timedelta(seconds=59))
    assert newsletter.ask(person, at=AT + timedelta(minutes=2))
    assert newsletter.waits(person)
    assert not newsletter.has(person)
    assert newsletter.confirm(person, at=AT)
    assert not newsletter.ask(person, at=AT + timedelta(days=1))


def test_ended_it_has_to_be_asked_for_again():
    person = confirmed(people.person())
    newsletter.end(person)
    assert not newsletter.has(person)
    assert not newsletter.confirm(person, at=AT)


def test_who_left_or_cannot_be_reached_gets_none():
    kept, left, bounced = (confirmed(people.person()) for _ in range(3))
    left.is_active = False
    left.save()
    choices.record_bounce(address=bounced.email, reason="gone", at=AT)
    assert [row.person for row in newsletter.subscribers()] == [kept]


def test_the_mail_leads_to_a_link_of_this_person_and_address():
    person = people.person(language="nl")
    owe_mail(AccountMail.NEWSLETTER, person_id=person.pk, at=AT)
    deliver(Message.objects.get())
    token = mail.outbox[0].body.split("/newsletter/")[1].split("/")[0]
    assert newsletter.person_of(token) == person
    assert newsletter.may_still_confirm(token)
    person.email = "another@customer.example"
    person.save()
    assert newsletter.person_of(token) is None


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é", "x" * 5000])
def test_other_links_are_nobody_s(token):
    assert newsletter.person_of(token) is None
    assert not newsletter.may_still_confirm(token)
