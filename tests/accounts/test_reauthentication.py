"""Proving again who one is."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.models import AnonymousUser

from accounts import clock
from accounts.reauthentication import (
    page_left,
    recently_authenticated,
    redirect_to_reauthentication,
)
from accounts.tenancy import as_system
from tests.accounts import make


@pytest.fixture
def request_of(rf, settings, db):
    def build(person=None):
        request = rf.get("/documents/MACD-2026-00001/?tab=sign")
        request.user = person or AnonymousUser()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        return request

    return build


@pytest.fixture
def ana(db):
    with as_system():
        return make.person()


def test_signing_in_alone_does_not_count(request_of, ana):
    request = request_of(ana)
    record_authentication(request, ana, method="password")
    assert not recently_authenticated(request, datetime.now(UTC))


@pytest.mark.parametrize("method", ["password", "mfa"])
def test_a_proof_counts_for_five_minutes(request_of, ana, method):
    request = request_of(ana)
    record_authentication(request, ana, method=method, reauthenticated=True)
    now = datetime.now(UTC)
    assert recently_authenticated(request, now)
    assert recently_authenticated(request, now + timedelta(minutes=4, seconds=59))
    assert not recently_authenticated(request, now + timedelta(minutes=5, seconds=1))
    assert not recently_authenticated(request, now - timedelta(hours=1))


def test_a_proof_counts_for_the_person_who_gave_it(request_of, ana):
    request = request_of(ana)
    record_authentication(request, ana, method="password", reauthenticated=True)
    with as_system():
        request.user = make.person()
    assert not recently_authenticated(request, datetime.now(UTC))
    request.user = AnonymousUser()
    assert not recently_authenticated(request, datetime.now(UTC))


def test_it_counts_in_the_demos_own_time_too(request_of, ana, settings, monkeypatch):
    settings.DEMO = True
    settings.MACD_CLOCK = "2027-01-31T09:00:00+01:00"
    monkeypatch.setenv("MACD_CLOCK_STARTED", datetime.now(UTC).isoformat())
    request = request_of(ana)
    record_authentication(request, ana, method="password", reauthenticated=True)
    assert recently_authenticated(request, clock.now())
    assert not recently_authenticated(request, clock.now() + timedelta(minutes=6))


def test_the_person_comes_back_to_the_page(request_of, ana):
    answer = redirect_to_reauthentication(request_of(ana))
    assert answer.status_code == 302
    assert answer["Location"] == (
        "/accounts/reauthenticate/?next=%2Fdocuments%2FMACD-2026-00001%2F%3Ftab%3Dsign&left=%2F"
    )
    elsewhere = redirect_to_reauthentication(request_of(ana), back_to="/signing/")
    assert elsewhere["Location"] == "/accounts/reauthenticate/?next=%2Fsigning%2F&left=%2F"


def test_who_gives_no_proof_goes_back_to_the_page_they_came_from(client, ana):
    client.force_login(ana)
    asked = {"next": "/signing/", "left": "/documents/?status=signed"}
    page = client.get("/accounts/reauthenticate/", asked).content.decode()
    assert page.count('href="/documents/?status=signed"') == 2  # Back, and Cancel


@pytest.mark.parametrize(
    "left",
    ["", "//elsewhere.example/", "https://elsewhere.example/", "/accounts/logout/", "nowhere"],
)
def test_nobody_is_led_elsewhere_from_there(rf, left):
    assert page_left(rf.get("/accounts/reauthenticate/", {"left": left})) == "/"


def test_through_the_pages(client, ana):
    client.force_login(ana)
    client.post("/accounts/reauthenticate/", {"password": "correct horse"})
    request = client.get("/accounts/me/").wsgi_request
    assert recently_authenticated(request, clock.now())
