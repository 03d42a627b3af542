"""Inviting somebody: what the company sees of it, and who says yes or no."""

import pytest
from django.core import mail

from accounts.clock import now
from accounts.mail import deliver
from accounts.models import Invitation, Membership, Person
from macd import operations
from macd.refusals import StepDenied
from outbox.models import Message
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of

INVITED = {
    "email": "nele@brouwerij.example",
    "name": "Nele Nieuw",
    "language": "en",
    "roles": ["requester"],
    "scope": "all",
}


@pytest.fixture
def keeper(world) -> Person:
    """The company's administrator."""
    return people.membership("company_administrator", customer=world.customer).person


def invite(browser, keeper, **changes):
    """Invite as the administrator does, and return what came of it."""
    browser(keeper).post("/company/invite/", {**INVITED, **changes})
    return Invitation.objects.get()


def answer(browser, invitation, what="accept"):
    """Say yes, or no."""
    sent = {"invitation": invitation.pk, what: "yes"}
    return browser(invitation.person).post("/invitations/", sent)


def told(answered):
    return [str(each) for each in answered.context["messages"]]


def test_a_newcomer_is_invited_and_belongs_nowhere_before_saying_yes(world, keeper, browser):
    client = browser(keeper)
    assert client.post("/company/invite/", {**INVITED, "scope": "offices"}).status_code == 422
    invitation = invite(browser, keeper)
    person = Person.objects.get(email=INVITED["email"])
    assert not person.has_usable_password()
    message = Message.objects.get(channel="account_mail", recipient=person)
    about = {"customer": world.customer.pk, "inviter": keeper.pk, "path": "/invitations/"}
    assert message.payload == {"mail": "invitation", **about}
    document = make.submitted(world)
    there = browser(invitation.person)
    assert there.get(document.get_absolute_url()).status_code == 404
    assert there.get("/").headers["Location"] == "/invitations/"
    page = page_of(there.get("/invitations/"))
    assert {"accept-invitation", "decline-invitation"} <= set(page.hooks)
    assert world.customer.legal_name in page.text
    assert keeper.name in page.text
    assert not Membership.objects.filter(person=person).exists()


def test_who_says_yes_sees_what_was_chosen(world, keeper, browser):
    reach = {"scope": "offices", "offices": [str(world.elsewhere.public_id)]}
    invitation = invite(browser, keeper, **reach)
    assert world.elsewhere.name in page_of(browser(keeper).get("/company/")).text
    document = make.submitted(world)
    assert answer(browser, invitation).headers["Location"] == "/"
    assert not Invitation.objects.exists()
    membership = Membership.objects.get(person=invitation.person)
    assert (membership.roles, membership.scope) == (["requester"], "offices")
    assert [each.office for each in membership.offices_in_scope.all()] == [world.elsewhere]
    there = browser(invitation.person)
    assert there.get("/").status_code == 200
    assert there.get(document.get_absolute_url()).status_code == 404
    url = f"/company/colleagues/{membership.pk}/"
    browser(keeper).post(url, {"roles": ["viewer"], "scope": "all"})
    assert there.get(document.get_absolute_url()).status_code == 200


def test_nothing_known_of_an_address_is_told_before_its_person_says_yes(world, keeper, browser):
    """Promise 10: known, unknown, staff and locked out look alike to who invites."""
    known = people.person(name="Sophie Martin", email="sophie@elders.example")
    staff = people.staff(name="Victor Verkoop", email="victor@provider.example")
    locked = people.person(name="Luc Lock", email="luc@elders.example", is_active=False)
    client = browser(keeper)
    for address in (known.email, staff.email, locked.email, "niemand@elders.example"):
        form = {**INVITED, "email": address, "name": "Fremd"}
        answered = client.post("/company/invite/", form, follow=True)
        assert told(answered) == ["Fremd gets a mail with the way in."]
    page = page_of(client.get("/company/"))
    for name in (known.name, staff.name, locked.name):
        assert name not in page.text
    assert page.text.count("Fremd") >= 4
    for address in (known.email, staff.email):
        assert browser(keeper).get("/company/").content.count(address.encode()) == 1
    rules = page_of(client.get("/company/"))
    assert "Sophie" not in rules.text
    answer(browser, Invitation.objects.get(person=known))
    assert known.name in page_of(client.get("/company/")).text


def test_who_may_not_belong_to_a_company_gets_no_mail_and_has_no_yes(world, keeper, browser):
    staff = people.staff()
    invitation = invite(browser, keeper, email=staff.email)
    assert not Message.objects.filter(channel="account_mail").exists()
    assert "accept-invitation" not in page_of(browser(staff).get("/invitations/")).hooks
    answered = answer(browser, invitation)
    assert answered.headers["Location"] == "/invitations/"
    assert not Membership.objects.filter(person=staff).exists()


def test_the_mail_leads_who_can_sign_in_to_their_answer(world, keeper, browser):
    person = people.person()
    invite(browser, keeper, email=person.email)
    deliver(Message.objects.get(channel="account_mail"))
    assert "/invitations/" in mail.outbox[0].body


def test_the_same_address_is_invited_once_and_a_colleague_not_at_all(world, keeper, browser):
    invite(browser, keeper)
    client = browser(keeper)
    again = client.post("/company/invite/", {**INVITED, "email": INVITED["email"].upper()})
    assert again.status_code == 422
    assert "This address is invited already." in page_of(again).text
    colleague = client.post("/company/invite/", {**INVITED, "email": world.requester.email})
    assert colleague.status_code == 422
    signs = client.post("/company/invite/", {**INVITED, "email": "x@y.be", "roles": ["signatory"]})
    assert signs.status_code == 422
    nothing = client.post("/company/invite/", {**INVITED, "email": "x@y.be", "roles": []})
    assert "Choose at least one role." in page_of(nothing).text
    assert Invitation.objects.count() == 1


def test_saying_no_tells_nothing_and_can_be_asked_again(world, keeper, browser):
    invitation = invite(browser, keeper)
    assert answer(browser, invitation, "decline").status_code == 302
    assert not Invitation.objects.exists()
    assert not Membership.objects.filter(person=invitation.person).exists()
    assert invite(browser, keeper).pk != invitation.pk


def test_an_invitation_is_sent_again_after_a_while_and_withdrawn(world, keeper, browser, settings):
    invitation = invite(browser, keeper)
    client = browser(keeper)
    url = f"/company/invitations/{invitation.pk}/"
    assert {"invite-again", "withdraw-invitation"} <= set(page_of(client.get("/company/")).hooks)
    early = client.post(url, {"again": "yes"}, follow=True)
    assert told(early) == [
        "The last mail left less than ten minutes ago. Give it a moment to arrive."
    ]
    assert Message.objects.filter(channel="account_mail").count() == 1
    settings.MACD_CLOCK = "2026-03-05T12:00:00+00:00"
    Invitation.objects.update(sent_at="2026-03-01T09:00:00+00:00")
    client.post(url, {"again": "yes"})
    assert Message.objects.filter(channel="account_mail").count() == 2
    assert client.post(url, {"withdraw": "yes"}).status_code == 302
    assert client.post(url, {"withdraw": "yes"}).status_code == 404
    late = browser(invitation.person).post(
        "/invitations/", {"invitation": invitation.pk, "accept": "yes"}, follow=True
    )
    assert told(late) == ["This invitation is no longer open."]
    assert not Membership.objects.filter(person=invitation.person).exists()


def test_an_invitation_ends_by_itself_after_thirty_days_and_begins_anew_when_sent_again(
    world, keeper, browser, settings
):
    invitation = invite(browser, keeper, email=people.person().email)
    Invitation.objects.update(sent_at="2026-03-01T09:00:00+00:00")
    settings.MACD_CLOCK = "2026-03-31T12:00:00+00:00"
    there = browser(invitation.person)
    assert "You can answer until 31 March 2026" in page_of(there.get("/invitations/")).text
    assert "open until 31 March 2026" in page_of(browser(keeper).get("/company/")).text
    settings.MACD_CLOCK = "2026-04-01T00:00:01+02:00"
    page = page_of(there.get("/invitations/"))
    assert "accept-invitation" not in page.hooks
    assert "ends by itself after 30 days" in page.text
    assert there.get("/").status_code == 200
    for what in ("accept", "decline"):
        sent = {"invitation": invitation.pk, what: "yes"}
        late = there.post("/invitations/", sent, follow=True)
        assert told(late) == ["This invitation is no longer open."]
    # Also where it ended between the page and the answer.
    with pytest.raises(StepDenied):
        operations.accept_invitation(invitation=invitation, at=now())
    client = browser(keeper)
    ended = page_of(client.get("/company/"))
    assert "ended after 31 March 2026 without an answer" in ended.text
    client.post(f"/company/invitations/{invitation.pk}/", {"again": "yes"})
    assert "open until 1 May 2026" in page_of(client.get("/company/")).text
    answer(browser, invitation)
    assert Membership.objects.filter(person=invitation.person).exists()


def test_who_belongs_elsewhere_reads_on_the_home_page_that_they_are_invited(world, keeper, browser):
    other = make.world()
    client = browser(other.requester)
    assert "invited" not in page_of(client.get("/")).hooks
    invitation = invite(browser, keeper, email=other.requester.email)
    page = page_of(client.get("/"))
    assert "invited" in page.hooks
    assert "/invitations/" in page.links
    assert world.customer.legal_name in page.text
    answer(browser, invitation, "decline")
    assert "invited" not in page_of(client.get("/")).hooks


def test_saying_yes_twice_or_to_what_is_another_s_changes_nothing(world, keeper, browser):
    invitation = invite(browser, keeper)
    stranger = people.person()
    sent = {"invitation": invitation.pk, "accept": "yes"}
    assert told(browser(stranger).post("/invitations/", sent, follow=True)) == [
        "This invitation is no longer open."
    ]
    assert not Membership.objects.filter(person=stranger).exists()
    answer(browser, invitation)
    answer(browser, invitation)
    assert Membership.objects.filter(person=invitation.person).count() == 1
    absurd = browser(invitation.person).post("/invitations/", {"invitation": "9" * 40})
    assert absurd.status_code == 302


def test_only_administrators_send_again_or_withdraw_and_only_their_own(world, keeper, browser):
    invitation = invite(browser, keeper)
    url = f"/company/invitations/{invitation.pk}/"
    assert browser(world.requester).post(url, {"withdraw": "yes"}).status_code == 403
    assert "withdraw-invitation" not in page_of(browser(world.requester).get("/company/")).hooks
    other = make.world()
    foreign = people.membership("company_administrator", customer=other.customer).person
    assert browser(foreign).post(url, {"withdraw": "yes"}).status_code == 404
    assert Invitation.objects.exists()


def test_somebody_of_another_company_takes_part_in_both(world, keeper, browser):
    other = make.world()
    invitation = invite(browser, keeper, email=other.requester.email)
    there = browser(other.requester)
    assert there.get(f"/company/?customer={world.customer.public_id}").status_code == 404
    answer(browser, invitation)
    assert there.get(f"/company/?customer={world.customer.public_id}").status_code == 200
    assert there.get(f"/company/?customer={other.customer.public_id}").status_code == 200


@pytest.mark.parametrize("name", ["\u200b", "\u202e\u202c"])
def test_a_name_that_nobody_sees_is_refused(world, keeper, browser, name):
    refused = browser(keeper).post("/company/invite/", {**INVITED, "name": name})
    assert refused.status_code == 422
    assert "name" in refused.context["form"].errors


def test_rule_21_an_invitation_sent_answered_and_withdrawn_twice_is_one(world, keeper, browser):
    """What is sent twice about an invitation or a colleague is done once, and answered alike."""

    def twice(person, url, **facts):
        sent = {**facts, "idempotency_key": url + "-".join(facts)}
        answers = [browser(person).post(url, sent) for _ in range(2)]
        assert [each.status_code for each in answers] == [302, 302]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]

    twice(keeper, "/company/invite/", **INVITED)
    invitation = Invitation.objects.get()
    twice(keeper, f"/company/invitations/{invitation.pk}/", withdraw="yes")
    invitation = invite(browser, keeper)
    twice(invitation.person, "/invitations/", invitation=invitation.pk, accept="yes")
    membership = Membership.objects.get(person=invitation.person)
    twice(keeper, f"/company/colleagues/{membership.pk}/", roles=["viewer"], scope="all")
    twice(keeper, f"/company/colleagues/{membership.pk}/", end="yes")
    assert not Invitation.objects.exists()
