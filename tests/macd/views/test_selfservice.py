"""The pages on which administrators help themselves (rules 61 to 64)."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Person
from accounts.roles import CustomerRole
from accounts.standing import standing_of
from macd import operations
from services.models import SelfServiceAction, Sim
from services.selfservice import carry_out
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send
from tests.services.selfservice import world as helping

NEW_USER = {"user_name": "Ann", "go": ""}


@dataclass
class Company:
    world: make.World
    helped: helping.World
    uc: Person
    fleet: Person


@pytest.fixture
def company(world):
    """The company of the pages' tests, with licences, SIMs and two administrators."""
    customer = world.customer
    return Company(
        world,
        helping.world(customer=customer, licences=1),
        people.membership(CustomerRole.UC_ADMINISTRATOR, customer=customer).person,
        people.membership(CustomerRole.FLEET_ADMINISTRATOR, customer=customer).person,
    )


def user_url(company):
    code = company.helped.user.offering.code
    return f"{reverse('user_new')}?customer={company.world.customer.public_id}&offering={code}"


def carried():
    for action in SelfServiceAction.objects.all():
        carry_out(action, at=make.AT)


def test_rule_61_licences_are_told_and_a_user_is_added_in_two_pages(company, browser):
    """The page says how many are free, shows the total first, and adds on the second click."""
    client = browser(company.uc)
    page = page_of(client.get(reverse("self_service")))
    assert "1 of 1 free. You can do this yourself now." in page.text
    assert "add-user" in page.hooks
    checked = client.post(user_url(company), {"user_name": "Ann"}, follow=True)
    assert checked.status_code == 200
    assert not SelfServiceAction.objects.exists()
    confirm = page_of(checked)
    assert "What your company pays a month in all" in confirm.text
    answer = client.post(user_url(company), confirm.fields)
    assert answer.status_code == 302
    carried()
    page = page_of(client.get(reverse("self_service")))
    assert "Ann" in page.text
    assert "all 1 are taken. More licences need a request." in page.text


def test_rule_61_none_left_leads_to_a_request_with_the_licence_ticked(company, browser):
    """Without a free licence the page offers a request for more of them, filled in already; who
    may not start requests reads that a colleague can.
    """
    roles = (CustomerRole.UC_ADMINISTRATOR, CustomerRole.REQUESTER)
    client = browser(people.membership(*roles, customer=company.world.customer).person)
    helping.installed_user(company.helped)
    refused = client.post(user_url(company), NEW_USER)
    page = page_of(refused)
    assert refused.status_code == 422
    [more] = [link for link in page.links if "kind=add" in link]
    code = company.helped.licence.offering.code
    assert f"offering={code}" in more
    assert page_of(client.get(more)).hooks
    assert f'value="{code}"' in client.get(more).content.decode()
    told = page_of(browser(company.uc).post(user_url(company), NEW_USER))
    assert "A colleague who starts requests can ask for more" in told.text
    assert not [link for link in told.links if "kind=add" in link]


def test_rule_21_confirming_twice_adds_one_user(company, browser):
    """A double click is one user: the second answer is the first one's."""
    client = browser(company.uc)
    fields = page_of(client.post(user_url(company), NEW_USER, follow=True)).fields
    assert client.post(user_url(company), fields).status_code == 302
    assert client.post(user_url(company), fields).status_code == 302
    assert SelfServiceAction.objects.count() == 1


def test_a_user_is_removed(company, browser):
    service = helping.installed_user(company.helped)
    url = reverse("user_remove", args=[service.service_id])
    assert send(browser(company.uc), url).status_code == 302
    carried()
    assert (
        "Cleo"
        not in page_of(browser(company.uc).get(reverse("self_service"))).text.split(
            "What was done last"
        )[0]
    )
    assert browser(company.uc).get(url).status_code == 404


def test_rule_62_a_sim_from_order_to_block_on_its_pages(company, browser):
    """The fleet administrator orders, operations sends, the card is activated, then blocked."""
    fleet, staff = browser(company.fleet), browser(company.world.operations)
    code = company.helped.mobile.offering.code
    url = f"{reverse('sim_new')}?customer={company.world.customer.public_id}&offering={code}"
    asked = {"user_name": "Bob", "send_to": "Korenmarkt 1, 9000 Gent"}
    checked = fleet.post(url, asked, follow=True)
    assert "12" in page_of(checked).text
    ordered = fleet.post(url, page_of(checked).fields)
    sim = Sim.objects.get()
    assert ordered["Location"] == reverse("sim", args=[sim.public_id])
    assert "Bob" in page_of(staff.get(reverse("sim_orders"))).text
    number = helping.iccid()
    send_url = reverse("sim_order", args=[sim.public_id])
    assert staff.post(send_url, {"do": "send", "iccid": "123"}).status_code == 422
    assert staff.post(send_url, {"do": "send", "iccid": number}).status_code == 302
    step = reverse("sim_step", args=[sim.public_id, "activate"])
    assert send(fleet, step, iccid="8932").status_code == 422
    assert send(fleet, step, iccid=number).status_code == 302
    carried()
    assert send(fleet, reverse("sim_step", args=[sim.public_id, "block"]), reason="lost")
    page = page_of(fleet.get(reverse("sim", args=[sim.public_id])))
    assert "Blocked: Lost" in page.text
    assert "go-unblock" in page.hooks
    sim.refresh_from_db()
    assert sim.status == "blocked"


def test_rule_35_a_sim_belongs_to_an_office_of_its_company(company, browser):
    """Ordered with a home office, it is asked about when that moves; a foreign one is none."""
    fleet, home = browser(company.fleet), company.world.office
    code = company.helped.mobile.offering.code
    url = f"{reverse('sim_new')}?customer={company.world.customer.public_id}&offering={code}"
    asked = {"user_name": "Bob", "send_to": "Korenmarkt 1, 9000 Gent"}
    foreign = make.world().office
    assert fleet.post(url, {**asked, "home_office": str(foreign.pk)}).status_code == 422
    checked = page_of(fleet.post(url, {**asked, "home_office": str(home.pk)}, follow=True))
    assert home.name in checked.text
    fleet.post(url, checked.fields)
    assert Sim.objects.get().service.home_office == home


def test_rule_35_a_user_and_a_sim_move_to_another_office_of_their_company(company, browser):
    """Each by its own administrator; an office of another company is none to choose."""
    user, sim = helping.installed_user(company.helped), helping.installed(company.helped)
    there, elsewhere = company.world.elsewhere, make.world().office
    for person, service, at in (
        (company.uc, user, reverse("user_home", args=[user.service_id])),
        (company.fleet, sim.service, reverse("sim_home", args=[sim.public_id])),
    ):
        client = browser(person)
        assert send(client, at, home_office=str(elsewhere.pk)).status_code == 422
        assert send(client, at, home_office=str(there.pk)).status_code == 302
        service.refresh_from_db()
        assert service.home_office == there
        assert page_of(client.get(at)).fields["home_office"] == str(there.pk)


def test_rule_62_the_qr_code_is_shown_once(company, browser):
    """Looking needs a click, never an address alone, and works once."""
    fleet = browser(company.fleet)
    sim = helping.shipped(company.helped, esim=True)
    url = reverse("sim_step", args=[sim.public_id, "code"])
    assert "qr" not in page_of(fleet.get(url)).hooks
    shown = send(fleet, url)
    assert "qr" in page_of(shown).hooks
    assert shown.headers["Cache-Control"] == "private, no-store"
    again = fleet.post(url, {})
    assert again.status_code == 422
    assert "shown before" in page_of(again).text


def test_an_order_is_refused_with_a_reason(company, browser):
    sim = helping.ordered(company.helped)
    staff = browser(company.world.operations)
    url = reverse("sim_order", args=[sim.public_id])
    for unseen in ("", "\u202e"):
        assert staff.post(url, {"do": "refuse", "reason": unseen}).status_code == 422
    assert staff.post(url, {"do": "refuse", "reason": "No such street"}).status_code == 302
    history = page_of(browser(company.fleet).get(reverse("self_service_history")))
    assert "No such street" in history.text


def held_above(company, amount):
    """The company's administrator lets a colleague agree to what is dearer than this."""
    keeper = people.membership(CustomerRole.COMPANY_ADMINISTRATOR, customer=company.world.customer)
    operations.set_company_rule(
        customer=company.world.customer,
        over=Decimal(amount),
        approver_id=None,
        by=standing_of(keeper.person, on=make.TODAY),
        at=make.AT,
    )


def order(client, company):
    """Order a SIM in two pages; give back the last answer."""
    code = company.helped.mobile.offering.code
    url = f"{reverse('sim_new')}?customer={company.world.customer.public_id}&offering={code}"
    asked = {"user_name": "Ann", "send_to": "Korenmarkt 1, 9000 Gent"}
    answer = client.post(url, asked, follow=True)
    return client.post(url, page_of(answer).fields) if answer.status_code == 200 else answer


def test_rule_63_the_company_s_rule_holds_for_what_somebody_orders_alone(company, browser):
    """Two SIMs of one day count together; above the rule the order leads to a request."""
    held_above(company, company.helped.mobile.recurring_price + 1)
    client = browser(company.fleet)
    assert order(client, company).status_code == 302
    refused = order(client, company)
    assert refused.status_code == 422
    assert "a colleague to agree" in page_of(refused).text
    assert SelfServiceAction.objects.count() == 1


def test_rule_63_whoever_may_agree_orders_alone(company, browser):
    """A fleet administrator who is company administrator as well needs nobody."""
    held_above(company, 0)
    membership = company.fleet.memberships.get()
    membership.roles = [*membership.roles, CustomerRole.COMPANY_ADMINISTRATOR]
    membership.save()
    assert order(browser(company.fleet), company).status_code == 302


def test_rule_64_an_offering_without_the_flag_is_not_found(company, browser):
    """What the catalogue does not flag has no page here."""
    offering = company.helped.user.offering
    offering.self_service = False
    offering.save()
    assert browser(company.uc).get(user_url(company)).status_code == 404


def test_each_role_has_its_own_part(company, browser):
    helping.installed(company.helped)
    users, sims = "Users", "SIMs"
    uc = page_of(browser(company.uc).get(reverse("self_service"))).text
    fleet = page_of(browser(company.fleet).get(reverse("self_service"))).text
    assert (users in uc, sims in uc) == (True, False)
    assert (users in fleet, sims in fleet) == (False, True)
    assert browser(company.fleet).get(user_url(company)).status_code == 403


def test_what_was_done_is_listed_for_the_company_and_nobody_else(company, browser):
    client = browser(company.uc)
    client.post(
        user_url(company), page_of(client.post(user_url(company), NEW_USER, follow=True)).fields
    )
    number = SelfServiceAction.objects.get().number
    for person in (company.world.requester, company.world.manager, company.uc):
        assert number in page_of(browser(person).get(reverse("self_service_history"))).text
    stranger = people.membership(CustomerRole.REQUESTER).person
    assert number not in page_of(browser(stranger).get(reverse("self_service_history"))).text


def test_what_was_never_sent_was_not_used_and_costs_nothing(company, browser):
    sim = helping.ordered(company.helped)
    staff, fleet = browser(company.world.operations), browser(company.fleet)
    staff.post(reverse("sim_order", args=[sim.public_id]), {"do": "refuse", "reason": "No street"})
    page = page_of(fleet.get(reverse("sim", args=[sim.public_id])))
    assert "Not delivered" in page.text
    assert "never sent" in page.text
    assert "No longer used" not in page.text
    assert "+€" not in page.text


def test_an_order_that_is_not_sent_yet_is_cancelled(company, browser):
    sim = helping.ordered(company.helped)
    fleet = browser(company.fleet)
    page = page_of(fleet.get(reverse("sim", args=[sim.public_id])))
    assert "go-cancel" in page.hooks
    assert "go-end" not in page.hooks
    assert send(fleet, reverse("sim_step", args=[sim.public_id, "cancel"])).status_code == 302
    carried()
    sim.refresh_from_db()
    assert sim.status == "inactive"
    page = page_of(fleet.get(reverse("self_service_history")))
    assert "Cancel a SIM order" in page.text
    assert "Stop using a SIM" not in page.text


def test_what_worked_and_is_stopped_is_told_as_stopped(company, browser):
    sim = helping.installed(company.helped)
    fleet = browser(company.fleet)
    assert send(fleet, reverse("sim_step", args=[sim.public_id, "end"])).status_code == 302
    carried()
    page = page_of(fleet.get(reverse("self_service_history")))
    assert "Stop using a SIM" in page.text
    assert "Cancel a SIM order" not in page.text


def test_a_replacement_is_not_cancelled_with_its_service(company, browser):
    old = helping.installed(company.helped)
    fleet = browser(company.fleet)
    send(fleet, reverse("sim_step", args=[old.public_id, "replace"]), esim="1")
    new = Sim.objects.get(replaces=old)
    assert "go-cancel" not in page_of(fleet.get(reverse("sim", args=[new.public_id]))).hooks
    assert send(fleet, reverse("sim_step", args=[new.public_id, "cancel"])).status_code == 422
    old.refresh_from_db()
    assert old.status == "active"


def sim_url(company):
    code = company.helped.mobile.offering.code
    return f"{reverse('sim_new')}?customer={company.world.customer.public_id}&offering={code}"


def test_a_taken_extension_is_refused_beside_its_field_before_the_total(company, browser):
    client = browser(company.uc)
    service = helping.installed_user(company.helped)
    service.periods.update(configuration={"user_name": "Cleo", "extension": "201"})
    company.helped.licences.periods.update(quantity=2)
    refused = client.post(user_url(company), {"user_name": "Ann", "extension": "201"})
    assert refused.status_code == 422
    assert "Cleo has this extension already. Choose another one." in page_of(refused).text
    assert "Use 2 to 6 digits." in page_of(client.get(user_url(company))).text


def test_a_card_needs_an_address_and_says_so_at_once(company, browser):
    """With all else that is missing, and without "(optional)"; an eSIM is sent nowhere."""
    fleet = browser(company.fleet)
    assert "Send the card to (optional)" not in page_of(fleet.get(sim_url(company))).text
    empty = fleet.post(sim_url(company), {})
    assert empty.status_code == 422
    assert "Say where the card is sent." in page_of(empty).text
    profile = {"user_name": "Bob", "esim": "on", "send_to": "Korenmarkt 1, 9000 Gent"}
    checked = fleet.post(sim_url(company), profile, follow=True)
    assert "Korenmarkt" not in page_of(checked).text
    card = page_of(fleet.post(sim_url(company), {**profile, "esim": ""}, follow=True))
    assert "To be sent to" in card.text
    old = helping.installed(company.helped)
    step = reverse("sim_step", args=[old.public_id, "replace"])
    assert "Say where the card is sent." in page_of(send(fleet, step, esim="0")).text


def test_what_was_done_is_said_and_not_offered_again(company, browser):
    old = helping.installed(company.helped)
    fleet, own = browser(company.fleet), reverse("sim", args=[old.public_id])
    send(fleet, reverse("sim_step", args=[old.public_id, "replace"]), esim="1")
    page = page_of(fleet.get(own))
    assert "The replacement is ordered." in page.text
    assert "go-replace" not in page.hooks
    assert {"go-block", "go-end"} <= set(page.hooks)
    send(fleet, reverse("sim_step", args=[old.public_id, "end"]))
    page = page_of(fleet.get(own))
    assert "The SIM is being stopped." in page.text
    assert "go-end" not in page.hooks


def test_rule_63_stopping_a_sim_shows_the_new_total_first(company, browser):
    """What the company pays a month falls by what the SIM costs."""
    sim = helping.installed(company.helped)
    fleet = browser(company.fleet)
    page = page_of(fleet.get(reverse("sim_step", args=[sim.public_id, "end"])))
    assert "What your company pays a month in all" in page.text
    assert "170.50 → € 158.50 −€ 12.00 a month" in page.text


def test_one_s_own_cancelled_order_has_not_failed(company, browser):
    sim = helping.ordered(company.helped)
    fleet = browser(company.fleet)
    send(fleet, reverse("sim_step", args=[sim.public_id, "cancel"]))
    assert (
        "Wait until what is under way is done."
        in page_of(fleet.get(reverse("sim", args=[sim.public_id]))).text
    )
    carried()
    for url in (reverse("self_service"), reverse("sim", args=[sim.public_id])):
        text = page_of(fleet.get(url)).text
        assert "Cancelled" in text
        assert "Failed" not in text
        assert "Not delivered" not in text


def test_actions_name_the_user_of_a_sim_that_is_to_come(company, browser):
    sim = helping.shipped(company.helped)
    fleet = browser(company.fleet)
    send(fleet, reverse("sim_step", args=[sim.public_id, "block"]), reason="lost")
    text = page_of(fleet.get(reverse("self_service_history"))).text
    assert "Block a SIM" in text
    assert sim.service.service_id not in text


def test_an_esim_is_ready_to_install_and_not_on_its_way(company, browser):
    sim = helping.shipped(company.helped, esim=True)
    fleet = browser(company.fleet)
    for url in (reverse("self_service"), reverse("sim", args=[sim.public_id])):
        text = page_of(fleet.get(url)).text
        assert "Ready to install" in text
        assert "On its way" not in text


def test_rule_21_the_page_that_checks_is_found_again_by_back_and_orders_once(company, browser):
    """It has an address of its own; who comes back to it and orders again has ordered once."""
    client = browser(company.fleet)
    asked = {"user_name": "Bob", "send_to": "Korenmarkt 1, 9000 Gent"}
    sent = client.post(sim_url(company), asked)
    assert sent.status_code == 302
    address = sent["Location"]
    assert "Bob" not in address
    first = client.post(address, page_of(client.get(address)).fields)
    again = client.post(address, page_of(client.get(address)).fields)
    assert first["Location"] == again["Location"]
    assert Sim.objects.count() == 1
    elsewhere = page_of(browser(company.fleet).get(address))
    assert "Bob" not in elsewhere.text


def test_what_is_checked_is_changed_with_what_was_typed(company, browser):
    client = browser(company.uc)
    checked = page_of(client.post(user_url(company), {"user_name": "Ann"}, follow=True))
    [change] = [link for link in checked.links if "change=" in link]
    page = page_of(client.get(change))
    assert page.fields["user_name"] == "Ann"
    assert not SelfServiceAction.objects.exists()
    better = page_of(client.post(change, {"user_name": "Anna"}, follow=True))
    assert "Anna" in better.text
    client.post(user_url(company), better.fields)
    carried()
    assert "Anna" in page_of(client.get(reverse("self_service"))).text
