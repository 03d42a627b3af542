"""Companies that leave, as finance tries it: figures, the account manager, ends, and the day."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.installation import RunningInstallation
from tests.journeys.travel import SignIn, confirm_who, intact, press, wait_until

SCHEDULED = "from finance.tasks import execute; execute()"
BOTH_ENDS = {"Last day by the contract", "Last day by the law"}
AMOUNT = re.compile(r"€\s?([\d,]+\.\d\d)")


@pytest.fixture
def finance(sign_in: SignIn) -> Page:
    """Finance at its desk, in English so that amounts can be read."""
    return sign_in("finance@provider.example", language="en")


def case_of(page: Page, company: str) -> str:
    """Find a company's case on the desk and open it; return its address."""
    page.goto("/cancellations/")
    page.get_by_test_id("search").fill(company)
    page.get_by_test_id("search").press("Enter")
    page.locator("main table").get_by_role("link", name=re.compile(company)).click()
    page.wait_for_url(re.compile(r"/cancellations/[0-9a-f-]{36}/$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def accounts_of(page: Page) -> dict[str, tuple[str, str]]:
    """Open how each figure came about: its value and its account, by what it is called."""
    found = {}
    for figure in page.locator(".figure").all():
        figure.locator("summary").click()
        account = figure.locator("details")
        rule, source = account.locator("p").first, account.locator("p").last
        expect(rule).to_be_visible()
        assert rule.inner_text().strip().endswith(".")
        assert source.inner_text().strip()
        assert account.locator("li strong").count() > 0
        found[figure.locator("dt").inner_text()] = (
            figure.locator(".figure-value").inner_text(),
            account.inner_text(),
        )
    return found


def amount(text: str) -> Decimal:
    """The first amount in a text."""
    match = AMOUNT.search(text)
    assert match, text
    return Decimal(match[1].replace(",", ""))


def checked_by_hand(page: Page) -> dict[str, tuple[str, str]]:
    """Reckon the amounts of one agreement again from what the page says of it."""
    found = accounts_of(page)
    assert set(found) >= BOTH_ENDS | {"Fee for leaving early", "Last day to act"}
    monthly = amount(found["A month"][0])
    rows = page.locator("main table tbody tr")
    parts = [row.locator("td").last.inner_text() for row in rows.all()]
    assert monthly == sum(amount(part) for part in parts)
    value, account = found["Value to the contractual end"]
    months = re.search(r"Started months: (\d+)", account)
    assert months
    assert amount(value) == monthly * int(months[1])
    assert "since" in found["Last day by the law"][1]
    return found


def act(page: Page, name: str, *, note: str = "") -> None:
    """Do one thing of a case, with the words it asks for."""
    page.get_by_test_id(name).click()
    if note:
        form = page.locator("details[open]", has=page.get_by_test_id(f"{name}-confirm"))
        form.locator("textarea").fill(note)
    press(page.get_by_test_id(f"{name}-confirm"))


def ends(page: Page) -> Iterator[Locator]:
    """The agreements on the page of ends, one after the other."""
    page.get_by_test_id("plan").click()
    page.wait_for_url("**/ends/")
    cards = page.locator(".card-section", has=page.locator("[data-testid^='end-']"))
    for number in range(cards.count()):
        yield cards.nth(number)


def choose(card: Locator, mode: str, *, last_on: date | None = None) -> None:
    """Choose how an agreement ends."""
    card.locator("summary[data-testid^='end-']").click()
    card.locator(f"[name=mode][value={mode}]").check()
    if last_on:
        card.locator("[name=last_on]").fill(last_on.isoformat())
    card.locator("textarea").fill("As they asked.")
    press(card.locator("button[data-testid^='end-']"))


def test_a_small_company_leaves_at_once(
    sign_in: SignIn, finance: Page, installation: RunningInstallation, tmp_path: Path
) -> None:
    """It may leave on any day: the account manager tries, two people of finance agree, it ends."""
    case = case_of(finance, "Bakkerij Jacobs")
    found = checked_by_hand(finance)
    assert amount(found["Fee for leaving early"][0]) == 0
    act(finance, "hand-over", note="Can they be kept?")
    manager = sign_in("am@provider.example", language="en")
    manager.goto(case)
    act(manager, "answer", note="They close the shop.")
    finance.goto(case)
    for card in ends(finance):
        choose(card, "immediate")
    expect(finance.locator("[data-testid^='confirm-']")).to_have_count(0)
    expect(finance.locator("main")).to_contain_text("waits for a second person")
    confirm(sign_in("finance2@provider.example", language="en"), case)
    installation.manage("shell", "-c", SCHEDULED)
    finance.goto(case)
    expect(finance.get_by_test_id("status")).to_have_attribute("data-status", "executed")
    expect(finance.locator("main")).to_contain_text("Nothing is installed")
    expect(finance.locator("main")).to_contain_text("They close the shop.")
    letter = letter_of(finance, tmp_path)
    assert installation.manage("verify_pdf", str(letter)).returncode == 0
    intact(installation)


def confirm(page: Page, case: str) -> None:
    """A second person of finance confirms the immediate end, reads what it does, and accepts."""
    page.goto(f"{case}ends/")
    page.locator("summary[data-testid^='confirm-']").click()
    page.locator("button[data-testid^='confirm-']").click()
    expect(page.locator("main")).to_contain_text("ends with 3 services")
    expect(page.locator("main")).to_contain_text("1 office closes")
    press(page.get_by_test_id("accept"))


def letter_of(page: Page, folder: Path) -> Path:
    """Wait for the confirmation letter and download it."""
    wait_until(page, lambda: page.get_by_test_id("download-pdf").count() > 0)
    with page.expect_download() as download:
        page.get_by_test_id("download-pdf").first.click()
    letter = folder / "letter.pdf"
    download.value.save_as(letter)
    return letter


def test_a_notice_is_withdrawn_the_day_before(
    sign_in: SignIn, finance: Page, installation: RunningInstallation, tmp_path: Path
) -> None:
    """A letter ends everything tonight; taken back today, only the history knows of it."""
    today = date.today()  # noqa: DTZ011
    customer = sign_in("company-admin@brouwerij.example", language="en")
    before = standing(customer)
    case = record_letter(finance, tmp_path, company="De Zwaan", on=today)
    for card in ends(finance):
        choose(card, "fixed", last_on=today)
    expect(finance.locator("main")).to_contain_text("AGR-10017-M ends with")
    press(finance.get_by_test_id("accept"))
    customer.goto(case)
    expect(customer.get_by_test_id("status")).to_have_attribute("data-status", "accepted")
    act(customer, "withdraw")
    expect(customer.get_by_test_id("status")).to_have_attribute("data-status", "withdrawn")
    expect(customer.locator("main")).to_contain_text("goes on as before")
    installation.manage("shell", "-c", SCHEDULED)
    assert standing(customer) == before
    intact(installation)


def record_letter(page: Page, folder: Path, *, company: str, on: date) -> str:
    """Finance records a letter with its photo; return the address of the case."""
    photo = folder / "letter.png"
    photo.write_bytes(page.screenshot())
    page.goto(f"/cancellations/record/?q={company}")
    page.get_by_role("link", name=re.compile(company)).click()
    page.check("[name=channel][value=letter]")
    page.fill("[name=received_on]", on.isoformat())
    page.fill("[name=given_by]", "Els De Smet")
    page.set_input_files("[name=scan]", photo)
    page.get_by_test_id("submit").click()
    page.wait_for_url(re.compile(r"/cancellations/[0-9a-f-]{36}/$"))
    return re.sub(r"^https?://[^/]+", "", page.url)


def standing(page: Page) -> list[str]:
    """What a company has, as its own pages list it."""
    texts = []
    for path in ("/services/", "/offices/"):
        page.goto(path)
        texts.append(page.locator("main").inner_text())
    return texts


def test_leaving_completely(sign_in: SignIn, finance: Page) -> None:
    """Leaving is no Delete: people talk first; a notice is decided by finance, and taken back."""
    page = sign_in("company-admin@imprimerie.example", phone=True)
    page.goto("/documents/new/")
    page.get_by_test_id("leave-completely").click()
    expect(page.get_by_test_id("talk-to-us").first).to_be_visible()
    press(page.get_by_test_id("give-notice").first)
    confirm_who(page)
    page.check("[name=sure]")
    page.get_by_test_id("give-notice").first.click()
    page.wait_for_url(re.compile(r"/cancellations/[0-9a-f-]{36}/"))
    act(page, page.locator("[data-testid^='number-']").first.get_attribute("data-testid") or "")
    case = case_of(finance, "Imprimerie Lumière")
    expect(finance.locator("main")).to_contain_text("AGR-10042")
    assert set(accounts_of(finance)) >= BOTH_ENDS
    for card in ends(finance):
        choose(card, "notice")
    expect(finance.locator("main")).to_contain_text("offices close with the last agreement")
    press(finance.get_by_test_id("accept"))
    stranger = sign_in("requester@brouwerij.example")
    answer = stranger.goto(case)
    assert answer is not None
    assert answer.status == 404
    page.goto(case)
    act(page, "withdraw")
    expect(page.get_by_test_id("status")).to_have_attribute("data-status", "withdrawn")
