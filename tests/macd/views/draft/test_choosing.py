"""Which services a draft is about."""

import pytest

from macd import operations
from macd.models import Line
from macd.vocabulary import Kind
from tests.accounts import make as people
from tests.macd import make
from tests.macd.views.pages import page_of, send
from tests.services import make as stock


def at(document, rest):
    return f"{document.get_absolute_url()}{rest}"


def lines_of(document):
    """The items as they are now, not as they were read."""
    return Line.objects.filter(document=document.pk).order_by("number")


def opened(world, kind, **facts):
    return operations.open_draft(
        kind=kind,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=make.AT,
        office=world.office,
        **facts,
    )


def test_services_of_the_same_office_are_added_and_taken_out(world, browser):
    document, client = make.change(world), browser(world.requester)
    page = page_of(client.get(at(document, "lines/add/")))
    assert world.other.service_id in page.text
    assert world.service.service_id not in page.text
    added = send(client, at(document, "lines/add/"), services=[world.other.service_id])
    assert added["Location"] == at(document, "fill/services/")
    assert lines_of(document).count() == 2
    items = page_of(client.get(at(document, "fill/services/")))
    taken = client.post(at(document, "lines/2/remove/"), items.fields)
    assert taken.status_code == 302
    assert [line.number for line in lines_of(document)] == [1]


def test_an_addition_takes_more_of_the_catalogue(world, browser):
    document = opened(world, Kind.ADD, offerings=[world.plus])
    client = browser(world.requester)
    added = send(client, at(document, "lines/add/"), services=[world.extra.offering.code])
    assert added.status_code == 302
    assert [line.place_to for line in lines_of(document)] == [world.office, world.office]


@pytest.mark.parametrize("chosen", [[], ["no-such"], ["\x00"], ["x" * 10_000]])
def test_what_is_not_offered_is_refused(world, browser, chosen):
    document = make.change(world)
    answer = send(browser(world.requester), at(document, "lines/add/"), services=chosen)
    assert answer.status_code == 422
    assert "error-summary" in page_of(answer).hooks
    assert lines_of(document).count() == 1


def test_a_foreign_service_is_refused(world, browser):
    foreign = stock.installed(people.customer())
    document = make.change(world)
    answer = send(
        browser(world.requester), at(document, "lines/add/"), services=[foreign.service_id]
    )
    assert answer.status_code == 422
    assert lines_of(document).count() == 1


def test_an_item_that_is_gone_is_said(world, browser):
    document = make.change(world)
    answer = browser(world.requester).post(at(document, "lines/9/remove/"), {})
    assert answer.status_code == 422
    assert "There is no item 9" in page_of(answer).text


def test_after_sending_nothing_is_chosen_any_more(world, browser):
    document = make.submitted(world)
    client = browser(world.requester)
    assert client.get(at(document, "lines/add/")).status_code == 403
    assert client.post(at(document, "lines/1/remove/"), {}).status_code == 403
    assert lines_of(document).count() == 1


def test_the_same_is_asked_for_other_offices(world, browser):
    document = opened(world, Kind.ADD, offerings=[world.plus])
    client = browser(world.requester)
    assert at(document, "lines/copy/") in page_of(client.get(at(document, "fill/services/"))).links
    refused = send(client, at(document, "lines/copy/"), offices=[])
    assert refused.status_code == 422
    copied = send(client, at(document, "lines/copy/"), offices=[str(world.elsewhere.public_id)])
    assert copied.status_code == 302
    assert [line.place_to for line in lines_of(document)] == [world.office, world.elsewhere]


def test_one_of_several_agreements_is_chosen_in_the_editor(world, browser):
    document = opened(world, Kind.ADD, offerings=[world.plus])
    client = browser(world.requester)
    assert "line.1.agreement" not in page_of(client.get(at(document, "lines/1/"))).fields
    other = stock.agreement(world.customer)
    saved = send(client, at(document, "lines/1/"), **{"line.1.agreement": other.number})
    assert saved.status_code == 302
    assert lines_of(document).get().agreement == other
