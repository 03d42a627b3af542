"""Mails about leaving, delivered by the real handler."""

import pytest
from django.core import mail
from django.db import connection
from django.utils import translation

from accounts.choices import record_bounce
from finance import notices, tasks
from finance.mails import mail_about
from finance.tasks import deliver_mail, execute
from outbox.delivering import Undeliverable
from outbox.models import Message
from tests.finance.conftest import ON_THE_DAY, accepted
from tests.macd import make


def deliver():
    for message in Message.objects.filter(channel="case_mail").order_by("pk"):
        deliver_mail(message)
    return mail.outbox


def test_a_notice_is_mailed_to_finance_manager_and_giver(world, case):
    notices.owe_notice(case=case, at=make.AT)
    sent = {each.to[0]: each for each in deliver()}
    assert set(sent) == {world.finance.email, world.manager.email, world.signatory.email}
    for each in sent.values():
        assert f"/cancellations/{case.public_id}/" in each.body
        assert world.customer.legal_name in each.subject
        assert "We merge." not in each.body
    assert "2 March 2026" in sent[world.finance.email].body


def test_a_wish_to_be_called_says_who_and_leads_to_the_list(world):
    world.requester.phone = "+32470123456"
    world.requester.save()
    notices.owe_call_back(customer=world.customer, person=world.requester, at=make.AT)
    sent = deliver()
    assert {each.to[0] for each in sent} == {world.finance.email, world.manager.email}
    assert "+32\u00a0470\u00a012\u00a034\u00a056" in sent[0].body
    assert world.requester.email in sent[0].body
    assert "/cancellations/" in sent[0].body


def test_who_left_is_told_nothing(world, case):
    world.finance.is_active = False
    world.finance.save()
    notices.owe_notice(case=case, at=make.AT)
    assert world.finance.email not in {each.to[0] for each in deliver()}


def test_to_an_address_from_which_mails_come_back_none_goes(world, case):
    record_bounce(address=world.finance.email, reason="5.1.1", at=make.AT)
    notices.owe_notice(case=case, at=make.AT)
    message = Message.objects.get(channel="case_mail", recipient=world.finance)
    with pytest.raises(Undeliverable):
        deliver_mail(message)
    assert mail.outbox == []


def test_no_transaction_waits_for_the_mail_server(world, case, monkeypatch):
    notices.owe_notice(case=case, at=make.AT)
    open_here = len(connection.savepoint_ids)
    depths = []
    monkeypatch.setattr(tasks, "send", lambda **_: depths.append(len(connection.savepoint_ids)))
    deliver()
    assert set(depths) == {open_here}


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
@pytest.mark.parametrize(
    "about",
    [
        notices.NOTICE,
        notices.RECEIPT,
        notices.CALL_BACK,
        notices.HAND_OVER,
        notices.ANSWER,
        notices.SECOND,
        notices.ACCEPTED,
        notices.LETTER,
        notices.WITHDRAWN,
        notices.EXECUTED,
    ],
)
def test_each_mail_is_whole_in_each_language(world, case, about, language):
    world.customer.legal_name = "Zoon & Co <BV>"
    world.finance.language = language
    with translation.override("en"):
        written = mail_about(
            about,
            to=world.finance,
            customer=world.customer,
            person=world.signatory,
            at=make.AT,
            case=None if about == notices.CALL_BACK else case,
        )
    assert "Zoon & Co <BV>" in written.subject
    assert "Zoon & Co <BV>" in written.text
    assert "Zoon &amp; Co &lt;BV&gt;" in written.html
    assert f'lang="{language}"' in written.html
    assert written.html.count("<a ") == 1
    assert "{%" not in written.text + written.html


def test_the_scheduler_executes_what_is_due(world, case, settings):
    accepted(world, case)
    settings.MACD_CLOCK = ON_THE_DAY.isoformat()
    execute()
    case.refresh_from_db()
    assert case.status == "executed"
