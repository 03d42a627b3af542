"""Webhooks: numbered without gaps, signed, in order, tried again, every attempt kept."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from outbox import webhooks
from outbox.delivering import Outcome, deliver_next
from outbox.models import Message, State, Webhook, WebhookAttempt
from tests.outbox.receiver import receiving

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def deliver_webhook(message):
    """What the room above does: name the event, and post it."""
    webhook = Webhook.objects.get(pk=message.payload["webhook"])
    body = {"sequence": message.payload["sequence"], "about": message.subject}
    webhooks.post(message=message, webhook=webhook, body=body, at=AT)


@pytest.fixture(autouse=True)
def channel(settings, monkeypatch):
    settings.OUTBOX_CHANNELS = {"webhook": f"{__name__}.deliver_webhook"}
    settings.WEBHOOKS_MAY_STAY_INSIDE = True
    monkeypatch.setattr(webhooks, "ANSWER_WITHIN", 0.3)


def made(url="http://127.0.0.1:1/", **fields):
    return Webhook.objects.create(
        name="Billing", url=url, secret=webhooks.new_secret(), created_at=AT, **fields
    )


def owe_event(event="submit", reference="MACD-2026-00001", key="1"):
    return webhooks.owe_webhooks(event=event, reference=reference, payload={}, key=key, at=AT)


def deliver(at=AT):
    return deliver_next(clock=lambda: at)


def test_a_delivery_is_signed_as_the_specification_says():
    with receiving() as receiver:
        hook = made(receiver.url)
        owe_event()
        assert deliver() is Outcome.SENT
    ((headers, body),) = receiver.got
    assert json.loads(body) == {"sequence": 1, "about": "MACD-2026-00001"}
    signed = f"{headers['Webhook-Id']}.{headers['Webhook-Timestamp']}.".encode() + body
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["Webhook-Signature"] == f"v1,{expected}"
    assert headers["Webhook-Timestamp"] == str(int(AT.timestamp()))
    assert headers["Webhook-Sequence"] == "1"
    attempt = WebhookAttempt.objects.get()
    assert (attempt.status, attempt.error, attempt.sequence) == (204, "", 1)


def test_the_signature_is_that_of_the_specification():
    """The example of the Standard Webhooks specification."""
    found = webhooks.signature(
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_events_are_numbered_without_gaps_for_each_webhook():
    all_events, some = made(), made(events=["sign"])
    made(active=False)
    assert owe_event("submit", key="1") == 1
    assert owe_event("sign", key="2") == 2
    rows = [(m.payload["webhook"], m.payload["sequence"]) for m in Message.objects.order_by("pk")]
    assert rows == [(all_events.pk, 1), (all_events.pk, 2), (some.pk, 1)]


def test_a_later_event_waits_for_an_earlier_one():
    with receiving() as receiver:
        made(receiver.url)
        owe_event(key="1")
        owe_event(key="2")
        receiver.status = 500
        assert deliver() is Outcome.RETRY
        assert deliver() is None, "the second would overtake the first"
        receiver.status = 200
        later = AT + timedelta(seconds=6)
        assert [deliver(later), deliver(later), deliver(later)] == [
            Outcome.SENT,
            Outcome.SENT,
            None,
        ]
    assert [headers["Webhook-Sequence"] for headers, _body in receiver.got] == ["1", "1", "2"]
    statuses = WebhookAttempt.objects.order_by("pk").values_list("status", "error")
    assert list(statuses) == [(500, "HTTP 500"), (200, ""), (200, "")]


def test_one_that_never_answers_holds_up_nobody_else():
    with receiving() as silent, receiving() as other:
        silent.silent = True
        made(silent.url)
        made(other.url)
        owe_event()
        assert deliver() is Outcome.RETRY
        assert deliver() is Outcome.SENT
        assert len(other.got) == 1
    first = Message.objects.order_by("pk")[0]
    assert first.state == State.PENDING
    assert "Timeout" in first.last_error


def test_an_answer_that_comes_in_drops_is_not_waited_for():
    with receiving() as receiver:
        receiver.trickling = True
        made(receiver.url)
        owe_event()
        assert deliver() is Outcome.RETRY
    attempt = WebhookAttempt.objects.get()
    assert attempt.error.startswith("TimeoutError")
    assert 300 <= attempt.milliseconds < 1500


def test_redirects_are_not_followed():
    with receiving() as receiver:
        receiver.status = 302
        made(receiver.url)
        owe_event()
        assert deliver() is Outcome.RETRY
    assert len(receiver.got) == 1


def test_a_private_address_is_refused_when_it_is_called(settings):
    with receiving() as receiver:
        made(receiver.url.replace("http://", "https://"))
        owe_event()
        settings.WEBHOOKS_MAY_STAY_INSIDE = False
        assert deliver() is Outcome.RETRY
    assert receiver.got == []
    assert "private network" in WebhookAttempt.objects.get().error


def test_sent_once_more_it_has_its_old_number():
    with receiving() as receiver:
        made(receiver.url)
        owe_event(key="1")
        owe_event(key="2")
        deliver()
        deliver()
        webhooks.owe_again(attempt=WebhookAttempt.objects.earliest("pk"), at=AT)
        assert deliver() is Outcome.SENT
    numbers = [headers["Webhook-Id"] for headers, _body in receiver.got]
    assert numbers[0] == numbers[2] != numbers[1]


def test_a_trial_is_numbered_too():
    hook = made()
    webhooks.owe_test(webhook=hook, at=AT)
    assert Message.objects.get().payload == {"test": True, "webhook": hook.pk, "sequence": 1}
