"""Home: what needs the person, what is open, what there is; staff go to their desks."""

import pytest

from accounts.models import Membership
from accounts.roles import CustomerRole, StaffRole
from macd import operations
from macd.views.home import SHOWN_AT_OFFICE, desk_of, places_of
from macd.vocabulary import Step
from services.models import ServicePeriod
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of
from tests.services import make as stock


def test_a_requester_sees_drafts_and_questions_first(world, browser):
    draft = make.change(world)
    asked = operations.open_draft(
        kind="change", customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office,
        periods=[world.period(world.other)],
    )  # fmt: skip
    asked = operations.change_fields(
        document=asked,
        values={"request.requested_on": make.WANTED, "line.1.desired.speed": "200"},
        by=world.by(world.requester),
        at=make.AT,
    )
    asked = make.step(world, asked, Step.SUBMIT, world.requester)
    make.step(world, asked, Step.ASK, world.manager, note="Is the rack free?")
    page = page_of(browser(world.requester).get("/"))
    assert "2 things need you" in page.text
    assert f"Complete and send {draft.number}" in page.text
    assert f"Answer about {asked.number}" in page.text
    assert "Is the rack free?" in page.text
    assert page.text.index(asked.number) < page.text.index(draft.number)


def test_a_signatory_is_asked_to_sign(world, browser):
    document = make.approved(world)
    page = page_of(browser(world.signatory).get("/"))
    assert f"Sign {document.number}" in page.text
    assert f"/documents/{document.number}/sign/" in page.links
    assert "Nothing needs you now" in page_of(browser(world.requester).get("/")).text


def test_a_suggestion_waits_for_the_requester(world, browser):
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    operations.change_fields(
        document=document,
        values={"request.requested_on": "2026-06-01"},
        by=world.by(world.manager),
        at=make.AT,
    )
    assert f"suggestions in {document.number}" in page_of(browser(world.requester).get("/")).text
    reader = people.membership(CustomerRole.VIEWER, customer=world.customer).person
    assert "suggestions in" not in page_of(browser(reader).get("/")).text, "who cannot decide"


def test_services_show_what_can_be_done_and_why_not(world, browser):
    document = make.submitted(world)
    answer = browser(world.requester).get("/")
    page = page_of(answer)
    assert f"{document.number} is open on it" in page.text
    described = f'aria-describedby="open-{world.service.service_id.lower()}"'
    assert described in answer.content.decode()
    free = f"/documents/new/?kind=delete&service={world.other.service_id}"
    taken = f"/documents/new/?kind=delete&service={world.service.service_id}"
    assert free in page.links
    assert taken not in page.links
    assert "start-document" in page.hooks


def test_a_viewer_starts_nothing(world, browser):
    viewer = people.membership(CustomerRole.VIEWER, customer=world.customer).person
    page = page_of(browser(viewer).get("/"))
    assert "start-document" not in page.hooks
    assert not [link for link in page.links if link.startswith("/documents/new/")]
    assert world.service.service_id in page.text


def test_another_company_sees_nothing_of_it(world, browser):
    document = make.submitted(world)
    stranger = people.membership(CustomerRole.REQUESTER).person
    text = page_of(browser(stranger).get("/")).text
    assert document.number not in text
    assert world.service.service_id not in text


@pytest.mark.parametrize(
    ("role", "desk"),
    [
        (StaffRole.ACCOUNT_MANAGER, "inbox"),
        (StaffRole.OPERATIONS, "operations"),
        (StaffRole.FINANCE, "cancellations"),
        (StaffRole.AUDITOR, "documents"),
        (StaffRole.ADMINISTRATOR, "admin:index"),
    ],
)
def test_staff_go_to_their_desk(world, browser, role, desk):
    person = people.staff(role)
    assert desk_of(world.by(person)) == desk
    assert browser(person).get("/").status_code == 302


def test_home_costs_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    make.submitted(world)
    for _each in range(5):
        stock.installed(world.customer, office=world.elsewhere, agreement=world.agreement)
    client = browser(world.requester)
    client.get("/")
    with django_assert_max_num_queries(13 + NESTED):
        client.get("/")


def test_an_office_shows_its_first_services_and_counts_and_adds_up_all(world, browser):
    """The sum is of all that is installed there, not of the few that are shown."""
    for _each in range(SHOWN_AT_OFFICE + 3):
        stock.installed(world.customer, office=world.elsewhere, agreement=world.agreement)
    periods = ServicePeriod.objects.filter(office=world.elsewhere)
    places = {row["name"]: row for row in places_of(world.by(world.requester))}
    there = places[world.elsewhere.name]
    assert (there["count"], there["more"]) == (SHOWN_AT_OFFICE + 3, 3)
    assert len(there["services"]) == SHOWN_AT_OFFICE
    assert there["price"] == sum(period.monthly_amount for period in periods)
    assert (
        f"All {SHOWN_AT_OFFICE + 3} services" in browser(world.requester).get("/").content.decode()
    )


def test_who_belongs_to_no_company_is_told_so_and_led_nowhere(world, browser):
    Membership.objects.filter(person=world.requester).update(revoked_at=make.AT)
    page = page_of(browser(world.requester).get("/"))
    assert "You belong to no company here" in page.text
    assert "leave" not in page.hooks
