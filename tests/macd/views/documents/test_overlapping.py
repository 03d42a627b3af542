"""The radar: other open requests about the same, and deciding how two go together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from macd import operations
from macd.models import Document, Line, Wait
from macd.vocabulary import LineStatus, Status, Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send


@pytest.fixture
def first(world):
    return make.submitted(world)


@pytest.fixture
def second(world, first):
    return make.draft_change(world, **{"line.1.desired.speed": "900"})


def beside(document, other):
    return f"{document.get_absolute_url()}beside/{other.number}/"


def test_rule_05_while_drafting_the_other_request_is_told(world, browser, first, second):
    """The draft, its check page and the sent request say what touches the same service."""
    client = browser(world.requester)
    for url in (second.get_absolute_url(), f"{second.get_absolute_url()}check/"):
        page = page_of(client.get(url))
        assert first.number in page.text
        assert "The two do not go together." in page.text
        assert beside(second, first) in page.links
    page = page_of(client.get(first.get_absolute_url()))
    assert second.number in page.text


def test_rule_05_in_review_the_account_manager_sees_it_but_no_private_draft(
    world, browser, first, second
):
    client = browser(world.manager)
    assert second.number not in page_of(client.get(first.get_absolute_url())).text
    service = world.other
    other = make.draft(world, "delete", periods=[world.period(service)])
    other = make.owed(world, other, "customer")
    make.stock.installed(world.customer, office=world.office, agreement=world.agreement)
    other = make.step(world, other, Step.SUBMIT, world.requester)
    page = page_of(client.get(first.get_absolute_url()))
    assert other.number in page.text
    assert f"The same office: {world.office}" in page.text
    assert "neighbours" in page.hooks
    assert "overlaps" not in page.hooks
    assert "The two do not go together." not in page.text


def test_rule_05_one_waits_for_the_other_and_is_then_sent(world, browser, first, second):
    client, url = browser(world.requester), beside(second, first)
    page = page_of(client.get(url))
    assert "overlap-wait" in page.hooks
    assert f"You cannot change {first.number} now." in page.text
    assert send(client, url, action="wait").status_code == 302
    page = page_of(client.get(second.get_absolute_url()))
    assert "This request waits until that one has ended." in page.text
    assert Wait.objects.get().other == first
    assert send(client, url, action="go_on").status_code == 302
    assert not Wait.objects.exists()


def test_rule_05_two_are_put_together_by_a_click(world, browser, second):
    other = make.draft(world, "change", periods=[world.period(world.other)])
    other = make.fill(world, other, **{"line.1.desired.speed": "700"})
    operations.wait_for(document=second, other=other, by=world.by(world.requester), at=make.AT)
    client = browser(world.requester)
    url = beside(second, other)
    answer = send(client, url, action="merge")
    joined = Document.objects.get(pk=other.pk)
    assert answer["Location"] == joined.get_absolute_url()
    assert joined.lines.count() == 2
    assert Document.objects.get(pk=second.pk).status == Status.EXPIRED


def test_what_cannot_be_is_said(world, browser, first, second):
    client, url = browser(world.requester), beside(second, first)
    assert send(client, url, action="dance").status_code == 422
    fields = page_of(client.get(url)).fields
    operations.change_fields(
        document=second,
        values={"request.reference": "Ours"},
        by=world.by(world.requester),
        at=make.AT,
    )
    stale = client.post(url, {**fields, "action": "merge"})
    assert stale.status_code == 409
    nothing = make.draft(world, "add", office=world.elsewhere, offerings=[world.plus])
    assert client.get(beside(second, nothing))["Location"] == second.get_absolute_url()
    foreign = make.submitted(make.world())
    assert client.get(beside(second, foreign)).status_code == 404


def test_rule_05_the_other_has_ended_meanwhile(world, browser, first, second):
    """Pressed in a page that was open since before: back to the request, with word of it."""
    client, url = browser(world.requester), beside(second, first)
    fields = page_of(client.get(url)).fields
    make.step(world, first, Step.REJECT, world.manager, note="Twice")
    answer = client.post(url, {**fields, "action": "wait"})
    assert answer["Location"] == second.get_absolute_url()
    assert "nothing to decide any more" in page_of(client.get(answer["Location"])).text
    assert not Wait.objects.exists()


def test_who_does_not_see_the_other_learns_its_number_only(world, browser, first, second):
    colleague = people.membership("requester", customer=world.customer, scope="own").person
    theirs = make.draft(world, "change", periods=[world.period()])
    Document.objects.filter(pk=theirs.pk).update(requester=colleague)
    page = page_of(browser(colleague).get(theirs.get_absolute_url()))
    assert first.number in page.text
    assert first.get_absolute_url() not in page.links
    assert second.number not in page.text
    page = page_of(browser(colleague).get(beside(theirs, first)))
    assert "overlap-merge" not in page.hooks
    assert "overlap-wait" in page.hooks


def test_the_other_is_told_as_on_its_page(world, browser, first, second):
    """The same words as in lists, and no question to the database more than for its code."""
    client, url = browser(world.requester), second.get_absolute_url()
    row = Document.objects.filter(pk=first.pk)
    lines = Line.objects.filter(document=first)

    def told():
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
        page = page_of(client.get(url))
        return page.text

    client.get(url)
    counts = []
    told()
    row.update(status=Status.IN_REVIEW)
    assert f"{world.manager.name} is completing it" in told()
    row.update(status=Status.IN_DELIVERY, committed_on="2026-12-03")
    lines.update(status=LineStatus.PLANNED)
    assert "Planned for 3 December 2026" in told()
    lines.update(status=LineStatus.DELIVERED, delivered_on="2026-02-02")
    assert "Delivered" in told()
    held = {"resume_status": Status.IN_DELIVERY, "waiting_for": "The lift is out of order"}
    row.update(status=Status.ON_HOLD, **held)
    assert "On hold: The lift is out of order" in told()
    assert len(set(counts)) == 1
