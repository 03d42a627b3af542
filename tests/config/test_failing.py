"""A database that is busy or away loses nothing: the page says so, and sends it again."""

import threading
from contextlib import contextmanager
from html import unescape
from re import findall

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from accounts.tenancy import as_system
from macd import queries
from macd.vocabulary import Side, Status
from tests.macd import make


@pytest.fixture
def reviewed(committed):
    with as_system():
        world = make.world()
        document = make.owed(world, make.in_review(world, make.change(world)), Side.PROVIDER)
        return world, document


def _browser(person):
    browser = Client(raise_request_exception=False)
    with as_system():
        browser.force_login(person)
    return browser


@contextmanager
def _held(document):
    """Somebody else's transaction holds the document, for longer than anybody waits."""
    has_it, let_go = threading.Event(), threading.Event()

    def hold():
        with as_system(), transaction.atomic():
            queries.locked(document.pk)
            has_it.set()
            let_go.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert has_it.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '50ms'")
    try:
        yield
    finally:
        let_go.set()
        holder.join(30)


def _fields_in(page):
    """What the form on the page sends, beside the token."""
    fields = {}
    for name, value in findall(r'<textarea hidden name="([^"]+)">\n(.*?)</textarea>', page):
        fields.setdefault(unescape(name), []).append(unescape(value))
    return fields


def test_who_waits_too_long_for_another_sends_the_same_again(reviewed):
    world, document = reviewed
    browser = _browser(world.manager)
    path = f"/documents/{document.number}/steps/return/"
    sent = {
        "content_hash": [document.content_hash],
        "revision": [str(document.revision)],
        "idempotency_key": ["once-and-no-more"],
        "note": ["</textarea>A <number> & a name, please."],
        "sections": ["request"],
        "also": ["two", "of this"],
    }
    with _held(document):
        busy = browser.post(path, sent)
    assert busy.status_code == 503
    assert busy["Retry-After"] == "5"
    assert f'action="{path}"' in busy.text
    assert _fields_in(busy.text) == sent
    with as_system():
        assert queries.whole(document.pk).status == Status.IN_REVIEW
    assert [browser.post(path, sent).status_code for _ in range(2)] == [302, 302]
    with as_system():
        after = queries.whole(document.pk)
        assert after.status == Status.AWAITING_CUSTOMER
        assert after.comments.count() == 1


@pytest.mark.django_db
class TestDatabaseAway:
    """The connection fails while a page is made."""

    @pytest.fixture(autouse=True)
    def away(self, monkeypatch):
        def fail(*_args, **_kwargs):
            message = "the server closed the connection"
            raise OperationalError(message)

        monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fail)
        self.browser = Client(raise_request_exception=False)
        self.browser.cookies["sessionid"] = "x" * 32

    def test_a_page_is_asked_for_again(self):
        answer = self.browser.get("/documents/?of=<me>")
        assert answer.status_code == 503
        assert 'href="/documents/?of=%3Cme%3E"' in answer.text

    def test_a_password_is_never_shown_in_a_page(self):
        answer = self.browser.post(
            "/accounts/login/", {"login": "a@b.example", "password": "tulips"}
        )
        assert answer.status_code == 503
        assert "tulips" not in answer.text
        assert "Go back in your browser" in answer.text


@pytest.mark.django_db
def test_our_own_mistakes_stay_mistakes(monkeypatch):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fail)
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "x" * 32
    answer = browser.get("/documents/")
    assert answer.status_code == 500
    assert "send-again" not in answer.text


def test_an_address_that_takes_forms_only_says_so_and_leads_back(client, db):
    answer = client.get("/accounts/language/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "only takes what a form sends" in answer.content.decode()
    page = client.get("/documents/MACD-2026-00042/comments/").content.decode()
    assert 'href="/documents/MACD-2026-00042/"' in page
