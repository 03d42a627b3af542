"""A customer whose browser runs no script: from the first question to a request that is sent."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import read_in
from tests.journeys.test_kinds import PRINTER
from tests.journeys.test_nothing_lost import REQUESTER, STREET, moving
from tests.journeys.travel import SignIn, Travel, far_day


def test_a_change_is_sent_without_script(sign_in: SignIn) -> None:
    """Home, the service, its new settings, the day, the check, sent, followed: by links only."""
    travel = Travel(sign_in, PRINTER, "am2", language="en", script=False)
    page = travel.page("requester")
    page.goto("/")
    page.get_by_test_id("start-document").first.click()
    page.get_by_test_id("kind-change").click()
    page.get_by_role("link", name=re.compile("Bruxelles")).first.click()
    page.get_by_test_id("start-draft").click()
    expect(page.get_by_test_id("error-summary")).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("Wi-Fi access point")).first.check()
    travel.start(page)
    page.locator(".task-list a[href*='/lines/']").first.click()
    page.locator("[name='line.1.quantity']").fill("3")
    page.get_by_test_id("look").click()
    expect(page.get_by_test_id("difference")).to_contain_text("3")
    page.get_by_test_id("save").click()
    expect(page.locator(".task-list")).to_be_visible()
    travel.follow(page, **{"request.requested_on": far_day().isoformat()})
    page.get_by_test_id("submit").click()
    page.wait_for_url(re.compile("/sent/"))
    page.locator("main a[href*='/documents/']").first.click()
    expect(page.get_by_test_id("status").first).to_have_attribute("data-status", "submitted")


def test_a_language_switched_half_way_keeps_what_was_typed(sign_in: SignIn) -> None:
    """On a new request's first page: it is offered to be sent, and arrives."""
    page = sign_in(REQUESTER, language="en", script=False)
    moving(page)
    read_in(page, "nl")
    expect(page.get_by_test_id("unsent")).to_contain_text(STREET)
    page.get_by_test_id("send-unsent").click()
    expect(page.get_by_test_id("error-summary")).to_be_visible()
    expect(page.locator("[name=street]")).to_have_value(STREET)
