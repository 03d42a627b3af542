"""The task list of a draft and its sections, by either side."""

import pytest

from accounts.roles import CustomerRole
from macd import operations
from macd.models import Document, FieldChange
from macd.views.draft.filling import section_form
from macd.vocabulary import ChangeState, SectionName, Side, Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of, send


def fill(document, section="request"):
    return f"/documents/{document.number}/fill/{section}/"


def test_the_task_list_says_what_is_done_and_what_is_not(world, browser):
    document = make.change(world, **{"line.1.offering": world.plus.offering.code})
    page = page_of(browser(world.requester).get(document.get_absolute_url()))
    assert document.number in page.text
    for shown in ("Office", "Services", "Settings: SmartFit Internet Plus", "Date and reference",
                  "With your account manager", "Check and send"):  # fmt: skip
        assert shown in page.text
    assert "discard" in page.hooks
    assert fill(document) in page.links


def test_a_draft_is_discarded_once_it_was_confirmed_and_is_called_so(world, browser):
    document = make.change(world)
    client = browser(world.requester)
    page = page_of(client.get(document.get_absolute_url()))
    assert {"discard", "discard-confirm"} <= set(page.hooks)
    assert "cannot be taken up again" in page.text
    client.post(f"{document.get_absolute_url()}steps/discard/", page.fields)
    told = page_of(client.get(document.get_absolute_url())).text
    listed = page_of(client.get("/documents/", {"show": "closed"})).text
    for text in (told, listed):
        assert "Discarded on 2 March 2026" in text
        assert "Expired" not in text


def test_a_draft_that_nobody_ended_expires(world, browser):
    document = make.step(world, make.change(world), "expire", None)
    client = browser(world.requester)
    for url in (document.get_absolute_url(), "/documents/?show=closed"):
        assert "Expired" in page_of(client.get(url)).text


def test_a_colleague_who_only_reads_gets_no_task_list(world, browser):
    document = make.change(world)
    viewer = people.membership(CustomerRole.VIEWER, customer=world.customer).person
    client = browser(viewer)
    assert fill(document) not in page_of(client.get(document.get_absolute_url())).links
    assert client.get(fill(document)).status_code == 403


@pytest.mark.parametrize("section", ["nothing", "prices", "technical"])
def test_a_section_without_fields_of_yours_is_not_found(world, browser, section):
    document = make.change(world)
    assert browser(world.requester).get(fill(document, section)).status_code == 404


def test_a_foreign_request_is_not_found(world, browser):
    document = make.change(world)
    stranger = browser(people.membership(CustomerRole.REQUESTER).person)
    assert stranger.get(fill(document)).status_code == 404
    assert stranger.post(fill(document), {}).status_code == 404


def test_days_are_read_as_people_write_them(world, browser):
    document = make.change(world)
    answer = send(browser(world.requester), fill(document), **{"request.requested_on": "1/6/2026"})
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.requested_on.isoformat() == "2026-06-01"


@pytest.mark.parametrize(
    ("path", "typed", "message"),
    [
        ("request.requested_on", "soon", "Enter a date"),
        ("request.requested_on", "9999-12-31", "from 1 January 1900 to 31 December 2099"),
        ("request.requested_on", "01/05/0026", "from 1 January 1900 to 31 December 2099"),
        ("request.reference", "x" * 10_000, "at most 100 characters"),
        ("request.explanation", "x" * 10_000, "at most 4,000 characters"),
        ("request.reference", "a\x00b", "Remove the characters"),
        ("request.explanation", "a\x1bb", "Remove the characters"),
        ("request.po_number", "x" * 101, "at most 100 characters"),
    ],
)
def test_what_does_not_fit_is_said_beside_it_and_kept(world, browser, path, typed, message):
    document = make.change(world)
    answer = send(
        browser(world.requester), fill(document), **{"request.explanation": "kept", path: typed}
    )
    page = page_of(answer)
    assert answer.status_code == 422
    assert message in page.text
    assert f"id_{path}" in page.ids
    assert f"#id_{path}" in page.links
    assert page.fields[path] == typed
    document.refresh_from_db()
    assert document.requested_on.isoformat() == make.WANTED
    assert not FieldChange.objects.filter(document=document, path="request.explanation").exists()


def test_sent_twice_it_is_written_once(world, browser):
    document = make.change(world)
    client = browser(world.requester)
    fields = page_of(client.get(fill(document))).fields | {"request.reference": "R-1"}
    first, second = client.post(fill(document), fields), client.post(fill(document), fields)
    assert first["Location"] == second["Location"]
    assert FieldChange.objects.filter(document=document, path="request.reference").count() == 1
    other = client.post(fill(document), fields | {"request.reference": "R-2"})
    assert other.status_code == 422


def test_a_field_that_was_not_sent_stays(world, browser):
    document = make.change(world)
    client = browser(world.requester)
    assert client.post(fill(document), {"request.reference": "R-1"}).status_code == 302
    document.refresh_from_db()
    assert (document.reference, document.requested_on.isoformat()) == ("R-1", make.WANTED)


def test_in_review_the_account_manager_suggests(world, browser):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    client = browser(world.manager)
    page = page_of(client.get(fill(document)))
    assert "becomes a suggestion" in page.text
    assert "becomes a suggestion" not in page_of(client.get(fill(document, "planning"))).text
    assert send(client, fill(document), **{"request.requested_on": "2026-06-01"}).status_code == 302
    change = FieldChange.objects.get(document=document, state=ChangeState.PROPOSED)
    assert (change.path, change.after) == ("request.requested_on", "2026-06-01")
    theirs = page_of(browser(world.requester).get(fill(document)))
    assert "4 May 2026" in theirs.text
    assert "1 June 2026" in theirs.text
    send(client, fill(document, "planning"), **{"planning.committed_on": "2026-06-05"})
    document.refresh_from_db()
    assert document.committed_on.isoformat() == "2026-06-05"


@pytest.mark.parametrize(
    ("typed", "message"),
    [("2020-01-01", "in the past"), ("1/3/2026", "in the past"), ("9999-12-31", "2099")],
)
def test_rule_09_what_is_promised_lies_ahead(world, browser, typed, message):
    """A promised day that has passed already, or that nobody can count to, is refused."""
    document = make.in_review(world, make.change(world))
    client = browser(world.manager)
    answer = send(client, fill(document, "planning"), **{"planning.committed_on": typed})
    page = page_of(answer)
    assert answer.status_code == 422
    assert message in page.text
    assert "#id_planning.committed_on" in page.links
    assert page.fields["planning.committed_on"] == typed
    document.refresh_from_db()
    assert document.committed_on is None
    today = {"planning.committed_on": make.TODAY.isoformat()}
    assert send(client, fill(document, "planning"), **today).status_code == 302


def test_what_was_promised_and_has_passed_may_stay_while_the_rest_is_filled_in(world, browser):
    document = make.in_review(world, make.change(world))
    Document.objects.filter(pk=document.pk).update(committed_on="2026-03-01")
    answer = send(
        browser(world.manager), fill(document, "planning"), **{"planning.window": "morning"}
    )
    assert answer.status_code == 302


def test_after_approval_nobody_fills_in(world, browser):
    document = make.approved(world)
    assert browser(world.requester).get(fill(document)).status_code == 403
    assert browser(world.manager).post(fill(document), {}).status_code == 403


def test_each_side_has_its_fields(world):
    document = make.change(world)
    theirs = section_form(document, SectionName.PLANNING, Side.PROVIDER)
    assert theirs is not None
    assert "planning.committed_on" in theirs.fields
    assert section_form(document, SectionName.PLANNING, Side.CUSTOMER) is None


@pytest.mark.parametrize("page", ["", "fill/request/"])
def test_pages_cost_a_fixed_number_of_queries(world, browser, page, django_assert_max_num_queries):
    here = make.change(world).get_absolute_url() + page
    client = browser(world.requester)
    client.get(here)
    with django_assert_max_num_queries(13 + NESTED):
        client.get(here)


def test_the_first_day_is_said_where_it_is_asked(world, browser):
    client = browser(world.requester)
    assert "5 March 2026" in page_of(client.get(fill(make.change(world)))).text
    stop = operations.open_draft(
        kind="delete", customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office, periods=[world.period()],
    )  # fmt: skip
    text = page_of(client.get(fill(stop))).text
    assert "the first day without service is 1 April 2026" in text


def test_a_language_switched_without_script_offers_the_form_to_its_own_page(world, browser):
    """Also in a browser that does not say on which page the form stood."""
    document = make.change(world)
    client = browser(world.requester)
    sent = send(client, fill(document), **{"request.reference": "R-8"})
    assert sent.status_code == 302
    fields = page_of(client.get(fill(document))).fields | {"request.reference": "R-9"}
    switched = client.post("/accounts/language/", {**fields, "language": "fr"})
    assert switched.url == "/accounts/unsent/"
    offered = client.get(switched.url).content.decode()
    assert f'<form method="post" action="{fill(document)}"' in offered
    assert "R-9" in offered
