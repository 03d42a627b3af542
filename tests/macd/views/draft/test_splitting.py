"""Some services of a move go elsewhere."""

import pytest

from macd.models import Document
from macd.vocabulary import Bond
from offices.models import Office
from tests.macd import make
from tests.macd.views.pages import page_of, send

ADDRESS = {
    "name": "Depot",
    "street": "Meir",
    "number": "5",
    "postcode": "2000",
    "municipality": "Antwerpen",
    "country": "BE",
}


@pytest.fixture
def moving(world):
    return make.move(world)


def url(document):
    return f"{document.get_absolute_url()}split/"


def test_rule_28_some_services_go_to_a_new_address(world, browser, moving):
    client = browser(world.requester)
    items = page_of(client.get(f"{moving.get_absolute_url()}fill/services/"))
    assert url(moving) in items.links
    answer = send(client, url(moving), services=[str(world.other.pk)], to_office="new", **ADDRESS)
    second = Document.objects.get(bond=Bond.SPLIT)
    assert answer["Location"] == second.get_absolute_url()
    assert (second.to_office.municipality, second.to_office.status) == ("Antwerpen", "planned")
    for document, other in ((second, moving), (moving, second)):
        page = page_of(client.get(document.get_absolute_url()))
        assert other.get_absolute_url() in page.links
        assert "moves other services of this office" in page.text
    asked = page_of(client.get(f"{moving.get_absolute_url()}fill/services/"))
    assert {name for name in asked.fields if name.startswith("decision.")} == {
        f"decision.{world.service.service_id}"
    }
    assert world.other.service_id not in asked.text


def test_what_does_not_fit_is_said_and_opens_no_office(world, browser, moving):
    client, offices = browser(world.requester), Office.objects.count()
    empty = send(client, url(moving), to_office="new")
    assert empty.status_code == 422
    everything = [str(world.service.pk), str(world.other.pk)]
    all_of_it = send(client, url(moving), services=everything, to_office="new", **ADDRESS)
    assert all_of_it.status_code == 422
    assert "Leave at least one service here" in page_of(all_of_it).text
    assert Office.objects.count() == offices


def test_what_cannot_be_split_leads_back(world, browser):
    document = make.change(world)
    answer = browser(world.requester).get(url(document))
    assert answer["Location"] == document.get_absolute_url()
    assert browser(world.manager).get(url(document)).status_code == 404
