"""A request on its way through the browsers of those who work on it."""

import re
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from services.calendar import next_business_day
from supervisor.welcome import PASSWORD
from tests.installation import RunningInstallation

SignIn = Callable[..., Page]

# What people fill in, by field.
ANSWERS = {
    "sites.contact_name": "L. Wouters",
    "sites.contact_mobile": "0470 12 34 56",
    "sites.access_hours": "08:00–17:00",
    "sites.landlord": "yes",
    "sites.line_there": "yes",
    "numbers.emergency_confirmed": "true",
    "technical.dependents_keep_working": "true",
    "sites.cabling": "Cat 6A",
    "sites.power_and_rack": "19 inch",
    "sites.old_contact_name": "S. Martin",
    "sites.old_contact_mobile": "0470 12 34 57",
    "technical.serviceability": "possible",
    "technical.surveyed": "true",
}
TO_DO = ".task-list li:is(.is-not_started, .is-in_progress) a"
INTACT = (
    "from django.core.management import call_command as call;"
    " call('rebuild_inventory', check=True); call('verify_audit')"
)
SECTIONS = ("request", "sites", "technical", "numbers", "planning")


class Travel:
    """One request, and a browser for each person it meets."""

    def __init__(self, sign_in: SignIn, domain: str, manager: str, **browser: object) -> None:
        self.sign_in, self.domain, self.manager_name = sign_in, domain, manager
        self.browser = browser
        self.pages: dict[str, Page] = {}
        self.number = ""

    def page(self, who: str) -> Page:
        """The browser of somebody: of the company by role, of the provider by name."""
        if who not in self.pages:
            staff = who in {"operations", "finance", "manager"}
            name = self.manager_name if who == "manager" else who
            email = f"{name}@{'provider.example' if staff else self.domain}"
            self.pages[who] = self.sign_in(email, **self.browser)
        return self.pages[who]

    def open(self, who: str, path: str = "") -> Page:
        """Open a page of the request."""
        page = self.page(who)
        page.goto(f"/documents/{self.number}/{path}")
        return page

    def choose(self, who: str, kind: str, place: str) -> Page:
        """Answer what is happening, and where."""
        page = self.page(who)
        page.goto("/documents/new/")
        page.get_by_test_id(f"kind-{kind}").click()
        page.get_by_role("link", name=re.compile(place)).first.click()
        return page

    def start(self, page: Page) -> None:
        """Make the draft, and note its number."""
        page.get_by_test_id("start-draft").click()
        page.wait_for_url(re.compile(r"/documents/MACD-\d{4}-\d{5,}/"))
        self.number = page.url.rstrip("/").split("/")[-1]
        expect(page.locator("h1")).to_contain_text(self.number)

    def fill(self, who: str, section: str, **values: str) -> None:
        """Fill in what a section asks and nobody has answered yet, and save it."""
        page = self.open(who, f"fill/{section}/")
        if page.get_by_test_id("save").count():
            answer(page, **values)

    def follow(
        self, page: Page, *, decides: Callable[[Page], None] = lambda page: None, **values: str
    ) -> None:
        """Do what the task list still asks, by its own links, up to the check of all answers.

        What is done there stays done: a part that leads back to itself fails the test. ``decides``
        answers on each page what nobody can answer for somebody else.
        """
        for _part in range(12):
            part = page.locator(TO_DO).first
            name = part.inner_text()
            press(part)
            if page.url.endswith("/check/"):
                return
            decides(page)
            answer(page, **values)
            assert name not in page.locator(TO_DO).all_inner_texts(), name
        raise AssertionError("the task list does not end")

    def wish(self, who: str, *, days: int = 90, **values: str) -> date:
        """Fill in all that the customer answers; the day is far enough for every lead time."""
        day = far_day(days)
        self.fill(who, "request", **{"request.requested_on": day.isoformat()})
        self.fill(who, "sites")
        self.fill(who, "planning", **values)
        return day

    def submit(self, who: str) -> None:
        """Check the answers and send."""
        page = self.open(who, "check/")
        page.get_by_test_id("submit").click()
        page.wait_for_url(re.compile("/sent/"))

    def take_up(self) -> Page:
        """The account manager finds it in the inbox."""
        page = self.page("manager")
        page.goto("/inbox/")
        page.locator(f"a[href*='{self.number}']").first.click()
        press(page.get_by_test_id("take-up"))
        return page

    def complete(self, day: date) -> None:
        """The account manager fills in the provider's part."""
        checked = {"technical.serviceability_on": date.today().isoformat()}  # noqa: DTZ011
        self.fill("manager", "technical", **checked)
        self.fill("manager", "planning", **{"planning.committed_on": day.isoformat()})

    def step(self, who: str, testid: str, *, reason: str = "") -> Page:
        """Take a step on the page of the request."""
        page = self.open(who)
        button = page.get_by_test_id(testid).first
        if reason:
            button.click()
            form = page.locator("details[open] form").first
            form.locator("textarea").first.fill(reason)
            button = form.locator("button[type=submit]")
        press(button)
        return page

    def status(self, who: str) -> str:
        """The status as a page shows it now."""
        page = self.open(who)
        return page.get_by_test_id("status").first.get_attribute("data-status") or ""

    def sign(self) -> None:
        """The signatory confirms who they are, reads, agrees and signs."""
        page = self.page("signatory")
        page.goto("/signing/")
        press(page.locator(f"a[href*='{self.number}']").first)

        def readable() -> bool:
            # A proof given for another request can run out in front of this page.
            confirm_who(page)
            return page.locator("[name=consent]").count() > 0

        # What is signed is read first: the file is made in the background.
        wait_until(page, readable)
        page.check("[name=consent]")
        press(page.get_by_test_id("sign"))

    def sealed_pdf(self, who: str, folder: Path, *, within: float = 60) -> Path:
        """Wait until the sealed document can be downloaded, and download it."""
        page = self.open(who)
        wait_until(page, lambda: page.get_by_test_id("download-pdf").count() > 0, within=within)
        with page.expect_download() as download:
            page.get_by_test_id("download-pdf").first.click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def deliver(self, *lines: int) -> None:
        """Operations marks items delivered, in this order."""
        self._on_lines("operations", lines, "line-deliver")

    def accept(self, *lines: int) -> None:
        """The requester accepts items."""
        self._on_lines("requester", lines, "line-accept")

    def _on_lines(self, who: str, lines: Iterable[int], testid: str) -> None:
        """One after the other, on the page that each leads back to."""
        page = self.open(who)
        for number in lines:
            item = page.locator(f"#line-{number}")
            button = item.get_by_test_id(testid).first
            if button.evaluate("one => one.tagName") == "SUMMARY":
                button.click()
                button = item.locator("details[open] form button[type=submit]").first
            press(button)


def intact(installation: RunningInstallation) -> None:
    """Inventory and audit trail are what was recorded; asked in one process, which takes a while
    to start."""
    told = installation.manage("shell", "-c", INTACT)
    assert told.returncode == 0, told.stdout + told.stderr


def far_day(days: int = 90) -> date:
    """A business day that is far enough for every lead time."""
    return next_business_day(date.today() + timedelta(days=days))  # noqa: DTZ011


def answer(page: Page, **values: str) -> None:
    """Fill in what a page asks and nobody has answered yet, and save it."""
    for name, value in {**ANSWERS, **values}.items():
        field = page.locator(f"[name='{name}']")
        if field.count() and (name in values or not filled(page, name)):
            put(page, name, value)
    press(page.get_by_test_id("save"))


def press(button: Locator) -> None:
    """Press what leads to another page, or to the same one anew, and wait until that is there.

    Its load state tells nothing: right after a press it is still that of the page before.
    """
    with button.page.expect_navigation():
        button.click()


def confirm_who(page: Page) -> None:
    """Give the password again where the page asks for it, and come back."""
    page.wait_for_load_state()
    if "reauthenticate" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def wait_until(page: Page, there: Callable[[], bool], *, within: float = 60) -> None:
    """Load a page again until it shows what is made in the background."""
    deadline = time.monotonic() + within
    while not there():
        assert time.monotonic() < deadline, f"not there in time: {page.url}"
        time.sleep(1)
        page.reload()


def filled(page: Page, name: str) -> bool:
    """Whether a field has an answer already."""
    field = page.locator(f"[name='{name}']").first
    if field.get_attribute("type") in ("radio", "checkbox"):
        return page.locator(f"[name='{name}']:checked").count() > 0
    return bool(field.input_value())


def put(page: Page, name: str, value: str) -> None:
    """Give a field its answer, whatever kind of field it is."""
    field = page.locator(f"[name='{name}']").first
    tag = field.evaluate("e => e.tagName")
    if tag == "SELECT":
        field.select_option(value)
    elif field.get_attribute("type") == "radio":
        page.locator(f"[name='{name}'][value='{value}']").check()
    elif field.get_attribute("type") == "checkbox":
        field.check()
    else:
        field.fill(value)
