"""Who comes in, and what they see first."""

from collections.abc import Callable
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from playwright.sync_api import Page, expect

from supervisor.welcome import PASSWORD, people
from tests.installation import RunningInstallation

SignIn = Callable[..., Page]


@pytest.mark.parametrize("email", people())
def test_everybody_whom_the_start_names_comes_in(
    installation: RunningInstallation, email: str
) -> None:
    cookies = CookieJar()
    visitor = build_opener(HTTPCookieProcessor(cookies))
    login = f"{installation.url}/accounts/login/"
    visitor.open(login).read()
    token = next(cookie.value for cookie in cookies if cookie.name == "csrftoken")
    form = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    with visitor.open(login, urlencode(form).encode()) as home:
        assert "/accounts/" not in home.url
        assert home.read().decode().count("<main") == 1
    with visitor.open(f"{installation.url}/accounts/me/") as profile:
        assert email in profile.read().decode()


def test_a_wrong_password_is_refused_in_words(sign_in: SignIn) -> None:
    page = sign_in()
    page.goto("/documents/")
    assert "/accounts/login/" in page.url
    page.fill("[name=login]", "requester@brouwerij.example")
    page.fill("[name=password]", "not-the-password")
    page.press("[name=password]", "Enter")
    refused = page.locator("[role=alert]:not([hidden]), .alert, .invalid-feedback")
    expect(refused.first).to_be_visible()
    assert "/accounts/login/" in page.url
