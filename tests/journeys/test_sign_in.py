"""Who comes in, and what they see first."""

import re
from collections.abc import Callable
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from playwright.sync_api import Page, expect

from supervisor.welcome import PASSWORD, people
from tests.installation import RunningInstallation
from tests.journeys.travel import wait_until

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


def invite(keeper: Page, address: str) -> None:
    """Invite somebody new, as the company's administrator does."""
    keeper.goto("/company/invite/")
    keeper.fill("[name=email]", address)
    keeper.fill("[name=name]", "Nele Nieuw")
    keeper.locator("[name=roles]").first.check()
    keeper.get_by_test_id("save-colleague").click()
    expect(keeper.get_by_test_id("withdraw-invitation")).to_be_visible()


def test_a_newcomer_comes_in_by_the_mail_of_an_invitation_and_says_yes(sign_in: SignIn) -> None:
    keeper, address = sign_in("company-admin@brouwerij.example"), "nele.nieuw@brouwerij.example"
    invite(keeper, address)
    newcomer = sign_in()
    newcomer.goto(f"/demo/mail/?to={address}")
    mails = newcomer.locator("main td a, main th a")
    wait_until(newcomer, lambda: mails.count() > 0)
    mails.click()
    way_in = re.search(r"/accounts/password/reset/key/[\w/-]+", newcomer.content())
    assert way_in
    newcomer.goto(way_in[0])
    for field in newcomer.locator("[type=password]").all():
        field.fill("a password of her own")
    newcomer.locator("main [type=submit]").click()
    newcomer.goto("/")
    newcomer.fill("[name=login]", address)
    newcomer.fill("[name=password]", "a password of her own")
    newcomer.press("[name=password]", "Enter")
    newcomer.get_by_test_id("accept-invitation").click()
    expect(newcomer.locator(".messages")).to_contain_text("Brouwerij De Zwaan")
    keeper.reload()
    expect(keeper.get_by_test_id("withdraw-invitation")).to_have_count(0)
    expect(keeper.locator("main")).to_contain_text("Nele Nieuw")


def give_key(page: Page) -> None:
    """Let the browser hold passkeys, as a phone does that is unlocked by a finger."""
    key = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main button[type=submit]").first.click()
    page.goto("/accounts/login/")


def add_key(page: Page) -> None:
    """Make a passkey, after saying once more who one is where that is asked."""
    page.goto("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
    page.locator("[name=passwordless]").check()
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/**")


def remove_key(page: Page) -> None:
    """Take it away again, after showing it once more."""
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/webauthn/")
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url("**/2fa/webauthn/")
    page.locator("main a[href*=remove]").click()
    page.locator("main .btn-danger").click()
    page.wait_for_url("**/2fa/webauthn/")
    expect(page.locator("main table")).to_have_count(0)


def test_a_passkey_opens_alone_beside_a_password_and_before_what_binds(sign_in: SignIn) -> None:
    email = "viewer@imprimerie.example"
    page = sign_in(email)
    give_key(page)
    add_key(page)
    sign_out(page)
    page.click("#passkey_login")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    sign_out(page)
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    remove_key(page)
