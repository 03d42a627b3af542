"""A running installation with the demonstration in it, and people with browsers."""

import os
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from supervisor import chromium
from supervisor.places import quick_folder
from supervisor.welcome import PASSWORD
from tests import homes
from tests.installation import RunningInstallation, state_directory

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-default-apps",
    "--disable-extensions",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

SignIn = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey, and travel last."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture(scope="session")
def installation() -> Generator[RunningInstallation]:
    """Start the whole stack with the demonstration loaded, once."""
    with state_directory() as home:
        homes.demonstration(home)
        one = RunningInstallation(home)
        one.start()
        yield one
        one.stop()


@pytest.fixture(scope="package")
def browser() -> Generator[Browser]:
    """Start Chromium; without it the journeys are skipped.

    It is gone after the last of them: as long as it is there, Playwright's event loop runs in this
    thread, and whatever starts a loop of its own, such as sealing, cannot.
    """
    found = chromium.find()
    if found is None:
        pytest.skip(f"Chromium is not installed: {chromium.BY_HAND}")
    with pytest.MonkeyPatch.context() as patched, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patched.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # What its processes share lies in files there; on a disk each would be written out.
        folder = {"TMPDIR": str(quick_folder() or tempfile.gettempdir())}
        browser = playwright.chromium.launch(
            executable_path=found, args=FLAGS, env={**os.environ, **folder}
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(installation: RunningInstallation) -> dict[str, StorageState]:
    """The cookies of everybody who has signed in, by address: each does so once."""
    return {}


@pytest.fixture
def sign_in(
    browser: Browser,
    installation: RunningInstallation,
    signed_in: dict[str, StorageState],
    request: pytest.FixtureRequest,
) -> Generator[SignIn]:
    """Return a function that gives a person a browser: `sign_in("am@provider.example")`.

    `phone=True` makes it a narrow one; in `language` the person reads from now on, in their own
    where none is named; without `script` the browser runs none. Each call is a separate browser,
    signed in by hand, or by the cookies of one that was; an error on a page's console fails the
    test. Options of the command line say so for all: `--language en --phone`.
    """
    every_phone = request.config.getoption("--phone")
    every_language = request.config.getoption("--language")
    problems: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        # Nobody answers while the server is away: what the page does about it is no mistake.
        expected = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
        if message.type == "error" and not any(words in message.text for words in expected):
            problems.append(f"{message.text} at {message.location}")

    def sign_in_as(
        email: str = "", *, phone: bool = False, language: str = "", script: bool = True
    ) -> Page:
        phone, language = phone or every_phone, every_language or language
        context = browser.new_context(
            base_url=installation.url,
            locale=language or "en",
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            java_script_enabled=script,
            storage_state=signed_in.get(email),
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(str(error)))
        if email:
            come_in(page, email, signed_in)
            read_in(page, every_language or language)
        return page

    yield sign_in_as
    for context in contexts:
        context.close()
    assert problems == []


def come_in(page: Page, email: str, signed_in: dict[str, StorageState]) -> None:
    """Sign in where a page asks for that, and remember it.

    Who comes back is not led over the first page, which takes longest of all to make and to draw.
    """
    page.goto("/accounts/me/" if email in signed_in else "/")
    if "/accounts/login/" in page.url:
        page.fill("[name=login]", email)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        signed_in[email] = {"cookies": page.context.storage_state()["cookies"]}


def read_in(page: Page, language: str) -> None:
    """Switch to a language by the menu of the page, as its reader would; '' leaves it."""
    if not language or page.locator("html").get_attribute("lang") == language:
        return
    choices = page.locator(f"button[name=language][value={language}]")
    page.locator("summary", has=page.locator("[lang]")).first.click()
    choices.filter(visible=True).first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.fixture
def page(sign_in: SignIn) -> Page:
    """Return a browser of somebody who is not signed in."""
    return sign_in()
