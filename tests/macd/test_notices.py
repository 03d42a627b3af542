"""Word is owed to those whom the table names, in the step's own transaction, never to the doer."""

import pytest

from macd.vocabulary import Step
from outbox.models import Message
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _told(document, step):
    events = document.events.filter(step=step).values_list("pk", flat=True)
    return {m.recipient_id for m in make.messages(document, "mail") if m.payload["event"] in events}


def test_each_step_tells_the_other_side():
    world = make.world()
    document = make.agreed(world, make.change(world))
    assert _told(document, Step.SUBMIT) == {world.manager.pk}
    assert _told(document, Step.TAKE_UP) == {world.requester.pk}
    assert _told(document, Step.APPROVE) == {world.requester.pk, world.signatory.pk}
    assert _told(document, Step.SIGN) == {world.requester.pk, world.manager.pk}


def test_who_does_it_is_not_told():
    world = make.world()
    document = make.submitted(world)
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="No need.")
    assert _told(document, Step.WITHDRAW) == {world.manager.pk, world.signatory.pk}
    assert world.requester.pk not in {m.recipient_id for m in make.messages(document, "mail")}


def test_operations_hear_nothing_of_what_was_never_signed():
    world = make.world()
    document = make.in_review(world, make.change(world))
    document = make.step(world, document, Step.HOLD, world.manager, note="Wait.")
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="No need.")
    assert _told(document, Step.WITHDRAW) == {world.manager.pk}


def test_a_message_holds_no_words_of_the_document():
    world = make.world()
    document = make.in_review(world, make.change(world))
    make.step(world, document, Step.ASK, world.manager, note="Where is the key?")
    payloads = list(Message.objects.values_list("payload", flat=True))
    assert payloads
    assert all(payload.keys() <= {"event", "people", "outside"} for payload in payloads)
    assert all(isinstance(one, int) for payload in payloads for one in payload.get("people", []))


def test_what_nobody_is_told_still_goes_under_no_bell_but_to_the_outside():
    world = make.world()
    draft = make.change(world)
    assert not make.messages(draft, "notice"), "a draft that is not shared is nobody's business"
    document = make.submitted(world)
    (word,) = make.messages(document, "notice")
    assert word.payload["people"] == [world.manager.pk]
