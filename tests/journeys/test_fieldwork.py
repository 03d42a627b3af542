"""A technician's day on a phone: where to go, whom to call, what was installed, how it ended."""

from datetime import date

from playwright.sync_api import Page, expect

from services.calendar import next_business_day
from tests.journeys.travel import SignIn


def fits(page: Page) -> None:
    """Nothing lies beside the screen."""
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], (page.url, wide)


def test_a_technicians_day(sign_in: SignIn) -> None:
    """From the calendar to an access point that hangs, in Dutch, on a phone."""
    page = sign_in("operations@provider.example", phone=True, language="nl")
    today = date.today()  # noqa: DTZ011
    day = next_business_day(today)
    page.goto(f"/operations/calendar/?day={day.isoformat()}")
    fits(page)
    cell = page.locator(".week-day", has=page.locator(f"time[datetime^='{day.isoformat()}']"))
    cell.locator(".visit-card").first.click()
    expect(page.get_by_test_id("visit-slot")).to_be_visible()
    expect(page.get_by_test_id("visit-address")).to_be_visible()
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    fits(page)
    install(page)
    if day == today:
        page.get_by_test_id("visit-close").click()
        page.locator("[name=outcome][value=done]").check()
        page.get_by_test_id("visit-close-confirm").click()
        expect(page.get_by_test_id("visit-outcome")).to_be_visible()
    fits(page)
    # On paper there is no button.
    page.emulate_media(media="print")
    expect(page.get_by_test_id("visit-slot")).to_be_visible()
    expect(page.locator("#visit-actions")).to_be_hidden()


def install(page: Page) -> None:
    """Record what was installed, and come back to the visit."""
    address = page.url
    item = page.locator("[id^='line-']", has=page.get_by_test_id("line-deliver")).first
    item.get_by_test_id("line-deliver").click()
    item.locator("[name=serials]").fill("AP-4711\nAP-4712")
    fits(page)
    item.get_by_test_id("line-deliver-confirm").click()
    page.wait_for_url(address)
    expect(page.locator("main")).to_contain_text("AP-4711")
