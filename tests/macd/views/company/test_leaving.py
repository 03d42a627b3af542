"""Stopping the last services is refused on the page, and the provider hears of it (rule 48)."""

from accounts.roles import CustomerRole, Scope
from macd import operations
from macd.views.company.leaving import ways_to_leave
from macd.vocabulary import Happening, Kind
from services.cancellation import CancellationCase, advance_case, open_case
from services.models import CaseStatus
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of


def test_rule_48_the_last_services_are_refused_and_others_are_told(world, browser):
    document = operations.open_draft(
        kind=Kind.DELETE,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=make.AT,
        office=world.office,
        periods=[world.period(), world.period(world.other)],
    )
    document = operations.change_fields(
        document=document,
        values={"request.requested_on": make.WANTED},
        by=world.by(world.requester),
        at=make.AT,
    )
    url = f"{document.get_absolute_url()}check/"
    for _time in range(2):
        answer = browser(world.requester).post(url, {"content_hash": document.content_hash})
        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'data-testid="talk-to-us"' in text
        assert 'data-testid="give-notice"' not in text, "who may not is not sent to a refusal"
        assert f"Who may give notice at your company: {world.signatory.name}." in text
    assert document.events.filter(step=Happening.LEAVING_REFUSED).count() == 1
    assert not CancellationCase.objects.exists()


def test_rule_56_who_may_give_notice_is_offered_it_and_others_are_told_who(world):
    ways = ways_to_leave(world.by(world.signatory), world.customer.pk)
    assert [way["testid"] for way in ways["ways"]] == ["talk-to-us", "give-notice"]
    assert ways["givers"] is None
    admin = people.membership(
        CustomerRole.COMPANY_ADMINISTRATOR,
        customer=world.customer,
        person=people.person(name="Ada Admin"),
    ).person
    gone = people.membership(
        CustomerRole.SIGNATORY, customer=world.customer, signs_until="2020-01-01"
    )
    ways = ways_to_leave(world.by(world.requester), world.customer.pk)
    assert [way["testid"] for way in ways["ways"]] == ["talk-to-us"]
    assert ways["givers"] == sorted([admin.name, world.signatory.name])
    assert gone.person.name not in ways["givers"]
    assert ways_to_leave(world.by(world.manager), world.customer.pk)["ways"] == []


def test_everybody_of_a_company_finds_the_way_to_leave(world, browser):
    for person in (world.signatory, world.requester):
        for url in ("/", "/company/"):
            assert "/cancellations/talk/" in page_of(browser(person).get(url)).links
    assert "/cancellations/" in page_of(browser(world.signatory).get("/company/")).links


def test_a_notice_is_told_on_the_home_page_while_it_runs(world, browser):
    case = open_case(
        customer_id=world.customer.pk, by=world.signatory, at=make.AT, channel="page", reason=""
    )
    url = f"/cancellations/{case.public_id}/"
    narrow = people.membership(
        CustomerRole.REQUESTER, customer=world.customer, scope=Scope.OFFICES
    ).person
    firm = people.membership(CustomerRole.PARTNER, customer=world.customer).person
    given = page_of(browser(world.requester).get("/"))
    assert url in given.links
    assert "Notice was given on 2 March 2026" in given.text
    assert "Finance looks at it" in given.text
    for person in (narrow, firm):
        assert url not in page_of(browser(person).get("/")).links
    advance_case(case=case, to=CaseStatus.ACCEPTED, by=world.finance, at=make.AT)
    assert "The notice is accepted." in page_of(browser(world.requester).get("/")).text
    advance_case(case=case, to=CaseStatus.WITHDRAWN, by=world.signatory, at=make.AT)
    assert url not in page_of(browser(world.requester).get("/")).links
