"""Offices and what is installed there, on any day."""

import pytest

from accounts.roles import CustomerRole, Scope
from macd.views.stock.offices import installed_on
from offices.models import MembershipOffice, OfficeContact, OfficeStatus
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of
from tests.services import make as stock


def url(office):
    return f"/offices/{office.public_id}/"


def test_the_list_shows_offices_with_their_services(world, browser):
    mobile = stock.installed(world.customer, agreement=world.agreement)
    page = page_of(browser(world.requester).get("/offices/"))
    assert url(world.office) in page.links
    assert "2 services" in page.text
    assert mobile.service_id in page.text


def test_only_offices_in_scope_are_shown(world, browser):
    member = people.membership(CustomerRole.REQUESTER, customer=world.customer, scope=Scope.OFFICES)
    MembershipOffice.objects.create(
        customer=world.customer, membership=member, office=world.elsewhere
    )
    client = browser(member.person)
    page = page_of(client.get("/offices/"))
    assert url(world.elsewhere) in page.links
    assert url(world.office) not in page.links
    assert client.get(url(world.office)).status_code == 404


def test_an_office_shows_address_contacts_and_open_requests(world, browser):
    OfficeContact.objects.create(
        customer=world.customer,
        office=world.office,
        role="on_site",
        name="Jan",
        phone="+3292234567",
    )
    document = make.submitted(world)
    page = page_of(browser(world.requester).get(url(world.office)))
    assert "on_site" not in page.text
    for shown in (
        "Korenmarkt 1",
        "Jan",
        "On site",
        document.number,
        "SmartFit Internet Plus",
        "€ 100.00",
    ):
        assert shown in page.text.replace("\u00a0", " ")


def test_nothing_is_started_for_an_office_that_is_closed(world, browser):
    client = browser(world.requester)
    start = f"/documents/new/?kind=add&office={world.elsewhere.public_id}"
    assert start in page_of(client.get(url(world.elsewhere))).links
    world.elsewhere.status = OfficeStatus.CLOSED
    world.elsewhere.save()
    assert start not in page_of(client.get(url(world.elsewhere))).links
    assert client.get(start).status_code == 404


def test_another_day_shows_what_was_installed_then(world, browser):
    client = browser(world.requester)
    before = page_of(client.get(url(world.office), {"as_of": "2024-12-31"}))
    assert "Nothing is installed here on that day" in before.text
    later = page_of(client.get(url(world.office), {"as_of": "2027-01-01"}))
    assert world.service.service_id in later.text
    assert not [link for link in later.links if "kind=" in link and "service=" in link]


FAR = ["9999-12-31", "9999-11-30", "2100-01-01", "0001-01-01"]


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "0000-00-00", "9" * 5000, "\x00", *FAR])
def test_what_is_no_day_is_said_and_today_is_shown(world, browser, day):
    answer = browser(world.requester).get(url(world.office), {"as_of": day})
    page = page_of(answer)
    assert answer.status_code == 200
    assert "That is not a day" in page.text
    assert world.service.service_id in page.text


def test_a_stranger_finds_no_office(world, browser):
    stranger = browser(people.membership(CustomerRole.REQUESTER).person)
    assert stranger.get(url(world.office)).status_code == 404


def test_what_ends_is_not_installed_on_the_day_it_ends(world):
    assert installed_on(make.TODAY).filter(office=world.office).count() == 2


@pytest.mark.parametrize("page", ["/offices/", "office"])
def test_pages_cost_a_fixed_number_of_queries(world, browser, page, django_assert_max_num_queries):
    for _each in range(6):
        stock.installed(world.customer, office=world.office, agreement=world.agreement)
    client = browser(world.requester)
    here = url(world.office) if page == "office" else page
    client.get(here)
    with django_assert_max_num_queries(9 + NESTED):
        client.get(here)
