"""Correcting the address of the office that a draft opens."""

import pytest

from offices.models import Office
from tests.macd import make
from tests.macd.operations.filling.test_addressing import opening
from tests.macd.views.pages import page_of, send


@pytest.fixture
def draft(world):
    return opening(world)


def url(document):
    return f"{document.get_absolute_url()}address/"


def test_a_mistyped_address_is_found_and_corrected(world, browser, draft):
    client = browser(world.requester)
    for page in (draft.get_absolute_url(), f"{draft.get_absolute_url()}check/"):
        shown = page_of(client.get(page))
        assert url(draft) in shown.links
        assert "Bruul 1, 1000 Mechelen" in shown.text
    typed = page_of(client.get(url(draft))).fields
    assert (typed["name"], typed["postcode"]) == ("Taproom", "1000")
    assert send(client, url(draft), postcode="2800")["Location"] == draft.get_absolute_url()
    assert Office.objects.get(pk=draft.office_id).address == "Bruul 1, 2800 Mechelen"


def test_what_does_not_fit_is_said_beside_its_field(world, browser, draft):
    refused = send(browser(world.requester), url(draft), postcode="99999", street="")
    assert refused.status_code == 422
    assert "Belgian postcode of four figures" in page_of(refused).text
    assert Office.objects.get(pk=draft.office_id).postcode == "1000"


def test_what_opens_no_office_leads_back(world, browser, draft):
    known = make.add(world)
    client = browser(world.requester)
    assert client.get(url(known))["Location"] == known.get_absolute_url()
    assert url(known) not in page_of(client.get(known.get_absolute_url())).links
    sent = make.step(world, draft, "submit", world.requester)
    assert client.get(url(sent)).status_code == 403
