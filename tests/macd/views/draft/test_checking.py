"""Checking answers and sending them."""

from datetime import date

import pytest
from django.urls import reverse

from macd import operations
from macd.models import DocumentEvent
from macd.views.shown.next import once_taken_up, what_happens_next
from macd.vocabulary import Happening, Kind, Status
from tests.files.test_uploads import PDF
from tests.macd import make
from tests.macd.views.pages import NESTED, page_of
from tests.services import make as stock


def url(document):
    return f"{document.get_absolute_url()}check/"


def test_it_shows_answers_difference_price_and_who_signs(world, browser):
    document = make.change(world, **{"request.reference": "Our-7"})
    page = page_of(browser(world.requester).get(url(document)))
    text = page.text.replace("\u00a0", " ")
    for shown in ("Our-7", "4 May 2026", "SmartFit Internet Extra", "€ 50.00 → € 90.00"):
        assert shown in text
    for shown in ("31 December 2027", world.signatory.name, "Anke Manager takes it up"):
        assert shown in text
    assert f"{document.get_absolute_url()}fill/request/#id_request.reference" in page.links
    assert {"difference", "submit"} <= set(page.hooks)


def test_it_shows_office_quantity_and_files_as_they_were_given(world, browser, settings, tmp_path):
    settings.STORAGE_ROOT = tmp_path
    phones = stock.version(names=stock.names("Desk phone"))
    document = make.add(world, phones)
    operations.attach_file(
        document=document,
        purpose="floor_plan",
        name="rack.pdf",
        content=PDF,
        by=world.by(world.requester),
        at=make.AT,
    )
    page = page_of(browser(world.requester).get(url(document)))
    assert f"Office {world.office}" in page.text
    assert "Quantity 1 Change" in page.text
    assert "rack.pdf" in page.text
    line = reverse("document_line", args=[document.number, 1])
    files = reverse("document_files", args=[document.number])
    assert {f"{line}#id_line.1.quantity", files} <= set(page.links)
    make.fill(world, document, **{"line.1.quantity": "3"})
    text = page_of(browser(world.requester).get(url(document))).text
    assert text.count("Quantity") == 1


def test_what_misses_is_linked_to_where_it_is_answered(world, browser):
    document = make.change(world, **{"request.requested_on": ""})
    client = browser(world.requester)
    page = page_of(client.get(url(document)))
    assert "Not filled in yet" in page.text
    refused = client.post(url(document), page.fields)
    assert refused.status_code == 422
    link = f"{document.get_absolute_url()}fill/request/#id_request.requested_on"
    assert link in page_of(refused).links
    document.refresh_from_db()
    assert (document.status, document.versions.count()) == (Status.DRAFT, 0)


@pytest.mark.parametrize(
    ("day", "message"), [("2020-01-01", "in the past"), ("2026-03-03", "first day that can be met")]
)
def test_a_day_that_cannot_be_is_refused(world, browser, day, message):
    document = make.change(world, **{"request.requested_on": day})
    client = browser(world.requester)
    refused = client.post(url(document), page_of(client.get(url(document))).fields)
    assert refused.status_code == 422
    assert message in page_of(refused).text


def test_content_that_changed_meanwhile_is_not_sent(world, browser):
    document = make.change(world)
    client = browser(world.requester)
    fields = page_of(client.get(url(document))).fields
    operations.change_fields(
        document=document,
        values={"request.po_number": "4711"},
        by=world.by(world.requester),
        at=make.AT,
    )
    refused = client.post(url(document), fields)
    assert refused.status_code == 409
    assert "Check it once more" in page_of(refused).text
    assert client.post(url(document), page_of(refused).fields).status_code == 302


def test_sent_twice_it_is_sent_once(world, browser):
    document = make.change(world)
    client = browser(world.requester)
    fields = page_of(client.get(url(document))).fields
    first, second = client.post(url(document), fields), client.post(url(document), fields)
    assert first["Location"] == second["Location"] == f"{document.get_absolute_url()}sent/"
    assert document.versions.count() == 1
    late = client.post(url(document), fields | {"idempotency_key": "another"})
    assert late.status_code == 409
    assert "was sent already" in page_of(late).text


def test_others_cannot_send_it(world, browser):
    document = make.change(world)
    client = browser(world.signatory)
    assert client.get(url(document)).status_code == 403
    assert client.post(url(document), {}).status_code == 403
    assert client.get(f"{document.get_absolute_url()}sent/").status_code == 302


def test_stopping_all_offers_to_talk_and_tells_the_provider_once(world, browser):
    document = operations.open_draft(
        kind=Kind.DELETE, customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office,
        periods=[world.period(), world.period(world.other)],
    )  # fmt: skip
    document = operations.change_fields(
        document=document,
        values={"request.requested_on": make.WANTED},
        by=world.by(world.requester),
        at=make.AT,
    )
    client = browser(world.requester)
    for _time in range(2):
        refused = client.post(url(document), page_of(client.get(url(document))).fields)
        page = page_of(refused)
        assert refused.status_code == 422
        assert {"talk-to-us", "notice-givers"} <= set(page.hooks)
        assert "submit" not in page.hooks
    told = DocumentEvent.objects.filter(document=document, step=Happening.LEAVING_REFUSED)
    assert told.count() == 1


def test_next_steps_have_their_days(world):
    steps = what_happens_next(make.change(world), on=make.TODAY)
    assert [step["by"].isoformat() for step in steps if step["by"]] == [
        "2026-03-03", "2026-03-05", "2026-05-04",
    ]  # fmt: skip


def test_a_day_that_has_passed_is_promised_nowhere(world):
    document = make.change(world)
    document.requested_on = date(2026, 2, 20)
    last = what_happens_next(document, on=make.TODAY)[-1]
    assert (last["text"], last["by"]) == ("We deliver it", None)


def test_what_stops_has_its_first_day_without_service_as_its_last_step(world):
    """Wanted from 10 March; notice of 30 days from 2 March makes it 1 April."""
    document = make.delete(world)
    document.requested_on = date(2026, 3, 10)
    last = what_happens_next(document, on=make.TODAY)[-1]
    assert (last["text"], last["on"].isoformat()) == ("First day without service", "2026-04-01")


def test_the_page_costs_a_fixed_number_of_queries(world, browser, django_assert_max_num_queries):
    here, client = url(make.change(world)), browser(world.requester)
    client.get(here)
    with django_assert_max_num_queries(13 + NESTED):
        client.get(here)


def test_a_colleague_can_be_asked_first(world, browser):
    document = make.change(world)
    client = browser(world.requester)
    page = page_of(client.get(url(document)))
    assert "ask_colleague" in page.hooks
    answer = client.post(f"{document.get_absolute_url()}steps/ask_colleague/", page.fields)
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.status == Status.AWAITING_COMPANY


def test_a_conflict_links_to_where_it_is_mended(world, browser):
    make.submitted(world)
    stop = operations.open_draft(
        kind=Kind.DELETE, customer=world.customer, requester_id=world.requester.pk,
        by=world.by(world.requester), at=make.AT, office=world.office, periods=[world.period()],
    )  # fmt: skip
    client = browser(world.requester)
    refused = client.post(url(stop), page_of(client.get(url(stop))).fields)
    page = page_of(refused)
    assert refused.status_code == 422
    assert "is already open on" in page.text
    assert f"{stop.get_absolute_url()}fill/services/" in page.links
    assert f"{stop.get_absolute_url()}lines/1/#id_line.1" not in page.links


def test_rule_21_the_same_sent_again_is_asked_for(world, browser):
    """The second of two equal additions is sent when its box is ticked, and not before."""
    client = browser(world.requester)
    first, second = make.add(world, world.plus), make.add(world, world.plus)
    fields = page_of(client.get(url(first))).fields
    assert client.post(url(first), fields).status_code == 302
    fields = page_of(client.get(url(second))).fields
    asked = client.post(url(second), fields)
    page = page_of(asked)
    assert asked.status_code == 409
    assert first.get_absolute_url() in page.links
    assert client.post(url(second), {**page.fields, "again": "1"}).status_code == 302


def test_what_staff_start_is_not_taken_up_once_more(world):
    document = make.change(world)
    steps = once_taken_up(document, on=make.TODAY)
    assert [step["by"].isoformat() for step in steps if step["by"]] == ["2026-03-04", "2026-05-04"]
    assert not any("takes it up" in str(step["text"]) for step in steps)
