"""Pictures of the twelve main pages: taken anew with `--pictures`, shown in the README."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "images"
MOST_BYTES = 1_500_000
WIDEST = 1280
REQUESTER, SIGNATORY = "requester@brouwerij.example", "signatory@brouwerij.example"


def link(page: Page, start: str, selector: str) -> str:
    """Where the first link of a page leads that a selector finds."""
    page.goto(start)
    found = page.locator(selector).first.get_attribute("href")
    assert found, f"{start}: {selector}"
    return found


@cache
def draft(page: Page) -> str:
    """A draft of the requester's, begun once: asked twice, the same request is questioned."""
    service = link(page, "/offices/", ".office-card a, .cards a[href*='/offices/']")
    change = link(page, service, "[data-testid=service-change][href]")
    page.goto(change)
    page.locator("form button.btn-primary").first.click()
    page.wait_for_url("**/documents/MACD-*/")
    return page.url


def followed(page: Page) -> str:
    """A request that has a promised day."""
    return link(page, "/documents/", ".document-card:has-text('Planned for') h3 a")


def opened(page: Page) -> str:
    """The inbox with its first request beside it."""
    row = link(page, "/inbox/", "a.row-link")
    return f"/inbox/?queue=needs_me&open={row.strip('/').split('/')[-1]}"


PICTURES: tuple[tuple[str, str, Callable[[Page], str]], ...] = (
    ("home", REQUESTER, lambda page: "/"),
    ("office", REQUESTER, lambda page: link(page, "/offices/", ".cards a")),
    ("services", REQUESTER, lambda page: "/services/"),
    ("start", REQUESTER, lambda page: "/documents/new/"),
    ("draft", REQUESTER, draft),
    ("settings", REQUESTER, lambda page: link(page, draft(page), "a[href*='/lines/']")),
    ("request", REQUESTER, followed),
    ("signing", SIGNATORY, lambda page: "/signing/"),
    ("inbox", "am@provider.example", opened),
    ("worklist", "operations@provider.example", lambda page: "/operations/"),
    ("leaving", "finance@provider.example", lambda page: "/cancellations/"),
    ("verify", "", lambda page: "/verify/"),
)


@pytest.fixture
def browsers(sign_in):
    """A browser for each person, opened once."""
    known: dict[str, Page] = {}
    return lambda email: known.setdefault(email, known.get(email) or sign_in(email, language="en"))


def test_the_twelve_main_pages_have_their_pictures(browsers, pytestconfig):
    for name, email, where in PICTURES:
        page = browsers(email)
        page.goto(where(page))
        taken = pytestconfig.getoption("--pictures")
        if taken:
            page.wait_for_load_state("networkidle")
        picture = page.screenshot()
        assert len(picture) > 10_000, name
        if taken:
            FOLDER.mkdir(parents=True, exist_ok=True)
            with Image.open(io.BytesIO(picture)) as drawn:
                drawn.convert("RGB").save(FOLDER / f"{name}.webp", quality=72, method=6)


def test_pictures_are_small_and_shown():
    shown = ROOT.joinpath("README.md").read_text()
    files = sorted(FOLDER.glob("*.webp"))
    assert {file.stem for file in files} == {name for name, _email, _where in PICTURES}
    assert all(f"docs/images/{file.name}" in shown for file in files)
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    for file in files:
        with Image.open(file) as picture:
            assert picture.width <= WIDEST, file
