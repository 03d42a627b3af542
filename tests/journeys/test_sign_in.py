"""Who comes in, and what they see first."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from supervisor.welcome import people

SignIn = Callable[..., Page]


@pytest.mark.parametrize("email", people())
def test_everybody_whom_the_start_names_comes_in(sign_in: SignIn, email: str) -> None:
    page = sign_in(email)
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator("h1")).to_have_count(1)
    assert page.goto("/accounts/me/").status == 200
    expect(page.locator("main")).to_contain_text(re.compile(re.escape(email)))


def test_a_wrong_password_is_refused_in_words(sign_in: SignIn) -> None:
    page = sign_in()
    page.goto("/documents/")
    assert "/accounts/login/" in page.url
    page.fill("[name=login]", "requester@brouwerij.example")
    page.fill("[name=password]", "not-the-password")
    page.press("[name=password]", "Enter")
    expect(page.locator("[role=alert], .alert, .invalid-feedback").first).to_be_visible()
    assert "/accounts/login/" in page.url
