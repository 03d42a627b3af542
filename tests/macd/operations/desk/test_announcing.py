"""Word of an event: under the bell once, mailed as chosen, told in one summary, never twice."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail

from accounts import choices
from accounts.models import How, Person
from macd import operations, tasks
from macd.models import Notification
from macd.operations.desk import announcing
from macd.vocabulary import Audience, Step
from outbox.delivering import Outcome, deliver_next
from outbox.models import Message, State
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
CHANNELS = ("mail", "notice", "summary")


def deliver_all(at=make.AT):
    outcomes = []
    while (outcome := deliver_next(clock=lambda: at, channels=CHANNELS)) is not None:
        outcomes.append(outcome)
    return outcomes


@pytest.fixture(autouse=True)
def installation_clock(settings):
    settings.MACD_CLOCK = make.AT.isoformat()
    mail.outbox.clear()


def unread(person):
    return Person.objects.get(pk=person.pk).unread


def test_what_happens_comes_under_the_bell_of_who_is_told():
    world = make.world()
    document = make.submitted(world)
    assert set(deliver_all()) == {Outcome.SENT}
    row = Notification.objects.get()
    assert (row.person, row.document, row.event.step) == (world.manager, document, Step.SUBMIT)
    assert unread(world.manager) == 1
    assert unread(world.requester) == 0
    announcing.put_under_bells(event=row.event, people=[world.manager.pk])
    assert Notification.objects.count() == unread(world.manager) == 1


def test_reading_counts_down():
    world = make.world()
    make.submitted(world)
    deliver_all()
    assert announcing.mark_read(person_id=world.requester.pk, at=make.AT) == 0
    assert announcing.mark_read(person_id=world.manager.pk, at=make.AT) == 1
    assert announcing.mark_read(person_id=world.manager.pk, at=make.AT) == 0
    assert unread(world.manager) == 0


def test_no_mail_where_it_is_switched_off_but_the_bell_rings():
    world = make.world()
    choices.set_choices(world.requester, {Step.TAKE_UP: How.OFF})
    make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    deliver_all()
    assert [each.to for each in mail.outbox] == [[world.manager.email]]
    assert unread(world.requester) == 1


def test_a_daily_summary_tells_all_once(settings):
    world = make.world()
    choices.set_choices(world.requester, {Step.TAKE_UP: How.DAILY, "comment": How.DAILY})
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    by = world.by(world.manager)
    operations.add_comment(
        document=document, audience=Audience.SHARED, text="We look.", by=by, at=make.AT
    )
    deliver_all()
    assert world.requester.email not in [each.to[0] for each in mail.outbox]
    assert announcing.owe_summaries(at=make.AT) == 0
    morning = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    assert announcing.owe_summaries(at=morning - timedelta(seconds=1)) == 0
    for _twice in range(2):
        announcing.owe_summaries(at=morning)
    mail.outbox.clear()
    deliver_all(morning)
    (summary,) = mail.outbox
    assert summary.to == [world.requester.email]
    assert summary.body.count(document.number) == 2
    assert "We look." not in summary.body
    assert announcing.owe_summaries(at=morning) == 0


def test_quiet_hours_hold_back_what_can_wait(settings):
    settings.MACD_CLOCK = "2026-03-02T23:00:00+01:00"
    world = make.world()
    for person in (world.requester, world.manager):
        choices.set_quiet_hours(person, starts=time(20), ends=time(7))
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    make.step(world, document, Step.ASK, world.manager, note="Which floor?")
    deliver_all()
    assert [each.to[0] for each in mail.outbox] == [world.requester.email]
    assert "Which floor?" in mail.outbox[0].body
    waiting = Notification.objects.filter(summary_at=datetime(2026, 3, 3, 6, 0, tzinfo=UTC))
    assert {row.event.step for row in waiting} == {Step.SUBMIT, Step.TAKE_UP}


def test_mails_answer_to_the_other_side_and_can_be_ended():
    world = make.world()
    make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    deliver_all()
    submitted, taken_up = mail.outbox
    assert submitted.reply_to == [world.requester.email]
    assert taken_up.reply_to == [world.manager.email]
    headers = taken_up.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http")
    assert headers["References"] == submitted.extra_headers["References"]


def test_an_address_that_bounces_gets_no_mail_and_the_operator_sees_why():
    world = make.world()
    choices.record_bounce(address=world.manager.email, reason="5.1.1 unknown", at=make.AT)
    make.submitted(world)
    assert sorted(outcome.value for outcome in deliver_all()) == ["dropped", "sent"]
    row = Message.objects.get(channel="mail")
    assert row.state == State.DROPPED
    assert "come back" in row.dropped_because
    assert unread(world.manager) == 1


def test_a_template_that_fails_in_one_language_fails_for_its_reader_alone(settings, tmp_path):
    folder = tmp_path / "emails" / "approve"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text(
        "{% load i18n %}{% get_current_language as now %}"
        '{% if now == "fr" %}{% include "no_such_template.txt" %}{% endif %}Ready'
    )
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    ]
    world = make.world()
    Person.objects.filter(pk=world.signatory.pk).update(language="fr")
    document = make.approved(world)
    deliver_all()
    ready = [each.to[0] for each in mail.outbox if "Ready" in each.subject]
    assert ready == [world.requester.email]
    failed = Message.objects.get(channel="mail", state=State.PENDING)
    assert (failed.recipient, failed.subject) == (world.signatory, document.number)
    assert "TemplateDoesNotExist" in failed.last_error
    assert unread(world.signatory) == 1


def test_time_owes_the_summaries(settings):
    world = make.world()
    choices.set_choices(world.requester, {Step.TAKE_UP: How.DAILY})
    make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    deliver_all()
    settings.MACD_CLOCK = "2026-03-03T09:00:00+01:00"
    tasks.pass_time()
    assert Message.objects.filter(channel="summary", recipient=world.requester).count() == 1
