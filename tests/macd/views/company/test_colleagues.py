"""One's company: who belongs to it, and what waits for a colleague before it is sent."""

from decimal import Decimal

import pytest

from accounts.models import Membership, Person
from macd import operations, policy
from macd.models import CompanyRule, Document
from macd.refusals import NotPermitted, Unsound
from macd.vocabulary import Actor, Status, Step
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send


@pytest.fixture
def keeper(world) -> Person:
    """The company's administrator."""
    return people.membership("company_administrator", customer=world.customer).person


def rule(world, keeper, over="10", approver=None):
    return operations.set_company_rule(
        customer=world.customer,
        over=Decimal(over),
        approver_id=approver.pk if approver else None,
        by=world.by(keeper),
        at=make.AT,
    )


def test_everybody_sees_the_colleagues_and_only_administrators_change_them(world, keeper, browser):
    page = page_of(browser(world.requester).get("/company/"))
    assert world.signatory.email in page.text
    assert "invite" not in page.hooks
    assert browser(world.requester).post("/company/", {"rule-over": "5"}).status_code == 403
    assert "invite" in page_of(browser(keeper).get("/company/")).hooks
    assert browser(world.manager).get("/company/").status_code == 403
    other = make.world()
    url = f"/company/?customer={world.customer.public_id}"
    assert browser(other.requester).get(url).status_code == 404


def test_who_signs_is_not_given_here_and_nobody_locks_the_door_behind_them(world, keeper, browser):
    client = browser(keeper)
    signs = Membership.objects.get(person=world.signatory)
    client.post(f"/company/colleagues/{signs.pk}/", {"roles": ["viewer"], "scope": "all"})
    signs.refresh_from_db()
    assert signs.roles == ["signatory", "viewer"]
    own = Membership.objects.get(person=keeper)
    taken = client.post(f"/company/colleagues/{own.pk}/", {"roles": ["viewer"], "scope": "all"})
    assert taken.status_code == 422
    assert client.post(f"/company/colleagues/{own.pk}/", {"end": "yes"}).status_code == 422


def test_who_only_signs_is_saved_as_they_are_and_the_page_says_what_they_keep(
    world, keeper, browser
):
    client = browser(keeper)
    signs = Membership.objects.get(person=world.signatory)
    url = f"/company/colleagues/{signs.pk}/"
    page = page_of(client.get(url))
    assert "Stays, as agreed with your account manager: Signatory." in page.text
    saved = client.post(url, {"scope": "offices", "offices": [str(world.elsewhere.public_id)]})
    assert saved.status_code == 302
    signs.refresh_from_db()
    assert (signs.roles, signs.scope) == (["signatory"], "offices")
    asks = Membership.objects.get(person=world.requester)
    url = f"/company/colleagues/{asks.pk}/"
    assert "Stays, as agreed" not in page_of(client.get(url)).text
    assert client.post(url, {"scope": "all"}).status_code == 422


def test_a_colleague_is_taken_out_after_being_told_what_that_means(world, keeper, browser):
    client = browser(keeper)
    asks = Membership.objects.get(person=world.requester)
    url = f"/company/colleagues/{asks.pk}/"
    page = page_of(client.get(url))
    assert f"{world.requester.name} no longer sees or does anything" in page.text
    assert {"end-colleague", "end-colleague-confirm"} <= set(page.hooks)
    client.post(url, {"end": "yes"})
    asks.refresh_from_db()
    assert asks.revoked_at is not None
    assert browser(world.requester).get("/company/").status_code == 403


def test_a_request_above_the_rule_waits_for_the_colleague_it_names(world, keeper, browser):
    fleet = people.membership("fleet_administrator", customer=world.customer)
    rule(world, keeper, approver=fleet)
    draft = make.change(world)
    assert draft.monthly_difference > 10
    with pytest.raises(Unsound, match=fleet.person.name):
        make.step(world, draft, Step.SUBMIT, world.requester)
    page = page_of(browser(world.requester).get(f"{draft.get_absolute_url()}check/"))
    assert {"company-rule", "ask_colleague"} <= set(page.hooks)
    assert "submit" not in page.hooks
    waiting = make.step(world, draft, Step.ASK_COLLEAGUE, world.requester)
    assert waiting.status == Status.AWAITING_COMPANY
    assert policy.people_for(Actor.COMPANY_APPROVER, waiting) == {fleet.person_id}
    with pytest.raises(NotPermitted):
        make.step(world, waiting, Step.AGREE, world.signatory)
    sent = make.step(world, waiting, Step.AGREE, fleet.person)
    assert sent.status == Status.SUBMITTED


def test_without_a_name_a_signatory_agrees_and_sends_their_own_at_once(world, keeper):
    rule(world, keeper)
    draft = make.change(world)
    with pytest.raises(Unsound, match="signatory or administrator"):
        make.step(world, draft, Step.SUBMIT, world.requester)
    waiting = make.step(world, draft, Step.ASK_COLLEAGUE, world.requester)
    assert make.step(world, waiting, Step.AGREE, world.signatory).status == Status.SUBMITTED


def test_what_is_below_or_equal_goes_and_an_ended_rule_asks_nothing(world, keeper, browser):
    draft = make.change(world)
    rule(world, keeper, over=str(draft.monthly_difference))
    assert make.step(world, draft, Step.SUBMIT, world.requester).status == Status.SUBMITTED
    rule(world, keeper, over="0")
    client = browser(keeper)
    send(client, "/company/", **{"rule-over": "", "rule-approver": ""})
    assert not CompanyRule.objects.filter(ended_at=None).exists()
    assert CompanyRule.objects.count() == 2
    fresh = make.change(make.replace_service(world))
    assert make.step(world, fresh, Step.SUBMIT, world.requester).status == Status.SUBMITTED
    refused = client.post("/company/", {"rule-over": "-5"})
    assert refused.status_code == 422
    assert Document.objects.filter(status=Status.AWAITING_COMPANY).count() == 0
