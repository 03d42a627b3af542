"""The keys alone: an account manager clears the inbox, a customer sends a request."""

import re

from playwright.sync_api import Page, expect

from supervisor.welcome import PASSWORD
from tests.journeys import axe
from tests.journeys.conftest import DESKTOP
from tests.journeys.keyboard import Keyboard
from tests.journeys.travel import ANSWERS, SignIn, far_day

WORDS = "Which extensions do you mean?"


def test_an_account_manager_clears_requests(sign_in: SignIn) -> None:
    """Takes one up, completes and approves it, asks about another, snoozes a third."""
    page = sign_in()
    page.set_viewport_size(DESKTOP)  # the three panes; on a phone nobody has keys
    keys = Keyboard(page)
    come_in(keys, page, "am@provider.example")
    page.goto("/inbox/")
    taken = open_row(keys, page, "60 GB")
    with page.expect_navigation():
        keys.press("t")
    assert focused(page) not in ("", taken), "the next request is in hand"
    approve(keys, page)
    asked = open_row(keys, page, "30 → 40")
    ask(keys, page)
    assert focused(page) not in ("", asked)
    snoozed = above(page)
    keys.press("k", "z")  # at once: the key is for the row one is on, not for what is still shown
    keys.go(page.get_by_role("button", name="Until tomorrow"))
    assert focused(page) not in ("", snoozed)
    go_by_the_palette(keys, page)
    for number in (taken, asked, snoozed):
        expect(page.locator(f".rows a[data-number='{number}']")).to_have_count(1)
    page.goto("/inbox/")
    for number in (taken, asked, snoozed):
        expect(page.locator(f".rows a[data-number='{number}']")).to_have_count(0)


def come_in(keys: Keyboard, page: Page, email: str) -> None:
    """Sign in, with Tab and Enter."""
    page.goto("/accounts/login/")
    keys.fill(page.locator("[name=login]"), email)
    keys.fill(page.locator("[name=password]"), PASSWORD)
    with page.expect_navigation():
        keys.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    if page.locator("html").get_attribute("lang") != "en":
        keys.use(page.locator("summary", has=page.locator("[lang]")).first)
        keys.go(page.locator("button[name=language][value=en]"))


def approve(keys: Keyboard, page: Page) -> None:
    """To the first empty field, back to the request in the list, and approved."""
    completed = open_row(keys, page, "60 GB")
    with page.expect_navigation():
        keys.press("e")
    expect(page.locator("[name='planning.committed_on']")).to_be_focused()
    keys.type(far_day().strftime("%m%d%Y"))
    keys.go(page.get_by_test_id("save"))
    assert focused(page) == completed
    with page.expect_navigation():
        keys.press("a")
    assert focused(page) not in ("", completed)


def focused(page: Page) -> str:
    """The number of the request whose row has the focus, and whose pane is read."""
    number = page.locator(":focus").get_attribute("data-number") or ""
    expect(page.locator("#pane .pane-head a")).to_have_text(number)
    return number


def open_row(keys: Keyboard, page: Page, words: str) -> str:
    """Go to a row from the top and open it; it keeps the focus when its request has come."""
    keys.press(*"k" * page.locator(".rows a.row-link").count())
    keys.reach(page.locator(".rows a.row-link", has_text=words).first, "j")
    keys.press("Enter")
    expect(page.locator(".rows a.row-link[aria-current]")).to_be_focused()
    return focused(page)


def above(page: Page) -> str:
    """The number of the request before the one that has the focus."""
    rows = page.locator(".rows a.row-link")
    numbers = [row.get_attribute("data-number") or "" for row in rows.all()]
    return numbers[numbers.index(focused(page)) - 1]


def ask(keys: Keyboard, page: Page) -> None:
    """Into the request and back to its row, a question, and sent."""
    row = focused(page)
    keys.press("ArrowRight")
    expect(page.locator("#pane")).to_be_focused()
    keys.press("Tab", "ArrowLeft")
    assert focused(page) == row
    keys.press("q")
    note = page.locator("details.reason[open] textarea").first
    keys.fill(note, WORDS)
    # Escape closes the form and gives the focus back; what was written is there when it opens.
    keys.press("Escape")
    expect(page.get_by_test_id("ask-customer")).to_be_focused()
    keys.press("Enter")
    expect(note).to_have_value(WORDS)
    expect(note).to_be_focused()
    with page.expect_navigation():
        keys.press("Control+Enter")


def go_by_the_palette(keys: Keyboard, page: Page) -> None:
    """The list of keys gives the focus back; the palette leads to another queue."""
    before = focused(page)
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    axe.load(page)
    assert axe.violations(page) == []
    keys.press("Escape")
    assert focused(page) == before
    keys.press("Control+k")
    keys.type("all open")
    marked = page.get_by_role("dialog").get_by_role("option", selected=True)
    expect(marked).to_have_text(re.compile("All open"))
    keys.press("Enter")
    page.wait_for_url(re.compile("queue=all"))


def test_a_customer_sends_a_change(sign_in: SignIn) -> None:
    """From home to a request that is sent, with Tab, Space, Enter and the arrows."""
    page = sign_in()
    keys = Keyboard(page)
    come_in(keys, page, "requester@imprimerie.example")
    page.goto("/")
    keys.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    keys.press("Enter")
    keys.go(page.get_by_test_id("start-document").first)
    keys.go(page.get_by_test_id("kind-change"))
    keys.go(page.get_by_role("link", name=re.compile("Liège")))
    choose(keys, page)
    more(keys, page)
    day(keys, page)
    contacts(keys, page)
    keys.go(page.locator(".task-list a[href$='check/']"))
    keys.go(page.get_by_test_id("submit"))
    page.wait_for_url(re.compile("/sent/"))


def choose(keys: Keyboard, page: Page) -> None:
    """Nothing chosen is said where the keys are; then a service is chosen."""
    keys.go(page.get_by_test_id("start-draft"))
    expect(page.get_by_test_id("error-summary")).to_be_focused()
    keys.reach(page.get_by_role("checkbox", name=re.compile("Meeting room|Guest|PoE")).first)
    keys.press("Space")
    keys.go(page.get_by_test_id("start-draft"))
    page.wait_for_url(re.compile(r"/documents/MACD-\d{4}-\d{5,}/"))


def more(keys: Keyboard, page: Page) -> None:
    """Four instead of what there is."""
    keys.go(page.locator(".task-list a[href*='/lines/']"))
    quantity = page.locator("[name='line.1.quantity']")
    keys.reach(quantity)
    keys.press("Control+a")
    keys.type("4")
    keys.go(page.get_by_test_id("save"))


def day(keys: Keyboard, page: Page) -> None:
    """A day is typed as it is read: month, day, year where the browser speaks English."""
    keys.go(page.locator(".task-list a[href$='fill/request/']"))
    keys.fill(page.locator("[name='request.requested_on']"), far_day().strftime("%m%d%Y"))
    keys.reach(page.get_by_test_id("save"))
    # Each digit makes another day, and the first of them is being saved.
    saved = page.locator("[data-save-state]").first
    expect(saved).to_have_attribute("data-state", re.compile("saved|unfit"))
    keys.go(page.get_by_test_id("save"))


def contacts(keys: Keyboard, page: Page) -> None:
    """What a visit asks for, where there is one."""
    link = page.locator(".task-list li:is(.is-not_started, .is-in_progress) a[href$='fill/sites/']")
    if link.count() == 0:
        return
    keys.go(link)
    for name in ("sites.contact_name", "sites.contact_mobile"):
        keys.fill(page.locator(f"[name='{name}']"), ANSWERS[name])
    keys.go(page.get_by_test_id("save"))
