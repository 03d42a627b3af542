"""The page of a document, as each of its readers sees it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.voice import speaking
from macd import operations, queries
from macd.models import Document
from macd.views.shown.lines import items_of
from macd.views.shown.steps import BESIDE, TESTIDS
from macd.vocabulary import Audience, Kind, Status, Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of

pytestmark = pytest.mark.usefixtures("system")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def page(person, document):
    return signed_in(person).get(document.get_absolute_url())


def hooks(answer):
    return set(re.findall(r'data-testid="([^"]+)"', answer.content.decode()))


def test_page_names_the_document_and_whom_it_waits_for(sent):
    world, document = sent
    answer = page(world.manager, document)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert document.number in text.split("<h1>")[1].split("</h1>")[0]
    assert "SmartFit Internet Extra" in text
    assert {"ball", "status", "promised-date", "difference"} <= hooks(answer)
    assert re.search(r'class="ball".*?<strong>.*?you.*?</strong>', text, re.DOTALL)
    assert text.count("<main") == 1


def test_the_requester_reads_who_has_the_ball():
    world = make.world()
    text = page(world.requester, make.submitted(world)).content.decode()
    ball = text.split('data-testid="ball"')[1].split("</p>")[0]
    assert "Anke Manager" in ball
    assert "is-yours" not in ball


def test_a_service_that_came_is_one_click_away():
    world = make.world()
    document = make.delivered(world, make.add(world))
    [line] = document.lines.all()
    answer = page(world.requester, document)
    url = f"/services/{line.new_service_id}/"
    assert f'href="{url}"' in answer.content.decode()
    assert signed_in(world.requester).get(url).status_code == 200


def test_what_is_delivered_tells_that_day_first_and_the_promise_after_it():
    world = make.world()
    document = make.started(world, make.change(world))
    make.line_step(world, document, 1, "deliver", world.operations)
    document = make.line_step(world, document, 1, "accept", world.requester)
    text = page(world.requester, document).content.decode()
    told = text.split('data-testid="promised-date"')[1].split("</div>")[0]
    assert "Delivered on" in told
    assert f'datetime="{make.TODAY}"' in told.split('class="day"')[1].split("</strong>")[0]
    assert told.index("</strong>") < told.index("Was promised for")


STATES = {"submitted": make.submitted, "approved": make.approved, "signed": make.signed}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", ["requester", "signatory", "manager", "operations", "finance"])
def test_buttons_are_what_the_policy_grants(state, who):
    world = make.world()
    document = STATES[state](world)
    person = getattr(world, who)
    answer = page(person, document)
    if queries.document_for(world.by(person), document.number) is None:
        assert answer.status_code == 404
        return
    # Two requests are put together where both are seen.
    granted = {row.step for row in queries.steps_for(world.by(person), document)} - BESIDE
    known = {TESTIDS.get(step, step.value.replace("_", "-")): step for step in Step}
    offered = {known[testid] for testid in hooks(answer) if testid in known}
    assert offered == granted


def test_a_stranger_finds_nothing(sent):
    _world, document = sent
    foreign = people.membership().person
    assert page(foreign, document).status_code == 404
    assert signed_in(foreign).get(f"{document.get_absolute_url()}history/").status_code == 404
    assert signed_in(foreign).get("/documents/MACD-1999-00001/").status_code == 404


def test_internal_notes_are_the_providers_alone(sent):
    world, document = sent
    for audience, text in ((Audience.INTERNAL, "margin is thin"), (Audience.SHARED, "We look.")):
        operations.add_comment(
            document=document, audience=audience, text=text, by=world.by(world.manager), at=make.AT
        )
    inside = page(world.manager, document)
    outside = page(world.requester, document)
    assert "margin is thin" in inside.content.decode()
    assert {"comment-internal", "comment-shared"} <= hooks(inside)
    assert "margin is thin" not in outside.content.decode()
    assert "internal" not in outside.content.decode().lower()
    assert "We look." in outside.content.decode()
    assert "comment-internal" not in hooks(outside)
    history = signed_in(world.requester).get(f"{document.get_absolute_url()}history/")
    assert "internal" not in history.content.decode().lower()


def test_the_question_is_answered_in_place():
    world = make.world()
    document = make.step(
        world, make.submitted(world), Step.ASK, world.manager, note="Which floor is it?"
    )
    answer = page(world.requester, document)
    assert "Which floor is it?" in answer.content.decode()
    assert answer.content.decode().count('data-testid="answer"') == 1
    assert "answer" not in hooks(page(world.manager, document))


def test_suggestions_are_shown_old_and_new_to_both():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    operations.change_fields(
        document=document,
        values={"request.requested_on": "2026-05-11"},
        by=world.by(world.manager),
        at=make.AT,
    )
    theirs, mine = page(world.requester, document), page(world.manager, document)
    assert "4 May 2026" in theirs.content.decode()
    assert "11 May 2026" in theirs.content.decode()
    assert "accept-suggestion" in hooks(theirs)
    assert "take-back" in hooks(mine)
    assert "accept-suggestion" not in hooks(mine)


def test_what_blocks_the_approval_is_named():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    text = page(world.manager, document).content.decode()
    assert 'class="blocking"' in text
    assert "Promised date" in text.split('class="blocking"')[1].split("</ul>")[0]
    assert 'class="blocking"' not in page(world.requester, document).content.decode()


def test_a_conflict_is_shown_with_the_other_number():
    world = make.world()
    first, second = make.submitted(world), make.change(world)
    text = page_of(page(world.requester, second)).text
    assert f"{first.number} is already open on {world.service}" in text


def test_another_language_is_spoken():
    world = make.world()
    world.requester.language = "nl"
    world.requester.save()
    document = make.submitted(world)
    answer = page(world.requester, document)
    assert answer.headers["Content-Language"] == "nl"


@pytest.mark.parametrize("who", ["requester", "manager"])
def test_page_costs_a_fixed_number_of_queries(who, django_assert_max_num_queries):
    world = make.world()
    document = make.signed(world)
    client = signed_in(getattr(world, who))
    client.get(document.get_absolute_url())
    with django_assert_max_num_queries(12 + NESTED):
        client.get(document.get_absolute_url())


def test_an_add_and_a_draft_can_be_read():
    world = make.world()
    draft = operations.open_draft(
        kind=Kind.ADD,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=make.AT,
        office=world.office,
        offerings=[world.plus],
    )
    assert page(world.requester, draft).status_code == 200
    assert page(world.manager, draft).status_code == 404


def test_an_item_says_until_when_it_can_or_could_be_changed():
    world = make.world()
    document = make.started(world, make.change(world))
    last = document.lines.get().no_return_on
    for on, label in (
        (last, "You can change this until"),
        (last + timedelta(days=1), "This could be changed until"),
    ):
        [item] = items_of(world.by(world.requester), document, on=on)
        assert {fact["label"]: fact.get("day") for fact in item["facts"]}[label] == last
    with speaking(to_staff=True):
        [item] = items_of(world.by(world.manager), document, on=last)
    assert "The customer can change this until" in [fact["label"] for fact in item["facts"]]


STORED = {"change": make.change, "move": make.move, "delete": make.delete, "add": make.add}


@pytest.mark.parametrize("kind", STORED)
@pytest.mark.parametrize("day", [date.max, date(9999, 11, 30), date.min])
def test_days_that_were_stored_out_of_reach_break_no_page(kind, day):
    """Nobody gives such a day any more; what is there from before is shown."""
    world = make.world()
    document = STORED[kind](world)
    for status, person, pages in (
        (Status.DRAFT, world.requester, ("lines/1/", "check/", "fill/request/")),
        (Status.IN_REVIEW, world.manager, ("fill/planning/", "pane/")),
        (Status.IN_DELIVERY, world.manager, ()),
    ):
        Document.objects.filter(pk=document.pk).update(
            status=status, requested_on=day, committed_on=day
        )
        document.lines.update(requested_on=day, committed_on=day)
        client = signed_in(person)
        for path in ("", *pages):
            url = f"/documents/{document.number}/{path}"
            assert client.get(url).status_code == 200, url


def test_rule_24_the_first_month_follows_the_day_of_delivery(started):
    world, document = started
    before = page(world.requester, document).content.decode()
    assert "the actual day decides" in before
    document = make.line_step(world, document, 1, "deliver", world.operations, on=make.AT.date())
    after = page(world.requester, document).content.decode()
    assert "the actual day decides" not in after
    assert "by the days of delivery" in after
    # 40 more a month from 2 March: 30 days of 31.
    assert "38.71" in after


def test_what_failed_or_was_withdrawn_is_not_in_the_first_month(system):
    world = make.world()
    document = make.started(world, make.add(world, world.plus, world.extra))
    on = make.AT.date()
    document = make.line_step(world, document, 1, "deliver", world.operations, on=on)
    before = page(world.requester, document).content.decode()
    assert "48.39" not in before
    document = make.line_step(world, document, 2, "fail", world.operations, note="No duct.")
    after = page(world.requester, document).content.decode()
    # 50 a month from 2 March: 30 days of 31; of the 90 of the other item nothing comes.
    assert "48.39" in after
    assert "by the days of delivery" in after
