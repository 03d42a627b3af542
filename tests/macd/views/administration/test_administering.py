"""The administration's own forms write once as well (rule 21)."""

import pytest
from django.test import Client

from accounts.models import Team
from accounts.roles import StaffRole
from macd.models import IdempotencyKey
from tests.accounts import make as people
from tests.macd.forms_of import forms_of

ADD = "/manage/accounts/team/add/"


@pytest.fixture
def client(system: None) -> Client:
    client = Client()
    client.force_login(people.staff(StaffRole.ADMINISTRATOR, is_staff=True, is_superuser=True))
    return client


def form(client: Client) -> dict[str, str]:
    """The page's form with a name in it."""
    page = client.get(ADD).content
    found = next(form for form in forms_of(page) if "name" in form.values)
    return found.values | {"name": "North", "lead": people.staff(StaffRole.LEAD).pk}


def test_a_double_click_makes_one(client: Client) -> None:
    sent = form(client)
    assert [client.post(ADD, sent).status_code for _ in range(2)] == [302, 302]
    assert Team.objects.filter(name="North").count() == 1


def test_what_is_refused_may_be_sent_again(client: Client) -> None:
    sent = form(client)
    assert client.post(ADD, sent | {"name": ""}).status_code == 200
    assert not IdempotencyKey.objects.filter(key=sent["idempotency_key"]).exists()
    assert client.post(ADD, sent).status_code == 302
    assert Team.objects.filter(name="North").count() == 1


def test_a_page_that_is_open_since_long_does_not_write_something_else(client: Client) -> None:
    sent = form(client)
    assert client.post(ADD, sent).status_code == 302
    assert client.post(ADD, sent | {"name": "South"}).status_code == 302
    assert not Team.objects.filter(name="South").exists()


@pytest.mark.parametrize("query", ["event=%00", "q=a%00b", "%00=1"])
def test_a_sign_that_no_text_holds_is_refused_and_breaks_nothing(
    client: Client, query: str
) -> None:
    assert client.get(f"/manage/audit/auditevent/?{query}").status_code == 400
