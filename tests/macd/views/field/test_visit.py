"""The page of one visit: facts for who goes there, and what is done with it."""

from uuid import uuid4

import pytest

from macd import operations
from macd.models import Appointment, Document, Line
from macd.operations import Crew
from offices.models import Office, OfficeContact
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of, send


@pytest.fixture
def document(world):
    sites = {"hazards": "Two dogs.", "access_notes": "Ring at the gate."}
    draft = make.change(world)
    section = draft.sections.get(name="sites")
    section.data.update(sites)
    section.save(update_fields=["data"])
    return make.started(world, draft)


@pytest.fixture
def visit(world, document):
    OfficeContact.objects.create(
        customer=world.customer,
        office=world.office,
        role="technical",
        name="Tess Technical",
        phone="+32 9 233 44 55",
    )
    Office.objects.filter(pk=world.office.pk).update(floor="Basement", access_hours="8-17")
    return operations.plan_visit(
        document=document,
        purpose="install",
        office_id=world.office.pk,
        day=make.TODAY,
        half="morning",
        note="Bring a ladder.",
        crew=Crew(frozenset({world.operations.pk})),
        by=world.by(world.operations),
        at=make.AT,
    )


def test_who_goes_there_reads_where_whom_to_call_and_how_to_get_in(world, visit, browser):
    page = page_of(browser(world.operations).get(visit.get_absolute_url()))
    for words in (
        "Korenmarkt 1",
        "9000 Gent",
        "Basement",
        "East Flanders",
        "Monday 2 March 2026",
        "in the morning",
        "08:00–12:00",
        "Tess Technical",
        "8-17",
        "Ring at the gate.",
        "Two dogs.",
        "Bring a ladder.",
        "Omar Operations",
    ):
        assert words in page.text, words
    assert "tel:+3292334455" in page.links
    assert [link for link in page.links if link.startswith("http")] == [
        "https://www.openstreetmap.org/search?query=Korenmarkt%201%2C%209000%20Gent"
    ]
    assert "office code" in page.text


def test_what_nobody_said_is_asked_for(world, browser):
    document = make.started(world, make.change(world))
    visit = Appointment.objects.create(
        customer=world.customer,
        document=document,
        office=world.office,
        day=make.TODAY,
        half="morning",
        created_at=make.AT,
        updated_at=make.AT,
    )
    page = page_of(browser(world.operations).get(visit.get_absolute_url()))
    assert page.text.count("Nobody said. Ask the contact before you leave.") == 3
    assert "Nobody is named yet" in page.text


def test_items_are_delivered_from_the_visit_and_lead_back_to_it(world, document, visit, browser):
    client = browser(world.operations)
    url = f"/documents/{document.number}/lines/1/steps/deliver/?back={visit.public_id}"
    assert url in client.get(visit.get_absolute_url()).content.decode()
    facts = {"on": "2026-03-02", "serials": "A1\nA2", "circuit_id": "BE-1"}
    answer = client.post(url, facts)
    assert answer.url == visit.get_absolute_url()
    line = document.lines.get()
    assert (line.serials, line.circuit_id) == (["A1", "A2"], "BE-1")
    page = page_of(client.get(visit.get_absolute_url()))
    assert "A1, A2" in page.text
    assert "Counts as accepted after 9 March 2026" in page.text
    other = client.post(url.replace("deliver", "nothing"), facts)
    assert other.status_code == 404
    elsewhere = url.split("?", maxsplit=1)[0] + "?back=//evil"
    assert client.post(elsewhere, facts).status_code in (302, 409)


def test_a_visit_that_failed_holds_its_item_for_who_has_to_act(world, document, visit, browser):
    client = browser(world.operations)
    answer = send(
        client,
        visit.get_absolute_url(),
    )
    assert answer.status_code == 405
    close = f"{visit.get_absolute_url()}close/"
    answer = client.post(close, {"outcome": "failed", "code": ""})
    assert answer.status_code == 422
    assert "Choose what kept it from being done." in answer.content.decode()
    assert client.post(close, {"outcome": "failed", "code": "no_access"}).status_code == 302
    line = document.lines.get()
    assert (line.status, line.held_for) == ("held", "customer")
    page = page_of(client.get(visit.get_absolute_url()))
    assert "Not done · Nobody could let us in" in page.text
    assert "visit-close" not in page.hooks


def failed(visit, world):
    operations.close_visit(
        visit=visit, outcome="failed", code="no_access", by=world.by(world.operations), at=make.AT
    )


def test_after_a_visit_that_failed_the_next_is_planned_from_its_page(
    world, document, visit, browser
):
    client = browser(world.operations)
    url = visit.get_absolute_url()
    assert "plan-next" not in page_of(client.get(url)).hooks
    failed(visit, world)
    plan = str(page_of(client.get(url)).hooks["plan-next"]["href"])
    assert plan == f"/documents/{document.number}/visits/new/?line=1"
    assert client.get(plan).status_code == 200
    assert "plan-next" not in page_of(browser(world.finance).get(url)).hooks
    assert send(client, plan, day="2026-03-04", half="morning").status_code == 302
    page = page_of(client.get(url))
    assert "Next visit Wednesday 4 March 2026 , in the morning" in page.text
    assert page.hooks["next-visit"]["href"] == Appointment.objects.latest("pk").get_absolute_url()
    assert "plan-next" not in page.hooks


def test_no_visit_is_planned_for_what_is_over(world, document, visit, browser):
    failed(visit, world)
    Line.objects.filter(document=document).update(status="withdrawn")
    page = page_of(browser(world.operations).get(visit.get_absolute_url()))
    assert "plan-next" not in page.hooks


def test_moving_keeps_what_was_typed_and_says_what_is_wrong(world, visit, browser):
    client = browser(world.operations)
    move = f"{visit.get_absolute_url()}move/"
    answer = client.post(move, {"day": "2026-03-07", "half": "morning", "reason": "Ill."})
    assert answer.status_code == 422
    page = page_of(answer)
    assert "7 March 2026 is no working day." in page.text
    assert ">\nIll.</textarea>" in answer.content.decode()
    assert client.post(move, {"day": "2026-03-05", "half": "noon"}).status_code == 422
    answer = client.post(move, {"day": "2026-03-05", "half": "afternoon", "reason": "Ill."})
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert (visit.day.isoformat(), visit.half) == ("2026-03-05", "afternoon")


def test_others_are_sent_and_a_visit_is_cancelled(world, visit, browser):
    client = browser(world.operations)
    crew = f"{visit.get_absolute_url()}crew/"
    assert client.post(crew, {"technicians": [world.manager.pk]}).status_code == 422
    assert client.post(crew, {}).status_code == 302
    assert not visit.technicians.exists()
    cancel = f"{visit.get_absolute_url()}cancel/"
    assert client.post(cancel, {"reason": ""}).status_code == 422
    assert client.post(cancel, {"reason": "Not needed."}).status_code == 302
    page = page_of(client.get(visit.get_absolute_url()))
    assert "This visit is cancelled" in page.text
    assert client.post(cancel, {"reason": "Again."}).status_code == 409
    assert client.post(f"{visit.get_absolute_url()}burn/", {}).status_code == 404


def test_staff_read_a_visit_and_customers_only_its_slot(world, document, visit, browser):
    for person in (world.operations, world.manager, world.finance):
        assert browser(person).get(visit.get_absolute_url()).status_code == 200
    client = browser(world.requester)
    assert client.get(visit.get_absolute_url()).status_code == 404
    assert browser(world.operations).get(f"/operations/visits/{uuid4()}/").status_code == 404
    page = page_of(client.get(document.get_absolute_url()))
    assert "Monday 2 March 2026 , in the morning" in page.text
    for secret in ("Bring a ladder.", str(visit.public_id)):
        assert secret not in client.get(document.get_absolute_url()).content.decode()
    page = page_of(browser(world.manager).get(visit.get_absolute_url()))
    assert "visit-move" not in page.hooks


def test_the_way_back_leads_where_somebody_may_go(world, document, visit, browser):
    """Finance reads the visit of a request, and no calendar."""
    for person, back in ((world.operations, "/operations/calendar/"), (world.finance, None)):
        page = browser(person).get(visit.get_absolute_url()).content.decode()
        assert f'class="back" href="{back or document.get_absolute_url()}"' in page


def test_a_visit_costs_a_fixed_number_of_queries(
    world, document, visit, browser, django_assert_max_num_queries
):
    client = browser(world.operations)
    client.get(visit.get_absolute_url())
    with django_assert_max_num_queries(20 + NESTED):
        client.get(visit.get_absolute_url())


def test_a_visit_to_a_place_whose_items_are_gone_says_so(world, document, visit, browser):
    Line.objects.filter(document=document).update(place_to=world.elsewhere)
    Document.objects.filter(pk=document.pk).update(office=world.elsewhere)
    page = page_of(browser(world.operations).get(visit.get_absolute_url()))
    assert "None of the items is at this office any more." in page.text
