"""The design system in a real browser: accessible in both themes, and what its script promises."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import axe

STYLE = "/manage/style/"
MOST_SCRIPT = 20 * 1024


@pytest.fixture
def style(sign_in) -> Page:
    page = sign_in("admin@provider.example")  # who reads English
    page.goto(STYLE)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("phone", [False, True])
def test_every_component_is_accessible(sign_in, scheme, phone):
    page = sign_in("am@provider.example", phone=phone)
    page.emulate_media(color_scheme=scheme)
    page.goto(STYLE)
    # At the end of the page the decision bar lies over nothing else.
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    axe.load(page)
    assert axe.violations(page) == []


@pytest.mark.parametrize(
    "pale",
    [
        '<li style="color: #bbb">One of them</li>',
        '<li style="background: #555">One of them</li>',
        '<li style="opacity: 0.3">One of them</li>',
        '<li style="background: #555"><span>One of them</span></li>',
    ],
)
def test_a_text_that_is_hard_to_read_is_found_among_many_that_are_not(page, pale):
    alike = "<li>One of many</li><li><span>One of many</span></li>" * 10
    start = "<html lang=en><title>Rows</title><main><h1>Rows</h1><ul>"
    page.set_content(f"{start}{alike}{alike}</ul></main>")
    axe.load(page)
    assert axe.violations(page) == []
    page.set_content(f"{start}{alike}{pale}{alike}</ul></main>")
    axe.load(page)
    [told] = axe.violations(page)
    assert told.startswith("color-contrast")
    assert "One of them" in told


def test_a_phone_never_scrolls_sideways(sign_in):
    page = sign_in("am@provider.example", phone=True)
    page.goto(STYLE)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == page.viewport_size["width"]


@pytest.mark.parametrize("script", [True, False])
def test_a_strip_begins_at_the_entry_one_is_on(sign_in, script):
    page = sign_in("operations@provider.example", phone=True, script=script)
    page.goto("/operations/?queue=all")
    assert page.evaluate("scrollY") == 0
    for entry in page.locator(".strip [aria-current]").all():
        box = entry.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.viewport_size["width"]


def test_the_error_summary_has_the_focus_and_leads_to_the_field(style):
    summary = style.get_by_test_id("error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile("Mobile number")).click()
    expect(style.locator("#id_mobile")).to_be_focused()


def test_a_form_is_sent_once(style):
    sent = []
    style.route("**/once/", lambda route: sent.append(route.request))
    style.evaluate("document.querySelector('.comment-form').action = '/once/'")
    style.get_by_label("Comment").fill("Hello")
    style.evaluate(
        """() => {
            const button = document.querySelector('[data-testid=comment-shared]');
            button.click();
            button.click();
        }"""
    )
    style.wait_for_timeout(300)
    assert len(sent) == 1
    assert "visibility=shared" in sent[0].post_data


def test_a_step_that_asks_a_reason_opens_on_its_key_and_closes_on_escape(style):
    style.locator("h1").click()
    style.keyboard.press("r")
    reason = style.get_by_label("What should they change?")
    expect(reason).to_be_focused()
    style.keyboard.type("a")
    expect(reason).to_have_value("a")
    style.keyboard.press("Escape")
    expect(reason).to_be_hidden()


def test_keys_go_through_the_rows_and_can_be_switched_off(style):
    style.locator("h1").click()
    style.keyboard.press("j")
    expect(style.locator(".row-link").nth(2)).to_be_focused()
    style.keyboard.press("k")
    expect(style.locator(".row-link").nth(1)).to_be_focused()
    style.keyboard.press("?")
    dialog = style.get_by_role("dialog")
    expect(dialog.get_by_text("Approve")).to_be_visible()
    expect(dialog.get_by_text("New for a customer")).to_be_hidden()
    dialog.get_by_label("Use these keys in this browser").uncheck()
    dialog.get_by_role("button", name="Close").click()
    style.reload()
    style.keyboard.press("?")
    expect(style.get_by_role("dialog")).to_be_hidden()


def test_a_draft_saves_itself_and_says_so(style):
    saved = []

    def answer(route):
        saved.append(route.request.post_data)
        route.fulfill(json={"revision": "8"})

    style.route("**/autosave/", answer)
    style.evaluate(
        """() => {
            const form = document.querySelector('#forms form');
            form.dataset.autosave = '/autosave/';
            form.insertAdjacentHTML('beforeend', '<input type=hidden name=revision value=7>');
            document.dispatchEvent(new CustomEvent('htmx:afterSwap', {bubbles: true}));
        }"""
    )
    form = style.locator("#forms form").first
    form.get_by_label("Contact at the office").fill("Jo")
    form.get_by_label("Mobile number").focus()
    expect(form.locator("[data-save-state]")).to_have_text(re.compile(r"Saved at \d\d:\d\d"))
    assert len(saved) == 1
    assert "blank-contact=Jo" in saved[0]
    assert "csrfmiddlewaretoken" not in saved[0]
    expect(form.locator("[name=revision]")).to_have_value("8")


def test_a_draft_that_cannot_be_saved_is_kept_and_tried_again(style):
    attempts = []

    def fail(route):
        attempts.append(route.request.post_data)
        route.abort() if len(attempts) == 1 else route.fulfill(json={})

    style.route("**/autosave/", fail)
    style.evaluate(
        """() => {
            document.querySelector('#forms form').dataset.autosave = '/autosave/';
            document.dispatchEvent(new CustomEvent('htmx:afterSwap', {bubbles: true}));
        }"""
    )
    form = style.locator("#forms form").first
    form.get_by_label("Contact at the office").fill("Jo")
    form.get_by_label("Mobile number").focus()
    state = form.locator("[data-save-state]")
    expect(state).to_have_text(re.compile("Not saved"))
    expect(form.get_by_label("Contact at the office")).to_have_value("Jo")
    style.evaluate("window.dispatchEvent(new Event('online'))")
    expect(state).to_have_text(re.compile("Saved at"))
    assert len(attempts) == 2


def test_menus_close_on_escape_and_on_a_click_elsewhere(style):
    menu = style.locator("details.menu").last
    menu.locator("summary").click()
    expect(style.get_by_role("button", name="Sign out")).to_be_visible()
    style.keyboard.press("Escape")
    expect(style.get_by_role("button", name="Sign out")).to_be_hidden()
    menu.locator("summary").click()
    style.locator("h1").click()
    expect(style.get_by_role("button", name="Sign out")).to_be_hidden()


def test_our_script_stays_small():
    """A page loads the script of all pages, and one of its own at the most."""
    root = Path(__file__).parents[2]
    sizes = {script.name: script.stat().st_size for script in root.glob("static/js/*.js")}
    on_all_pages = sizes.pop("macd.js")
    assert on_all_pages + max(sizes.values()) <= MOST_SCRIPT
    for page in root.glob("templates/**/*.html"):
        assert len(re.findall(r"'js/\w+\.js'", page.read_text())) <= 1, page
