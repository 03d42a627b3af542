"""The pages on which operations keeps the inventory true."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.roles import StaffRole
from services.models import Correction, Offering
from services.suspending import causes_on
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send
from tests.services import make as stock
from tests.services.selfservice import world as helping


@pytest.fixture
def operator(world, browser):
    return browser(world.operations)


@pytest.fixture
def colleague(world, browser):
    return browser(people.staff(StaffRole.OPERATIONS))


def correct_url(service, entry=None):
    url = reverse("service_correct", args=[service.service_id])
    return f"{url}?entry={entry}" if entry else url


def look(client, url, **values):
    """Fill the form in and ask what it would become."""
    return send(client, url, go="look", **values)


def test_a_price_is_written_as_its_reader_writes_it(world, operator):
    world.operations.language = "nl"
    world.operations.save(update_fields=["language"])
    url = correct_url(world.service)
    assert page_of(operator.get(url)).fields["recurring_price"] == "50,00"
    assert "45,50" in page_of(look(operator, url, recurring_price="45,50", reason="x")).text


def test_a_correction_shows_both_histories_before_it_is_made(world, operator):
    url = correct_url(world.service)
    shown = look(operator, url, setting_speed="300", reason="The order said 300")
    page = page_of(shown)
    assert "As recorded" in page.text
    assert "300 Mbps" in page.text
    assert not Correction.objects.exists()
    answer = operator.post(url, {**page.fields, "go": "do"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("service", args=[world.service.service_id])
    assert world.period().configuration["speed"] == 300


def test_what_is_tied_to_an_office_is_corrected_to_another_one_only(world, operator):
    """As imports ask it; what is tied to none is corrected to none."""
    url = correct_url(world.service)
    assert look(operator, url, office="none", reason="x").status_code == 422
    Offering.objects.filter(versions=world.period().offering_version).update(site_bound=False)
    office = str(world.period().office.public_id)
    assert look(operator, url, office=office, reason="x").status_code == 422
    assert look(operator, url, office="none", reason="x").status_code == 200


def test_a_price_needs_a_colleague(world, operator, colleague):
    url = correct_url(world.service, 1)
    page = page_of(look(operator, url, recurring_price="45", reason="Contract of May"))
    assert "A second person must agree" in page.text
    assert operator.post(url, {**page.fields, "go": "do"})["Location"] == reverse("corrections")
    correction = Correction.objects.get()
    decide = reverse("correction_decide", args=[correction.public_id])
    assert "a colleague agrees" in page_of(operator.get(reverse("corrections"))).text
    assert operator.post(decide, {"do": "apply"}).status_code == 422
    assert colleague.post(decide, {"do": "apply"}).status_code == 302
    assert world.period().recurring_price == 45
    assert "Contract of May" in page_of(operator.get(reverse("corrections"))).text


def test_a_correction_is_refused_with_a_reason(world, operator, colleague):
    url = correct_url(world.service, 1)
    page = page_of(look(operator, url, recurring_price="45", reason="Contract of May"))
    operator.post(url, {**page.fields, "go": "do"})
    decide = reverse("correction_decide", args=[Correction.objects.get().public_id])
    assert colleague.post(decide, {"do": "refuse"}).status_code == 422
    assert colleague.post(decide, {"do": "refuse", "reason": "No"}).status_code == 302
    assert Correction.objects.get().status == "refused"


def test_what_does_not_fit_is_told_beside_its_field(world, operator):
    url = correct_url(world.service)
    wrong = look(operator, url, setting_speed="5", quantity="0", reason="x")
    assert wrong.status_code == 422
    assert "Give at least 10" in page_of(wrong).text
    same = look(operator, url, reason="x")
    assert "Nothing would change" in page_of(same).text
    early = look(operator, url, effective_on="2019-01-01", quantity="2", reason="x")
    assert "not installed" in page_of(early).text


def test_an_entry_that_never_happened(world, operator):
    stock.record_change(
        service=world.service, effective_on=make.TODAY, change={"suspend": True},
        source=stock.Source("provider_event", cause="fraud"), person_id=None, at=make.AT,
    )  # fmt: skip
    url = correct_url(world.service, 2)
    page = page_of(send(operator, url, go="never", reason="Another customer"))
    assert operator.post(url, {**page.fields, "go": "do-never"}).status_code == 302
    assert world.period().status == "active"
    assert operator.get(correct_url(world.service, 99)).status_code == 404


def test_a_service_is_suspended_and_resumed(world, operator):
    url = reverse("service_event", args=[world.service.service_id])
    page = page_of(operator.get(url))
    assert "event-suspend" in page.hooks
    assert "event-resume" not in page.hooks
    assert send(operator, f"{url}?what=suspend", cause="unpaid", note="Third letter")
    assert causes_on(world.service) == {"unpaid"}
    assert "event-resume" in page_of(operator.get(url)).hooks
    again = send(operator, f"{url}?what=suspend", cause="unpaid")
    assert again.status_code == 422
    assert send(operator, f"{url}?what=resume", cause="unpaid").status_code == 302
    assert world.period().status == "active"
    assert operator.get(f"{url}?what=device").status_code == 404


def test_a_number_is_ported_out(world, operator):
    number = stock.number(world.service)
    url = reverse("service_event", args=[world.service.service_id])
    told = {"number": number.e164, "operator": "Otherdonor"}
    shown = page_of(operator.get(f"{url}?what=port_notice"))
    assert shown.fields.keys() >= {"operator", "on", "note"}
    answer = send(operator, f"{url}?what=ported", **told)
    assert answer.status_code == 302
    assert "stops this service" in page_of(operator.get(answer["Location"])).text
    number.refresh_from_db()
    assert number.status == "ported_out"
    shown = page_of(operator.get(reverse("service", args=[world.service.service_id])))
    assert "ported out" in shown.text.lower()


def test_the_desk_finds_services_by_what_people_know(world, operator):
    number = stock.number(world.service)
    for words in (world.service.service_id, world.customer.legal_name[:10], number.e164):
        page = page_of(operator.get(reverse("inventory"), {"q": words}))
        assert world.service.service_id in page.text, words
    assert "No such service" in page_of(operator.get(reverse("inventory"), {"q": "zzz"})).text


def test_the_service_page_leads_operations_to_both(world, operator, browser):
    url = reverse("service", args=[world.service.service_id])
    page = page_of(operator.get(url))
    assert {"correct-service", "record-event"} <= set(page.hooks)
    assert correct_url(world.service, 1) in page.links
    assert "correct-service" not in page_of(browser(world.requester).get(url)).hooks


def test_planned_stands_beside_current(world, browser):
    """What an open request changes, and what is recorded ahead, with its difference."""
    document = make.step(world, make.change(world), make.Step.SUBMIT, world.requester)
    stock.record_change(
        service=world.service, effective_on=date(2027, 1, 1),
        change={"set": {"recurring_price": "55"}},
        source=stock.Source("provider_event", cause="indexation"), person_id=None, at=make.AT,
    )  # fmt: skip
    url = reverse("service", args=[world.service.service_id])
    page = page_of(browser(world.requester).get(url))
    assert document.number in page.text
    assert "SmartFit Internet Extra" in page.text
    assert "Recorded ahead" in page.text
    assert "€ 55.00" in page.text


def test_a_service_says_what_can_be_done_without_a_request(world, browser):
    url = reverse("service", args=[world.service.service_id])
    page = page_of(browser(world.requester).get(url))
    assert "need your account manager, because" in page.text


def test_an_auditor_reads_the_inventory_and_is_offered_nothing_to_do(world, operator, browser):
    look_at = look(operator, correct_url(world.service, 1), recurring_price="45", reason="Typed")
    fields = {**page_of(look_at).fields, "go": "do"}
    assert operator.post(correct_url(world.service, 1), fields).status_code == 302
    sim = helping.ordered(helping.world(customer=world.customer))
    auditor = browser(people.staff(StaffRole.AUDITOR))
    one = Correction.objects.get()
    read = {name: page_of(auditor.get(reverse(name))) for name in ("corrections", "sim_orders")}
    desk = page_of(auditor.get(reverse("inventory"), {"q": world.service.service_id}))
    assert {reverse("corrections"), reverse("imports"), reverse("sim_orders")} <= set(desk.links)
    assert "Find a service to read what is recorded of it." in desk.text
    assert "Typed" in read["corrections"].text
    assert sim.service.service_id in read["sim_orders"].text
    for page in read.values():
        assert not {"correction-apply", "correction-refuse", "send-sim", "refuse-sim"} & set(
            page.hooks
        )
        assert not {"reason", "iccid"} & set(page.fields)
    decide = reverse("correction_decide", args=[one.public_id])
    assert auditor.post(decide, {"do": "refuse", "reason": "x"}).status_code == 403
    assert auditor.post(reverse("sim_order", args=[sim.public_id])).status_code == 403
    assert auditor.get(correct_url(world.service)).status_code == 403
    assert (
        "correction-apply"
        in page_of(browser(people.staff(StaffRole.OPERATIONS)).get(reverse("corrections"))).hooks
    )
