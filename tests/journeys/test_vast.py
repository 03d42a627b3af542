"""Names as long as they may be, and many items: every page keeps its width."""

from playwright.sync_api import Page

from tests.installation import RunningInstallation
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.travel import SignIn
from tests.journeys.vast import DOMAIN

CUSTOMER = ("/", "/documents/", "/offices/", "{}", "{}fill/services/", "{}check/")
STAFF = ("/inbox/?queue=all", "{}")


def test_the_longest_names_fit(sign_in: SignIn, installation: RunningInstallation) -> None:
    """No page scrolls sideways, on a desk or on a phone, from the draft to the inbox."""
    made = installation.manage("shell", "-c", "from tests.journeys import vast; vast.make()")
    assert made.returncode == 0, made.stderr
    address = f"/documents/{made.stdout.split()[-1]}/"
    page = sign_in(f"requester@{DOMAIN}")
    look(page, *(path.format(address) for path in CUSTOMER))
    page.get_by_test_id("submit").click()
    page.wait_for_url(f"**{address}sent/")
    look(page, address)
    look(sign_in(f"manager@{DOMAIN}"), *(path.format(address) for path in STAFF))


def look(page: Page, *paths: str) -> None:
    """Open pages and measure them at both widths."""
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        for size in (PHONE, DESKTOP):
            page.set_viewport_size(size)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{path}: {width} px wide"
