"""What leaves by a webhook: codes and numbers of shared documents, nobody's words."""

import json

import pytest

from macd import operations, tasks
from macd.hooks import body_of
from macd.models import DocumentEvent
from macd.vocabulary import Audience, Step
from outbox.delivering import Undeliverable, deliver_next
from outbox.models import Message, Webhook
from outbox.webhooks import new_secret
from tests.macd import make
from tests.outbox.receiver import receiving

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world(settings):
    settings.MACD_CLOCK = make.AT.isoformat()
    return make.world()


def hook(url="http://127.0.0.1:1/"):
    return Webhook.objects.create(name="Billing", url=url, secret=new_secret(), created_at=make.AT)


def deliver_all():
    outcomes = []
    channels = ("notice", "webhook")
    while (outcome := deliver_next(clock=lambda: make.AT, channels=channels)) is not None:
        outcomes.append(outcome.value)
    return outcomes


def test_a_webhook_is_told_of_each_step_in_order(world):
    with receiving() as receiver:
        hook(receiver.url)
        document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
        make.step(world, document, Step.ASK, world.manager, note="A secret question")
        deliver_all()
    told = [json.loads(body) for _headers, body in receiver.got]
    assert [each["sequence"] for each in told] == [1, 2, 3]
    assert [each["type"] for each in told] == [
        "document.submit", "document.take_up", "document.ask",
    ]  # fmt: skip
    assert told[2]["data"]["to_status"] == "awaiting_customer"
    assert told[2]["data"]["document"] == document.number
    assert "secret" not in str(receiver.got)


def test_drafts_and_internal_notes_leave_by_no_webhook(world):
    hook()
    document = make.change(world)
    deliver_all()
    assert not Message.objects.filter(channel="webhook").exists()
    document = make.step(world, document, Step.SUBMIT, world.requester)
    by = world.by(world.manager)
    operations.add_comment(
        document=document, audience=Audience.INTERNAL, text="Thin.", by=by, at=make.AT
    )
    deliver_all()
    assert Message.objects.filter(channel="webhook").count() == 1


def test_a_stopped_webhook_is_told_nothing_more(world):
    stopped = hook()
    make.submitted(world)
    deliver_next(clock=lambda: make.AT, channels=("notice",))
    Webhook.objects.filter(pk=stopped.pk).update(active=False)
    with pytest.raises(Undeliverable):
        tasks.deliver_webhook(Message.objects.get(channel="webhook"))


def test_the_body_is_the_same_whenever_it_is_made(world):
    document = make.submitted(world)
    event = DocumentEvent.objects.get(document=document, step=Step.SUBMIT)
    first = body_of(event, sequence=1)
    make.step(world, document, Step.TAKE_UP, world.manager)
    assert body_of(DocumentEvent.objects.get(pk=event.pk), sequence=1) == first
