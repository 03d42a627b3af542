"""Mails about documents, delivered by the real handler in their readers' languages."""

import re

import pytest
from django.core import mail

from macd import operations
from macd.mails import link_for, mail_about
from macd.models import DocumentEvent
from macd.tasks import deliver_mail
from macd.telling import is_important
from macd.vocabulary import Audience, Step
from macd.wording import title_of
from macd.workflow import LINE_TRANSITIONS, TRANSITIONS
from outbox.models import Message
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")

STEPS = sorted(
    {row.step.value for row in TRANSITIONS if row.tell}
    | {f"line_{row.step.value}" for row in LINE_TRANSITIONS if row.tell}
    | {"comment", "suggest", "decide", "leaving_refused"}
)


def deliver():
    mail.outbox.clear()
    for message in Message.objects.filter(channel="mail").order_by("pk"):
        deliver_mail(message)
    return mail.outbox


def test_a_sent_request_is_mailed_to_its_account_manager():
    world = make.world()
    document = make.submitted(world)
    (sent,) = deliver()
    assert sent.to == [world.manager.email]
    assert document.number in sent.subject
    assert "SmartFit Internet Plus → SmartFit Internet Extra" in sent.body
    assert sent.body.count(document.get_absolute_url()) == 1
    assert sent.extra_headers["Content-Language"] == world.manager.language


def test_the_question_is_in_the_mail():
    world = make.world()
    make.step(world, make.submitted(world), Step.ASK, world.manager, note="Which <floor> & door?")
    asked = deliver()[-1]
    assert asked.to == [world.requester.email]
    assert "> Which <floor> & door?" in asked.body
    assert "Which &lt;floor&gt; &amp; door?" in asked.alternatives[0][0]


def test_internal_words_reach_no_customer():
    world = make.world()
    document = make.submitted(world)
    by = world.by(world.manager)
    for audience, text in ((Audience.INTERNAL, "margin is thin"), (Audience.SHARED, "We look.")):
        operations.add_comment(document=document, audience=audience, text=text, by=by, at=make.AT)
    sent = deliver()
    assert any("We look." in each.body for each in sent)
    assert not any("margin is thin" in each.body + each.alternatives[0][0] for each in sent)


def test_signatory_and_requester_hear_of_the_approval():
    world = make.world()
    make.approved(world)
    readers = {each.to[0] for each in deliver() if "signature" in each.subject}
    assert readers == {world.requester.email, world.signatory.email}


def test_who_may_not_open_the_document_gets_no_link():
    world = make.world()
    document = make.change(world)
    operations.tell_of_leaving(document=document, by=world.by(world.requester), at=make.AT)
    sent = deliver()
    assert {each.to[0] for each in sent} == {world.manager.email, world.finance.email}
    for each in sent:
        assert document.get_absolute_url() not in each.body
        assert world.customer.legal_name in each.subject
    assert link_for(world.by(world.requester), document).endswith(document.get_absolute_url())


def test_a_delivery_names_what_is_delivered():
    world = make.world()
    document = make.started(world, make.change(world))
    mail.outbox.clear()
    make.line_step(world, document, 1, "deliver", world.operations)
    title = "SmartFit Internet Plus → SmartFit Internet Extra"
    told = [each for each in deliver() if "delivered" in each.subject]
    assert told
    for each in told:
        assert each.subject.endswith(f"Item 1 delivered · {title}")
        assert f"Item 1 ({title}) is delivered." in each.body


def test_a_suggestion_tells_old_and_new_of_each_answer():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    operations.change_fields(
        document=document,
        values={"request.requested_on": "2026-06-01"},
        by=world.by(world.manager),
        at=make.AT,
    )
    (told,) = [each for each in deliver() if "suggests" in each.subject]
    assert "suggests another value:" in told.body
    assert "Wanted from: 4 May 2026 → 1 June 2026" in told.body


def test_a_suggested_text_is_one_short_line_and_runs_nothing():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    operations.change_fields(
        document=document,
        values={"request.reference": "<b>" + "x " * 40, "request.requested_on": ""},
        by=world.by(world.manager),
        at=make.AT,
    )
    event = DocumentEvent.objects.get(document=document, step="suggest")
    world.requester.language = "nl"
    written = mail_about(event, to=world.requester)
    assert "nothing" not in written.text
    assert "niets → <b>x x" in written.text
    assert "&lt;b&gt;x x" in written.html
    assert "4 mei 2026 → niets" in written.text


def test_who_may_not_read_a_request_is_not_told_what_is_suggested():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    operations.change_fields(
        document=document,
        values={"request.requested_on": "2026-06-01"},
        by=world.by(world.manager),
        at=make.AT,
    )
    event = DocumentEvent.objects.get(document=document, step="suggest")
    stranger = people.membership().person
    assert "→" not in mail_about(event, to=stranger).text.replace(title_of(document), "")


def test_who_left_is_told_nothing():
    world = make.world()
    make.submitted(world)
    world.manager.is_active = False
    world.manager.save()
    assert not deliver()


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_every_step_is_told_in_every_language(language):
    world = make.world(legal_name="Zoon & Co <BV>")
    document = make.submitted(world)
    event = DocumentEvent.objects.filter(document=document, step="submit").get()
    world.manager.language = language
    for step in STEPS:
        event.step, event.line_number, event.facts = step, 1, {"accepted": True}
        written = mail_about(event, to=world.manager)
        assert re.match(rf"{document.number}\s?: ", written.subject), step
        assert f'lang="{language}"' in written.html, step
        stops = 0 if is_important(step) else 1
        assert written.html.count("<a ") == 1 + stops, step
        assert bool(written.stop_url) == bool(stops), step
        assert document.number in written.text, step
        assert "&amp;" not in written.subject + written.text, step
        assert "{%" not in written.text + written.html, step
