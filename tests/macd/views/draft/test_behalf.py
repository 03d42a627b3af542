"""Starting a request for a customer of the portfolio."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.clock import today
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def given(world, **values):
    return {
        "requester": str(world.requester.pk),
        "asked_by": "Ann, reception",
        "asked_channel": "phone",
        "received_on": today().isoformat(),
        **values,
    }


def test_only_customers_of_the_portfolio_are_offered():
    world = make.world()
    other = people.customer(legal_name="Somebody else's customer")
    client = client_of(world.manager)
    text = client.get("/documents/new/for/").content.decode()
    assert world.customer.legal_name in text
    assert other.legal_name not in text
    assert (
        world.customer.legal_name
        not in client.get("/documents/new/for/", {"q": "nothing like it"}).content.decode()
    )
    for unknown in (other.public_id, "no-uuid", "\x00"):
        url = "/documents/new/for/"
        assert client.get(url, {"customer": unknown}).status_code == 404


def test_what_was_said_goes_along_to_the_start_page():
    world = make.world()
    url = f"/documents/new/for/?customer={world.customer.public_id}"
    answer = client_of(world.manager).post(url, given(world))
    query = parse_qs(urlsplit(answer.url).query)
    assert urlsplit(answer.url).path == "/documents/new/"
    assert query == {
        "customer": [str(world.customer.public_id)],
        "requester": [str(world.requester.pk)],
        "asked_by": ["Ann, reception"],
        "asked_channel": ["phone"],
        "received_on": [today().isoformat()],
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("received_on", "2999-01-01"),
        ("received_on", "yesterday"),
        ("asked_by", ""),
        ("asked_by", "a\x00b"),
        ("asked_by", "x" * 10_000),
        ("asked_channel", "pigeon"),
        ("requester", "1"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(name, value):
    world = make.world()
    url = f"/documents/new/for/?customer={world.customer.public_id}"
    answer = client_of(world.manager).post(url, given(world, **{name: value}))
    assert answer.status_code == 422
    assert f'href="#id_{name}' in answer.content.decode()


def test_others_start_for_nobody():
    world = make.world()
    for person in (world.requester, world.operations, world.finance):
        assert client_of(person).get("/documents/new/for/").status_code == 403
