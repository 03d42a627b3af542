"""The verdict of a campaign: what receipts, rows, mails and files say together."""

import smtplib
from datetime import timedelta

import pytest

from bench.frame.verdict import documents_wrong, mails_wrong, sealing_times
from macd.models import DocumentEvent
from macd.vocabulary import Step
from outbox.mail import message_id_for
from outbox.models import Message, State
from tests.macd import make
from tests.mailserver import mail_server


@pytest.mark.usefixtures("system")
def test_what_is_as_it_should_be_counts_as_nothing() -> None:
    world = make.world()
    document = make.signed(world)
    found = documents_wrong([document.number], [document.number])
    assert {name for name, count in found.items() if count} == {"unsealed"}


@pytest.mark.usefixtures("system")
def test_a_receipt_without_its_row_is_a_loss() -> None:
    world = make.world()
    document = make.submitted(world)
    found = documents_wrong([document.number, "MACD-2026-99999"], [document.number])
    assert (found["lost_submissions"], found["lost_signatures"]) == (1, 1)


@pytest.mark.usefixtures("system")
def test_half_a_step_and_a_step_twice_are_seen() -> None:
    world = make.world()
    document = make.signed(world)
    signed = DocumentEvent.objects.get(document=document, step=Step.SIGN)
    signed.pk = None
    signed.save()
    found = documents_wrong([document.number], [document.number])
    assert (found["half_written"], found["written_twice"]) == (1, 1)


@pytest.mark.usefixtures("system")
def test_a_seal_that_came_late_is_late_unless_its_tries_were_cut_off() -> None:
    world = make.world()
    document = make.signed(world)
    owed = Message.objects.get(channel="seal", subject=document.number)
    sent_at = owed.created_at + timedelta(seconds=70)
    Message.objects.filter(pk=owed.pk).update(state=State.SENT, sent_at=sent_at, attempts=1)
    assert sealing_times([document.number]) == ([70.0], 1)
    Message.objects.filter(pk=owed.pk).update(attempts=2)
    assert sealing_times([document.number]) == ([70.0], 0)


@pytest.mark.usefixtures("system")
def test_mails_are_counted_by_message_id() -> None:
    document = make.submitted(make.world())
    mails = list(Message.objects.filter(subject=document.number, channel="mail"))
    Message.objects.filter(channel="mail").update(state=State.SENT, sent_at=make.AT)
    Message.objects.filter(channel="notice").update(state=State.ATTENTION)
    first, *_others = [message_id_for(mail) for mail in mails]
    found = mails_wrong([document.number], {first: 3})
    assert found["duplicates"] == 2
    assert found["mails_lost"] == len(mails) - 1
    assert found["need_attention"] == 1


def test_the_mail_server_counts_and_refuses() -> None:
    with mail_server() as server:
        server.refuses.add("nobody@example.com")
        with smtplib.SMTP("127.0.0.1", server.port) as line:
            for _ in range(2):
                line.sendmail("a@x", ["b@x"], "Message-ID: <one@x>\r\n\r\nHello\r\n")
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                line.sendmail("a@x", ["nobody@example.com"], "Message-ID: <two@x>\r\n\r\nHello")
        assert dict(server.arrived) == {"<one@x>": 2}
        assert server.refused == 1
