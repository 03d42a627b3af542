"""The page of a service: what it is, what is planned, what changed it."""

import pytest

from accounts.roles import CustomerRole
from macd.models import Document
from services.inventory import Source, record_change
from services.models import SourceKind
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of
from tests.services import make as stock


def url(service):
    return f"/services/{service.service_id}/"


def test_it_shows_plan_agreement_price_settings_and_numbers(world, browser):
    number = stock.number(world.service)
    page = page_of(browser(world.requester).get(url(world.service)))
    text = page.text.replace("\u00a0", " ")
    for shown in (
        "SmartFit Internet Plus", "100 Mbps", "€ 50.00", "1 January 2025", "31 December 2027",
        world.agreement.number, "Office GNT",
    ):  # fmt: skip
        assert shown in text
    assert number.e164[-2:] in text


def test_a_planned_change_names_its_document(world, browser):
    document = make.submitted(world)
    page = page_of(browser(world.requester).get(url(world.service)))
    assert "Planned" in page.text
    assert document.get_absolute_url() in page.links


def test_what_is_delivered_is_not_planned_any_more(world, browser):
    document = make.started(world, make.change(world))
    make.line_step(world, document, 1, "deliver", world.operations)
    for person in (world.requester, world.manager):
        page = page_of(browser(person).get(url(world.service)))
        assert "Planned" not in page.text
        assert "Delivered" in page.text
        assert "goes on until it is accepted" in page.text
        assert document.get_absolute_url() in page.links
    document = make.line_step(world, document, 1, "accept", world.requester)
    page = page_of(browser(world.requester).get(url(world.service)))
    assert "goes on until it is accepted" not in page.text


def test_history_names_the_document_that_changed_it(world, browser):
    document = make.submitted(world)
    record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"configuration": {"speed": 300}}},
        source=Source(SourceKind.LINE, document.number, 1, 1),
        person_id=world.operations.pk,
        at=make.AT,
    )
    page = page_of(browser(world.requester).get(url(world.service)))
    assert "300 Mbps" in page.text
    assert "Omar Operations" in page.text
    assert page.links.count(document.get_absolute_url()) >= 2
    earlier = page_of(browser(world.requester).get(url(world.service), {"as_of": "2026-03-01"}))
    assert "100 Mbps" in earlier.text


def test_history_says_in_words_where_a_change_came_from(world, browser):
    """A document has a number to open; a batch of records has none that a reader knows."""
    page = page_of(browser(world.requester).get(url(world.service)))
    assert "taken over from earlier records" in page.text
    assert "opening" not in page.text


def test_before_it_was_installed_it_says_so(world, browser):
    answer = browser(world.requester).get(url(world.service), {"as_of": "2020-01-01"})
    assert "It is not installed on that day" in page_of(answer).text


@pytest.mark.parametrize("unknown", ["SVC-0000000", "%00", "x" * 3000, "SVC%2F1"])
def test_an_unknown_one_is_not_found(world, browser, unknown):
    assert browser(world.requester).get(f"/services/{unknown}/").status_code == 404


def test_what_moved_leads_to_what_it_is_called_since(world, browser):
    document = make.started(world, make.move(world))
    for number in (2, 1):
        make.line_step(world, document, number, "deliver", world.operations)
    after = world.service.relocated_to.get()
    client = browser(world.requester)
    assert url(after) in page_of(client.get(url(world.service))).links
    assert world.service.service_id in page_of(client.get(url(after))).text
    assert url(after) not in page_of(client.get(url(world.other))).links


def test_a_foreign_one_is_not_found(world, browser):
    stranger = browser(people.membership(CustomerRole.REQUESTER).person)
    assert stranger.get(url(world.service)).status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    make.submitted(world)
    client = browser(world.requester)
    client.get(url(world.service))
    assert Document.objects.count() == 1
    # Four more than the bare page: the planned difference, days recorded ahead, what needs no
    # request.
    with django_assert_max_num_queries(14 + NESTED):
        client.get(url(world.service))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_out_of_reach_is_said_and_today_is_shown(world, browser, day):
    answer = browser(world.requester).get(url(world.service), {"as_of": day})
    assert answer.status_code == 200
    assert "That is not a day" in page_of(answer).text
