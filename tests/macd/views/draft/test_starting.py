"""The customer's side of each kind, from the first page to the signature."""

import pytest

from accounts.roles import CustomerRole
from macd import operations
from macd.models import Document
from macd.vocabulary import Kind, Status, Step
from offices.models import Office
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.documents.test_signing import make_preview, prove
from tests.macd.views.pages import page_of, send
from tests.services import make as stock


def start(client, **query):
    """Start from the first question; the draft that was made."""
    page = client.get("/documents/new/", query, follow=True)
    assert page.status_code == 200
    return page_of(page).fields


def started(client, fields):
    """The draft that a filled-in start form makes."""
    answer = client.post("/documents/new/", fields)
    assert answer.status_code == 302, page_of(answer).text
    return Document.objects.get(number=answer["Location"].split("/")[2])


def approve(world, document, **values):
    """The account manager's side, through the operations."""
    document = make.step(world, document, Step.TAKE_UP, world.manager)
    document = operations.change_fields(
        document=document,
        values={"planning.committed_on": "2026-06-05", **values},
        by=world.by(world.manager),
        at=make.AT,
    )
    return make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)


def sent(client, document):
    """Check the answers and send them."""
    here = document.get_absolute_url()
    check = page_of(client.get(f"{here}check/"))
    answer = client.post(f"{here}check/", check.fields)
    assert answer.status_code == 302, page_of(answer).text
    assert answer["Location"] == f"{here}sent/"
    assert document.number in page_of(client.get(f"{here}sent/")).text
    document.refresh_from_db()
    assert document.status == Status.SUBMITTED
    return check


def signed(browser, world, document):
    """The signatory proves who they are, reads, agrees and signs."""
    signatory = browser(world.signatory)
    here = document.get_absolute_url()
    assert document.number in page_of(signatory.get("/signing/")).text
    prove(signatory, document)
    page = page_of(signatory.get(f"{here}sign/"))
    assert "being made" in page.text
    assert "sign" not in page.hooks
    make_preview(document)
    answer = send(signatory, f"{here}sign/", consent="yes", do="sign")
    assert answer["Location"] == here, page_of(answer).text
    document.refresh_from_db()
    assert document.status == Status.SIGNED
    assert document.number in document.signatures.get().consent


def test_a_change_from_the_service_to_the_signature(world, browser):
    client = browser(world.requester)
    fields = start(client, kind="change", service=world.service.service_id)
    assert fields["services"] == world.service.service_id
    document = started(client, fields)
    here = document.get_absolute_url()
    assert "Settings" in page_of(client.get(here)).text

    line = f"{here}lines/1/"
    answer = send(client, line, **{"line.1.offering": world.extra.offering.code, "go": "look"})
    assert answer["Location"] == line
    answer = send(client, line, **{"line.1.desired.speed": "500"})
    assert answer["Location"] == here
    answer = send(client, f"{here}fill/request/", **{"request.requested_on": make.WANTED})
    assert answer["Location"] == here

    check = sent(client, document)
    assert "SmartFit Internet Plus" in check.text
    assert "31 December 2027" in check.text
    signed(browser, world, approve(world, document))


NEW_ADDRESS = {
    "name": "New hall",
    "street": "Kaai",
    "number": "12",
    "box": "b2",
    "postcode": "9000",
    "municipality": "Gent",
    "country": "BE",
}
ON_SITE = {"sites.contact_name": "Jan", "sites.contact_mobile": "+32470123456"}


def test_an_addition_at_an_office(world, browser):
    client = browser(world.requester)
    choose = client.get("/documents/new/", {"kind": "add"})
    here = f"office={world.office.public_id}"
    assert any(here in link for link in page_of(choose).links)
    fields = start(client, kind="add", office=str(world.office.public_id))
    fields["offerings"] = [world.extra.offering.code]
    document = started(client, fields)
    line = document.lines.get()
    assert (line.action, line.place_to) == ("add", world.office)
    at = document.get_absolute_url()
    send(client, f"{at}lines/1/", **{"line.1.desired.speed": "500"})
    send(client, f"{at}fill/request/", **{"request.requested_on": make.WANTED})
    sent(client, document)
    signed(browser, world, approve(world, document))


def test_an_addition_at_a_new_office_opens_it_as_planned(world, browser):
    client = browser(world.requester)
    asked = page_of(client.get("/documents/new/", {"kind": "add", "office": "new"}))
    assert "A new office" in asked.text
    assert "Something extra" not in asked.text
    fields = start(client, kind="add", office="new") | NEW_ADDRESS
    fields["offerings"] = [world.plus.offering.code]
    document = started(client, fields)
    office = document.office
    assert (office.status, office.name, office.box) == ("planned", "New hall", "b2")
    assert document.lines.get().place_to == office


def test_a_stop_asks_about_each_number_and_says_when(world, browser):
    number = stock.number(world.service)
    client = browser(world.requester)
    fields = start(client, kind="delete", service=world.service.service_id)
    stock.installed(world.customer, office=world.office, agreement=world.agreement)
    document = started(client, fields)
    at = document.get_absolute_url()
    send(client, f"{at}fill/request/", **{"request.requested_on": "2026-03-10"})
    check = client.get(f"{at}check/")
    refused = client.post(f"{at}check/", page_of(check).fields)
    assert refused.status_code == 422
    assert f"{at}lines/1/#id_line.1.numbers.{number.e164}" in page_of(refused).links
    send(client, f"{at}lines/1/", **{f"line.1.numbers.{number.e164}": "release"})
    check = sent(client, document)
    assert "1 April 2026" in check.text
    assert "10 March 2026" in check.text


def test_the_last_services_are_not_stopped_but_talked_about(world, browser):
    client = browser(world.requester)
    fields = start(client, kind="delete", office=str(world.office.public_id))
    fields["services"] = [world.service.service_id, world.other.service_id]
    document = started(client, fields)
    at = document.get_absolute_url()
    send(client, f"{at}fill/request/", **{"request.requested_on": "2026-05-10"})
    refused = client.post(f"{at}check/", page_of(client.get(f"{at}check/")).fields)
    page = page_of(refused)
    assert refused.status_code == 422
    assert "submit" not in page.hooks
    assert "leaving" in page.hooks
    document.refresh_from_db()
    assert document.status == Status.DRAFT


def test_a_move_decides_about_every_service(world, browser):
    client = browser(world.requester)
    fields = start(client, kind="move", service=world.service.service_id)
    document = started(client, fields | NEW_ADDRESS | {"to_office": "new"})
    at = document.get_absolute_url()
    assert document.to_office.status == "planned"
    assert document.lines.count() == 4
    fields = page_of(client.get(f"{at}fill/services/")).fields
    fields[f"decision.{world.other.service_id}"] = "stop"
    decided = client.post(f"{at}decide/", fields)
    assert decided["Location"] == at
    assert document.lines.count() == 3
    checklist = {
        "sites.access_hours": "08:00-17:00",
        "sites.line_there": "yes",
        "sites.landlord": "yes",
        "sites.cabling": "Cat 6",
        "sites.power_and_rack": "Rack in the basement",
        "sites.old_contact_name": "Piet",
        "sites.old_contact_mobile": "0470 12 34 56",
    }
    send(client, f"{at}fill/sites/", **ON_SITE, **checklist)
    send(client, f"{at}fill/request/", **{"request.requested_on": "2026-06-01"})
    sent(client, document)
    document = approve(
        world,
        document,
        **{
            "technical.serviceability": "possible",
            "technical.serviceability_on": "2026-03-01",
            "technical.surveyed": True,
        },
    )
    signed(browser, world, document)


def test_staff_start_a_request_for_a_customer(world, browser):
    client = browser(world.manager)
    fields = start(
        client,
        kind="change",
        customer=str(world.customer.public_id),
        service=world.service.service_id,
    )
    fields |= {
        "requester": str(world.requester.pk),
        "asked_by": "Els on the phone",
        "asked_channel": "phone",
        "received_on": "2026-03-01",
    }
    document = started(client, fields)
    assert document.requester == world.requester
    assert document.asked_by == "Els on the phone"
    at = document.get_absolute_url()
    send(client, f"{at}lines/1/", **{"line.1.desired.speed": "500"})
    send(client, f"{at}fill/request/", **{"request.requested_on": make.WANTED})
    check = page_of(client.get(f"{at}check/"))
    answer = client.post(f"{at}check/", check.fields)
    assert answer["Location"] == at
    document.refresh_from_db()
    assert document.status == Status.IN_REVIEW


def test_staff_read_for_whom_it_is_and_find_the_way_back(world, browser):
    client, customer = browser(world.manager), world.customer
    query = {"customer": str(customer.public_id)}
    first = page_of(client.get("/documents/new/", query))
    assert customer.legal_name in first.text
    assert "The customer moves an office" in first.text
    assert "leave-completely" not in first.hooks
    assert f"/documents/new/for/?customer={customer.public_id}" in first.links
    which = page_of(client.get("/documents/new/", query | {"kind": "add"}))
    assert customer.legal_name in which.text
    assert f"/documents/new/?customer={customer.public_id}" in which.links
    by = world.manager
    document = make.draft(world, Kind.CHANGE, by=by, periods=[world.period()])
    make.fill(world, document, by, **{"request.requested_on": make.WANTED})
    for page in ("", "fill/request/", "lines/1/", "check/", "fill/services/", "files/"):
        text = page_of(client.get(f"{document.get_absolute_url()}{page}", follow=True)).text
        assert customer.legal_name in text
        assert "our reference" not in text
        assert "you pay" not in text


def test_a_customer_is_spoken_to(world, browser):
    client = browser(world.requester)
    first = page_of(client.get("/documents/new/"))
    assert "We move an office" in first.text
    url = make.change(world).get_absolute_url()
    assert "Your reference" in page_of(client.get(f"{url}fill/request/")).text


def test_the_first_question_has_all_answers(world, browser):
    page = page_of(browser(world.requester).get("/documents/new/"))
    kinds = {"kind-move", "kind-add", "kind-change", "kind-delete", "leave-completely"}
    assert kinds | {"open-office"} <= set(page.hooks)


def test_who_may_not_start_is_told_so(world, browser):
    viewer = people.membership(CustomerRole.VIEWER, customer=world.customer).person
    assert browser(viewer).get("/documents/new/").status_code == 403
    assert browser(viewer).post("/documents/new/", {"kind": "add"}).status_code == 403
    assert browser(world.operations).get("/documents/new/").status_code == 403
    assert browser(world.manager).get("/documents/new/")["Location"] == "/documents/new/for/"


def test_who_belongs_to_two_companies_says_for_which(world, browser):
    second = people.membership(CustomerRole.REQUESTER, person=world.requester).customer
    page = page_of(browser(world.requester).get("/documents/new/", {"kind": "change"}))
    assert second.legal_name in page.text
    assert any(str(world.customer.public_id) in link for link in page.links)


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "change", "office": "11111111-1111-4111-8111-111111111111"},
        {"kind": "change", "office": "nowhere"},
        {"kind": "change", "service": "SVC-none"},
        {"kind": "change", "service": "\x00"},
        {"kind": "change", "customer": "11111111-1111-4111-8111-111111111111"},
        {"kind": "move", "office": "none"},
        {"kind": "delete", "office": "new"},
    ],
)
def test_what_is_not_there_is_not_found(world, browser, query):
    assert browser(world.requester).get("/documents/new/", query).status_code == 404


@pytest.mark.parametrize("office", [None, "", "\x00", "foreign", "x" * 10_000])
def test_a_missing_or_foreign_office_is_said_beside_its_field(world, browser, office):
    if office == "foreign":
        office = str(make.office(people.customer(), "X").public_id)
    sent = {"kind": "change", "services": [world.service.service_id], "office": office}
    answer = browser(world.requester).post(
        "/documents/new/", {name: value for name, value in sent.items() if value is not None}
    )
    page = page_of(answer)
    assert answer.status_code == 422
    assert "Choose one of your offices." in page.text
    assert "id_office" in page.ids
    assert Document.objects.count() == 0


def test_a_foreign_service_is_said_beside_its_field(world, browser):
    foreign = stock.installed(people.customer())
    client = browser(world.requester)
    fields = start(client, kind="change", office=str(world.office.public_id))
    for wrong in ([], [foreign.service_id], ["\x00"], ["x" * 10_000]):
        answer = client.post("/documents/new/", fields | {"services": wrong})
        assert answer.status_code == 422
        assert "error-summary" in page_of(answer).hooks
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("postcode", "90", "Belgian postcode"),
        ("postcode", "", "Fill this in."),
        ("street", "x" * 10_000, "at most 100"),
        ("name", "a\x00b", "Null characters"),
        ("country", "XX", "valid choice"),
    ],
)
def test_an_address_that_cannot_be_is_said_and_kept(world, browser, field, typed, message):
    client = browser(world.requester)
    fields = start(client, kind="add", office="new") | NEW_ADDRESS
    fields |= {"offerings": [world.plus.offering.code], field: typed}
    answer = client.post("/documents/new/", fields)
    page = page_of(answer)
    assert answer.status_code == 422
    assert message in page.text
    assert page.fields["municipality"] == "Gent"
    assert Document.objects.count() == 0
    assert not Office.objects.filter(status="planned").exists()


def test_sent_twice_one_draft_is_made(world, browser):
    client = browser(world.requester)
    fields = start(client, kind="change", service=world.service.service_id)
    first, second = (client.post("/documents/new/", fields) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Document.objects.count() == 1


def test_rule_21_a_second_tab_asks_whether_it_is_meant(world, browser):
    """Two tabs have two keys: the same draft again is one only when somebody says so."""
    client = browser(world.requester)
    query = {"kind": "change", "service": world.service.service_id}
    first, second = start(client, **query), start(client, **query)
    assert client.post("/documents/new/", first).status_code == 302
    asked = client.post("/documents/new/", second)
    page = page_of(asked)
    assert (asked.status_code, Document.objects.count()) == (409, 1)
    assert {"same-again", "again"} <= set(page.hooks)
    assert Document.objects.get().get_absolute_url() in page.links
    assert client.post("/documents/new/", {**page.fields, "again": "1"}).status_code == 302
    assert Document.objects.count() == 2


def test_looking_writes_nothing(world, browser):
    client = browser(world.requester)
    for query in ({}, {"kind": "add"}, {"kind": "change", "service": world.service.service_id}):
        client.get("/documents/new/", query)
    assert Document.objects.count() == 0


def test_staff_of_others_start_nothing_here(world, browser):
    stranger = browser(people.staff())
    query = {"kind": "change", "customer": str(world.customer.public_id)}
    assert stranger.get("/documents/new/", query).status_code == 404


def test_what_staff_said_before_is_not_asked_again(world, browser):
    origin = {
        "requester": str(world.requester.pk),
        "asked_by": "Ann",
        "asked_channel": "mail",
        "received_on": "2026-03-01",
    }
    query = {
        "kind": "change",
        "customer": str(world.customer.public_id),
        "service": world.service.service_id,
        **origin,
    }
    client = browser(world.manager)
    page = page_of(client.get("/documents/new/", query))
    assert "Who asked?" not in page.text
    assert origin.items() <= page.fields.items()
    late = client.post("/documents/new/", page.fields | {"received_on": "2030-01-01"})
    assert late.status_code == 422
    assert "in the future" in page_of(late).text
    document = started(client, page.fields)
    assert (document.asked_channel, document.received_on.isoformat()) == ("mail", "2026-03-01")


def test_rule_52_closing_an_office_stops_all_its_services(world, browser):
    """One tick instead of many; nothing ticked at all is refused beside the field."""
    client = browser(world.requester)
    here = f"/documents/new/?kind=delete&office={world.office.public_id}"
    answer = send(client, here, services=[])
    assert answer.status_code == 422
    assert "close the office" in page_of(answer).text
    stock.installed(world.customer, office=world.elsewhere, agreement=world.agreement)
    answer = send(client, here, closes="on", services=[])
    assert answer.status_code == 302
    document = Document.objects.latest("pk")
    stopped = {line.service_id for line in document.lines.all()}
    assert stopped == {world.service.pk, world.other.pk}


def test_rule_26_to_another_floor_of_the_same_building(world, browser):
    """Started as a Move within the office: the floor is asked at once, and kept."""
    client = browser(world.requester)
    here = f"/documents/new/?kind=move&office={world.office.public_id}"
    answer = send(client, here, to_office="same")
    assert answer.status_code == 422
    assert "floor or room" in page_of(answer).text
    assert send(client, here, to_office="same", new_floor="Second floor").status_code == 302
    document = Document.objects.latest("pk")
    assert (document.office, document.to_office) == (world.office, world.office)
    assert document.sections.get(name="sites").data["new_floor"] == "Second floor"
    assert {line.action for line in document.lines.all()} == {"modify"}


def test_an_office_without_services_is_no_answer_to_what_changes(world, browser):
    client = browser(world.requester)
    empty = str(world.elsewhere.public_id)
    for kind, offered in (("change", False), ("delete", False), ("add", True)):
        asked = client.get("/documents/new/", {"kind": kind})
        there = asked["Location"] if asked.status_code == 302 else asked.content.decode()
        assert (empty in there) is offered, kind
    led = client.get("/documents/new/", {"kind": "change", "office": empty})
    assert str(world.office.public_id) in led["Location"]
