"""What a company has and what it costs; the same again elsewhere; PDFs of one's own."""

import csv
import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from macd import operations
from macd.models import Document, Printout
from macd.printouts import make_printout, table_context
from macd.templatetags.macd_format import money
from macd.vocabulary import Action, Kind, Status
from offices.models import OfficeStatus
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of, send
from tests.services import make as stock


def test_every_service_stands_under_its_office_with_the_sum(world, browser):
    page = page_of(browser(world.requester).get("/services/"))
    assert world.service.service_id in page.text
    assert world.office.name in page.text
    period, other = world.period(), world.period(world.other)
    total = period.monthly_amount + other.monthly_amount
    with translation.override(world.requester.language):
        assert " ".join(str(money(total)).split()) in page.text


def test_the_filter_narrows_and_says_when_nothing_is_left(world, browser):
    client = browser(world.requester)
    found = page_of(client.get("/services/", {"q": world.service.service_id}))
    assert world.service.service_id in found.text
    assert world.other.service_id not in found.text
    for query in ({"q": "nowhere at all"}, {"office": "none"}, {"family": "hardware"}):
        assert world.service.service_id not in page_of(client.get("/services/", query)).text
    elsewhere = {"office": str(world.elsewhere.public_id)}
    assert world.service.service_id not in page_of(client.get("/services/", elsewhere)).text
    past = page_of(client.get("/services/", {"as_of": "2001-01-01"}))
    assert world.service.service_id not in past.text


def test_files_hold_the_rows_of_the_page_and_their_sum(world, browser):
    client = browser(world.requester)
    answer = client.get("/services/export/csv/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert {row[1] for row in rows[1:-1]} == {world.service.service_id, world.other.service_id}
    assert f"{sum(float(row[-1]) for row in rows[1:-1]):.2f}" == rows[-1][-1]
    sheet = client.get("/services/export/xlsx/")
    book = zipfile.ZipFile(io.BytesIO(b"".join(sheet.streaming_content)))
    assert world.service.service_id in book.read("xl/worksheets/sheet1.xml").decode()
    assert client.get("/services/export/exe/").status_code == 404


def test_staff_choose_a_company_and_strangers_find_none(world, browser):
    client = browser(world.manager)
    chosen = page_of(client.get("/services/"))
    link = next(each for each in chosen.links if "customer=" in each)
    assert world.service.service_id in page_of(client.get(f"/services/{link}")).text
    other = make.world()
    foreign = browser(other.requester).get(f"/services/{link}")
    assert foreign.status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    client = browser(world.requester)
    client.get("/services/")
    with django_assert_max_num_queries(9 + NESTED):
        client.get("/services/")


def test_the_same_is_asked_again_for_another_office(world, browser):
    document = make.add(world, world.plus)
    make.fill(world, document, **{"line.1.desired.speed": "750"})
    sent = make.step(world, document, "submit", world.requester)
    client = browser(world.requester)
    assert "same-again" in page_of(client.get(sent.get_absolute_url())).hooks
    answer = send(client, f"/documents/{sent.number}/same/", office=str(world.elsewhere.public_id))
    draft = Document.objects.latest("pk")
    assert answer.headers["Location"] == draft.get_absolute_url()
    line = draft.lines.get()
    assert (draft.kind, draft.status, draft.office) == (Kind.ADD, Status.DRAFT, world.elsewhere)
    assert (line.action, line.place_to) == (Action.ADD, world.elsewhere)
    assert line.desired["speed"] == 750
    assert line.price_after == Decimal(world.plus.recurring_price)


def test_an_installed_service_is_asked_again_with_its_settings(world, browser):
    client = browser(world.requester)
    url = f"/services/{world.service.service_id}/same/"
    refused = send(client, url, office="")
    assert refused.status_code == 422
    send(client, url, office=str(world.elsewhere.public_id))
    line = Document.objects.latest("pk").lines.get()
    assert line.desired == {**line.desired, **world.period().configuration}
    assert browser(world.manager).get(url).status_code == 403


def test_what_is_not_sold_any_more_is_not_asked_again(world):
    gone = stock.version(end_of_sale_on=make.TODAY - timedelta(days=1))
    kept = stock.installed(world.customer, office=world.office, offering_version=gone)
    period = world.period(kept)
    with pytest.raises(Exception, match="sold any more"):
        operations.same_again(
            customer=world.customer,
            wanted=operations.installed_as(period),
            office=world.elsewhere,
            requester_id=world.requester.pk,
            by=world.by(world.requester),
            at=make.AT,
        )
    world.elsewhere.status = OfficeStatus.CLOSED
    with pytest.raises(Exception, match="office that is open"):
        operations.same_again(
            customer=world.customer,
            wanted=operations.installed_as(period),
            office=world.elsewhere,
            requester_id=world.requester.pk,
            by=world.by(world.requester),
            at=make.AT,
        )


def test_a_draft_is_printed_for_who_asks_and_gone_after_a_day(world, browser):
    draft = make.change(world)
    client = browser(world.requester)
    assert "preview-pdf" in page_of(client.get(draft.get_absolute_url())).hooks
    key = page_of(client.get(draft.get_absolute_url())).fields["idempotency_key"]
    answer = client.post(f"/documents/{draft.number}/print/", {"idempotency_key": key})
    waiting = client.get(answer.headers["Location"])
    assert "is being made" in page_of(waiting).text
    assert client.get(answer.headers["Location"], HTTP_HX_REQUEST="true").status_code == 204
    assert browser(world.signatory).get(answer.headers["Location"]).status_code == 404
    row = Printout.objects.get()
    assert row.made_of["document"]["preview"] is True
    assert Document.objects.get(pk=draft.pk).version == draft.version == 0
    make_printout(row.pk, at=make.AT)
    made = client.get(answer.headers["Location"])
    assert made.headers["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert operations.drop_old_printouts(at=make.AT + timedelta(hours=23)) == 0
    assert operations.drop_old_printouts(at=make.AT + timedelta(hours=25)) == 1


def test_the_list_is_printed_with_its_days_and_amounts(world, browser):
    client = browser(world.requester)
    answer = client.post("/services/print/")
    row = Printout.objects.get()
    table = table_context(row.made_of["table"])
    assert len(table["rows"]) == 2
    assert table["total"][-1]["amount"] == sum(each[-1]["amount"] for each in table["rows"])
    make_printout(row.pk, at=make.AT)
    assert client.get(answer.headers["Location"]).content.startswith(b"%PDF")


@pytest.mark.parametrize("day", ["9999-12-31", "9999-11-30", "0001-01-01"])
def test_a_day_out_of_reach_is_said_and_today_is_shown(world, browser, day):
    answer = browser(world.requester).get("/services/", {"as_of": day})
    assert answer.status_code == 200
    assert "That is not a day" in page_of(answer).text
