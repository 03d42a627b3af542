"""Changing what was signed, and trying again, on the pages."""

import pytest
from django.utils.html import strip_tags

from macd.amendments import open_amendment_of
from services.inventory import record_change
from tests.macd import make
from tests.macd.views.pages import Page
from tests.services import make as stock


@pytest.fixture
def both(world):
    return make.both(world)


def _page(browser, person, document, end=""):
    return browser(person).get(f"{document.get_absolute_url()}{end}")


def test_an_item_is_chosen_and_a_draft_opens(world, browser, both):
    answer = _page(browser, world.requester, both)
    page = Page(answer.content.decode())
    assert f"/documents/{both.number}/amend/?line=1" in page.links
    form = Page(_page(browser, world.requester, both, "amend/?line=1").content.decode())
    assert form.fields["lines"] == "1"
    answer = browser(world.requester).post(
        f"{both.get_absolute_url()}amend/",
        {"lines": ["1"], "idempotency_key": form.fields["idempotency_key"]},
    )
    amendment = open_amendment_of(both)
    assert answer.url == amendment.get_absolute_url()
    assert amendment.number in _page(browser, world.requester, both).content.decode()
    assert both.number in _page(browser, world.requester, amendment, "history/").content.decode()


def test_nothing_chosen_is_said_beside_the_field(world, browser, both):
    answer = browser(world.requester).post(f"{both.get_absolute_url()}amend/", {})
    assert answer.status_code == 422
    assert "Choose what you want to change." in answer.content.decode()


def test_staff_say_who_asked(world, browser, both):
    page = Page(_page(browser, world.manager, both, "amend/").content.decode())
    assert {"asked_by", "received_on"} <= set(page.fields)


def test_a_second_amendment_leads_to_the_first(world, browser, both):
    first = make.amend(world, both)
    text = _page(browser, world.requester, both, "amend/").content.decode()
    assert first.number in text
    answer = browser(world.requester).post(f"{both.get_absolute_url()}amend/", {"lines": ["2"]})
    assert answer.status_code == 409


def test_who_may_not_is_refused(world, browser, both):
    assert _page(browser, world.operations, both, "amend/").status_code == 403


def test_a_delivered_document_says_so(world, browser):
    document = make.started(world, make.change(world))
    make.line_step(world, document, 1, "deliver", world.operations)
    text = _page(browser, world.requester, document, "amend/").content.decode()
    assert "can be changed any more" in text


def test_both_sides_read_what_was_signed_beside_what_becomes(world, browser, both):
    amendment = make.sent_amendment(world, both)
    for person in (world.requester, world.manager):
        text = _page(browser, person, amendment).content.decode()
        assert "Compared with what was signed" in text
        assert both.number in text
    held = _page(browser, world.requester, both).content.decode()
    assert f"{amendment.number} is to change it" in strip_tags(held)


def test_trying_again_opens_a_draft_with_what_is_left(world, browser):
    document = make.started(world, make.change(world))
    make.line_step(world, document, 1, "fail", world.operations, note="No line there.")
    page = Page(_page(browser, world.requester, document).content.decode())
    assert "try-again" in page.hooks
    answer = browser(world.requester).post(f"{document.get_absolute_url()}again/", {})
    again = document.follow_ups.get()
    assert answer.url == again.get_absolute_url()
    answer = browser(world.requester).post(f"{document.get_absolute_url()}again/", {})
    assert answer.status_code == 409
    assert again.number in answer.content.decode()


def test_a_finding_becomes_a_quote_that_tells_what_was_found(world, browser, both):
    page = Page(_page(browser, world.operations, both).content.decode())
    assert "line-finding" in page.hooks
    where = f"{both.get_absolute_url()}lines/1/finding/"
    given = {"note": "The duct is broken.", "works": "1200"}
    answer = browser(world.operations).post(where, given)
    quote = open_amendment_of(both)
    assert answer.url == quote.get_absolute_url()
    text = _page(browser, world.requester, quote).content.decode()
    assert "The duct is broken." in text
    assert "free of charge" in text
    assert browser(world.requester).post(where, given).status_code == 403
    assert browser(world.operations).post(where, given).status_code == 409


def test_a_finding_without_words_is_asked_again(world, browser, both):
    where = f"{both.get_absolute_url()}lines/2/finding/"
    answer = browser(world.operations).post(where, {"works": "many"})
    assert answer.status_code == 422
    assert 'id="id_line_2_finding_works"' in answer.content.decode()


def test_rule_07_a_changed_inventory_is_shown_and_taken_over(world, browser):
    """The account manager reads what changed since, and takes it over with one button."""
    document = make.in_review(world, make.change(world))
    record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"configuration": {"speed": 300}}},
        source=stock.IMPORT,
        person_id=None,
        at=make.AT,
    )
    assert "take-over" in Page(_page(browser, world.manager, document).content.decode()).hooks
    answer = browser(world.manager).post(f"{document.get_absolute_url()}installed/", {})
    assert answer.status_code == 302
    assert "take-over" not in Page(_page(browser, world.manager, document).content.decode()).hooks
    answer = browser(world.manager).post(f"{document.get_absolute_url()}installed/", {})
    assert answer.status_code == 409
