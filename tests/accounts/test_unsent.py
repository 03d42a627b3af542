"""A form that is sent after the session ended is not lost."""

import pytest
from django.test import Client

from accounts.roles import CustomerRole
from accounts.tenancy import as_system
from accounts.unsent import MOST_CHARACTERS
from tests.accounts import make

PASSWORD = "tulips-in-april"
WRITTEN = {"action": "add", "reason": "The lift is too small", "consent": "on"}
PATH = "/documents/new/"


@pytest.fixture
def ana(db):
    with as_system():
        person = make.membership(CustomerRole.REQUESTER).person
        person.set_password(PASSWORD)
        person.save()
        return person


def sign_in(client, ana, to="/"):
    return client.post("/accounts/login/", {"login": ana.email, "password": PASSWORD, "next": to})


@pytest.fixture
def left(client, ana, settings):
    """A browser in which Ana's session ended while she worked."""
    sign_in(client, ana)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    return client


def test_what_was_sent_while_signed_out_is_offered_after_signing_in(left, ana):
    answer = left.post(PATH, WRITTEN, headers={"Referer": f"http://testserver{PATH}?kind=add"})
    assert answer.url == "/accounts/login/?next=%2Faccounts%2Funsent%2F"
    assert "is kept" in left.get(answer.url).content.decode()
    assert sign_in(left, ana, "/accounts/unsent/").url == "/accounts/unsent/"
    page = left.get("/accounts/unsent/").content.decode()
    assert f'<form method="post" action="{PATH}"' in page
    assert "<li>The lift is too small</li>" in page
    assert "<li>on</li>" not in page
    for name in WRITTEN:
        assert f'name="{name}"' in page


def test_once_sent_it_is_forgotten(left, ana):
    left.post(PATH, WRITTEN)
    sign_in(left, ana, "/accounts/unsent/")
    left.post(PATH, WRITTEN)
    assert left.get("/accounts/unsent/").url == "/"


def test_who_leaves_it_out_goes_back_to_the_page_it_stood_on(left, ana):
    left.post(PATH, WRITTEN, headers={"Referer": f"http://testserver{PATH}?kind=add"})
    sign_in(left, ana, "/accounts/unsent/")
    assert left.post("/accounts/unsent/").url == f"{PATH}?kind=add"
    assert left.get("/accounts/unsent/").url == "/"


def test_a_page_of_somebody_elses_is_never_gone_back_to(left, ana):
    left.post(PATH, WRITTEN, headers={"Referer": "https://elsewhere.example/documents/new/"})
    sign_in(left, ana, "/accounts/unsent/")
    assert left.post("/accounts/unsent/").url == "/"


@pytest.mark.parametrize(
    ("path", "fields", "headers"),
    [
        ("/accounts/me/", {"name": "Ana"}, {}),
        (PATH, {"new_password": "tulips"}, {}),
        (PATH, {"note": "x" * MOST_CHARACTERS}, {}),
        (PATH, {"note": "typed"}, {"X-Requested-With": "autosave"}),
        (PATH, {"note": "typed"}, {"HX-Request": "true"}),
    ],
    ids=["sign-in", "secret", "too long", "autosave", "in the background"],
)
def test_what_is_not_kept_still_leads_to_the_sign_in(left, ana, path, fields, headers):
    stood = {"Referer": f"http://testserver{PATH}"}
    answer = left.post(path, fields, headers={**stood, **headers})
    assert answer.url == "/accounts/login/?next=%2Fdocuments%2Fnew%2F"
    sign_in(left, ana, "/")
    assert left.get("/accounts/unsent/").url == "/"


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://testserver", 302), ("https://elsewhere.example", 403), (None, 403)],
)
def test_a_page_of_an_older_session_is_offered_again_only_where_it_is_ours(ana, origin, status):
    client = Client()
    sign_in(client, ana)
    client.handler.enforce_csrf_checks = True
    answer = client.post(PATH, WRITTEN, headers={"Origin": origin} if origin else {})
    assert answer.status_code == status
    offered = client.get("/accounts/unsent/")
    assert (offered.status_code == 200) == (status == 302)


def test_nobody_else_is_shown_it_in_the_same_browser(left, ana):
    left.post(PATH, WRITTEN)
    with as_system():
        bob = make.membership(CustomerRole.REQUESTER).person
        bob.set_password(PASSWORD)
        bob.save()
    sign_in(left, bob)
    assert left.get("/accounts/unsent/").url == "/"


def test_nothing_is_kept_of_a_browser_that_nobody_signed_in_with(client, ana):
    client.post(PATH, WRITTEN)
    sign_in(client, ana)
    assert client.get("/accounts/unsent/").url == "/"


STOOD = {"Referer": f"http://testserver{PATH}?kind=add"}


def switch(client, fields):
    return client.post("/accounts/language/", {"language": "fr", **fields}, headers=STOOD)


def test_what_a_form_held_when_the_language_was_switched_is_offered_in_the_new_one(client, ana):
    sign_in(client, ana)
    assert switch(client, WRITTEN).url == "/accounts/unsent/"
    page = client.get("/accounts/unsent/").content.decode()
    assert '<html lang="fr"' in page
    assert f'<form method="post" action="{PATH}"' in page
    assert "<li>The lift is too small</li>" in page
    assert 'name="language" value' not in page.partition('id="send-unsent"')[2]
    assert client.post("/accounts/unsent/").url == f"{PATH}?kind=add"


def test_a_switch_on_a_form_in_which_nothing_was_typed_only_reads_the_page_again(client, ana):
    sign_in(client, ana)
    assert switch(client, {"reason": " ", "idempotency_key": "k"}).url == f"{PATH}?kind=add"


def test_a_switch_by_nobody_keeps_nothing(client, db):
    assert switch(client, WRITTEN).url == f"{PATH}?kind=add"


@pytest.mark.parametrize(
    ("stood_on", "path"),
    [
        (f"{PATH}?kind=add", PATH),
        (f"https://elsewhere.example{PATH}", "/"),
        ("//elsewhere.example/documents/new/", "/"),
        ("/nowhere/", "/"),
        ("http://[", "/"),
    ],
)
def test_a_switch_in_a_browser_that_does_not_say_its_page_goes_by_the_form(
    client, ana, stood_on, path
):
    """The form is offered to its own page, and to none that is somebody else's."""
    sign_in(client, ana)
    fields = {**WRITTEN, "stood_on": stood_on, "language": "fr"}
    assert client.post("/accounts/language/", fields).url == "/accounts/unsent/"
    page = client.get("/accounts/unsent/").content.decode()
    assert f'<form method="post" action="{path}"' in page
    assert "<li>/documents" not in page
