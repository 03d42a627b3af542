"""Nothing that was typed is lost: signed out meanwhile, Back, two tabs, no line, a language."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, read_in
from tests.journeys.travel import SignIn, press

REQUESTER = "requester@brouwerij.example"
UNDER_WAY = "[data-status=submitted], [data-status=in_review], [data-status=awaiting_customer]"
STREET = "Rue du Pont qui n’existe pas"


def sign_in_again(page: Page, email: str) -> None:
    """The session has ended: the sign-in says that what was sent is kept."""
    expect(page.locator("main")).to_contain_text(re.compile("is kept|est conservé|is bewaard"))
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(re.compile("/accounts/unsent/"))


def moving(page: Page) -> None:
    """The form of a move, with an address half written."""
    page.goto("/documents/new/")
    page.get_by_test_id("kind-move").click()
    page.locator("main .choice-list a").nth(1).click()
    page.locator("[name=street]").fill(STREET)


def test_a_session_ends_while_somebody_writes(sign_in: SignIn) -> None:
    """What was sent is offered again after signing in, and then it is there."""
    page = sign_in(REQUESTER)
    page.goto("/documents/")
    sent = page.locator(".document-card", has=page.locator(UNDER_WAY)).first
    sent.locator("h3 a").click()
    address = page.url
    comment = page.locator("textarea[name=text]").first
    comment.fill("Ring the bell twice.\nThe dog is friendly.")
    page.context.clear_cookies(name="sessionid")
    page.get_by_test_id("comment-shared").first.click()
    sign_in_again(page, REQUESTER)
    expect(page.get_by_test_id("unsent")).to_contain_text("Ring the bell twice.")
    page.get_by_test_id("send-unsent").click()
    page.wait_for_url(re.compile(re.escape(address.split("?")[0])))
    expect(page.locator("#comments")).to_contain_text("The dog is friendly.")


def test_a_form_outlives_a_new_session_in_another_tab(sign_in: SignIn) -> None:
    """Signed in anew in a second tab, the first tab's form is still good."""
    page = sign_in(REQUESTER)
    moving(page)
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/accounts/login/")
    other.fill("[name=login]", REQUESTER)
    other.fill("[name=password]", PASSWORD)
    other.press("[name=password]", "Enter")
    other.wait_for_url(lambda url: "/accounts/login/" not in url)
    other.close()
    page.get_by_test_id("start-draft").click()
    expect(page.get_by_test_id("error-summary")).to_be_visible()
    expect(page.locator("[name=street]")).to_have_value(STREET)


def test_back_a_language_and_a_lost_connection(sign_in: SignIn) -> None:
    """A half-written address is there after each of them."""
    page = sign_in(REQUESTER, language="nl")
    moving(page)
    street = page.locator("[name=street]")
    page.locator(".site-navigation a").first.click()
    page.go_back()
    expect(street).to_have_value(STREET)
    read_in(page, "fr")
    expect(street).to_have_value(STREET)
    page.context.set_offline(True)
    page.locator("[name=number]").fill("7")
    page.get_by_test_id("start-draft").click()
    expect(page.locator("[data-offline]")).to_be_visible()
    expect(street).to_have_value(STREET)
    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    # Refused, and then in another language: the answer to a form is no page of its own.
    page.get_by_test_id("start-draft").click()
    expect(page.get_by_test_id("error-summary")).to_be_visible()
    read_in(page, "nl")
    expect(street).to_have_value(STREET)
    expect(page.locator("[name=number]")).to_have_value("7")


def test_two_tabs_change_the_same_answer(sign_in: SignIn) -> None:
    """The later one sees both, and neither is lost."""
    first = sign_in(REQUESTER)
    first.goto("/documents/")
    first.goto(draft_of(first))
    first.locator(".task-list a[href$='fill/request/']").click()
    second = first.context.new_page()
    second.goto(first.url)
    reference = "[name='request.reference']"
    for page, words in ((second, "From the second tab"), (first, "From the first tab")):
        # Sent before the page has saved it by itself.
        page.evaluate("document.querySelector('form[data-autosave]').dataset.autosave = '/none/'")
        page.locator(reference).fill(words)
        press(page.get_by_test_id("save"))
    both = first.get_by_test_id("merge")
    expect(both).to_contain_text("From the second tab")
    expect(both).to_contain_text("From the first tab")


def draft_of(page: Page) -> str:
    """A draft of the requester's."""
    card = page.locator(".document-card", has=page.locator("[data-status=draft]")).first
    return str(card.locator("h3 a").get_attribute("href"))


def test_a_draft_that_cannot_save_itself_is_still_sent_by_its_button(sign_in: SignIn) -> None:
    """The button at the foot of the page stays under the finger while saving is tried again."""
    page = sign_in(REQUESTER, phone=True)
    page.goto("/documents/")
    page.goto(f"{draft_of(page)}fill/request/")
    page.context.clear_cookies(name="sessionid")
    explanation = page.locator("[name='request.explanation']")
    explanation.fill("Ring the bell twice.")
    explanation.press("Tab")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "failed")
    explanation.focus()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_test_id("save").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    sign_in_again(page, REQUESTER)
    expect(page.get_by_test_id("unsent")).to_contain_text("Ring the bell twice.")
