"""Each kind from its first page to a sealed PDF and a changed inventory, in real browsers."""

import json
import re
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import expect

from tests.installation import RunningInstallation
from tests.journeys.travel import SignIn, Travel, intact, put

BREWERY, PRINTER = "brouwerij.example", "imprimerie.example"
ROUTER = re.compile("Huurrouter|Routeur en location|Rented router|Mietrouter")


def prove(installation: RunningInstallation, pdf: Path) -> None:
    """The PDF is genuine to us and to a tool that is not ours; one flipped byte is altered."""
    if shutil.which("pdfsig"):
        said = subprocess.run(
            ["pdfsig", "-nocert", str(pdf)], capture_output=True, text=True, check=False
        ).stdout
        assert "Signature is Valid" in said, said
    content = bytearray(pdf.read_bytes())
    content[len(content) // 2] ^= 1
    altered = pdf.with_name("altered.pdf")
    altered.write_bytes(bytes(content))
    said = installation.manage("verify_pdf", str(pdf), str(altered), "--json").stdout
    verdicts = [json.loads(line)["verdict"] for line in said.splitlines()]
    assert verdicts == ["genuine", "altered"], said


def test_a_change(sign_in: SignIn, installation: RunningInstallation, tmp_path: Path) -> None:
    """More bandwidth in Dutch, with a question, a suggestion, and the answer to both."""
    travel = Travel(sign_in, BREWERY, "am")
    page = travel.choose("requester", "change", "Brugge")
    page.get_by_role("checkbox", name="SmartFit Internet Plus").check()
    travel.start(page)
    page = travel.open("requester", "lines/1/")
    page.locator("[value=smartfit-internet-extra]").check()
    put(page, "line.1.desired.download", "500")
    page.get_by_test_id("save").click()
    day = travel.wish("requester")
    travel.submit("requester")
    travel.take_up()
    ask_and_answer(travel)
    suggest_and_accept(travel)
    travel.complete(day)
    travel.step("manager", "approve")
    travel.sign()
    prove(installation, travel.sealed_pdf("requester", tmp_path))
    travel.deliver(1)
    travel.accept(1)
    page = travel.open("requester")
    page.locator("main a[href^='/services/']").first.click()
    expect(page.locator("main")).to_contain_text("SmartFit Internet Extra")
    expect(page.locator("main")).to_contain_text(travel.number)


def ask_and_answer(travel: Travel) -> None:
    """The account manager asks; the requester answers in place."""
    travel.step("manager", "ask-customer", reason="Is there a badge for the patch room?")
    page = travel.open("requester")
    answer = page.get_by_test_id("answer")
    answer.locator("xpath=ancestor::form").locator("textarea").fill("Yes, at the reception.")
    answer.click()


def suggest_and_accept(travel: Travel) -> None:
    """The account manager changes a field of the customer's, who sees old and new."""
    travel.fill("manager", "request", **{"request.reference": "PATCH-7"})
    page = travel.open("requester")
    expect(page.get_by_text("PATCH-7").first).to_be_visible()
    page.get_by_test_id("accept-suggestion").click()


def test_an_add(sign_in: SignIn, installation: RunningInstallation, tmp_path: Path) -> None:
    """Guest Wi-Fi, started by the account manager after a call, in French, on a phone."""
    travel = Travel(sign_in, PRINTER, "am2", phone=True)
    page = travel.choose("requester", "add", "Namur")
    page.locator("[value=wifi-guest]").check()
    travel.start(page)
    page = travel.open("requester", "lines/1/")
    put(page, "line.1.desired.network_name", "visiteurs")
    page.get_by_test_id("save").click()
    day = travel.wish("requester")
    travel.submit("requester")
    travel.take_up()
    travel.complete(day)
    travel.step("manager", "approve")
    travel.sign()
    prove(installation, travel.sealed_pdf("signatory", tmp_path))
    travel.deliver(1)
    page = travel.open("requester")
    expect(page.locator("main")).to_contain_text("visiteurs")


def test_a_delete(sign_in: SignIn, installation: RunningInstallation, tmp_path: Path) -> None:
    """A rented router stops, in English, on a phone."""
    travel = Travel(sign_in, BREWERY, "am", language="en", phone=True)
    page = travel.choose("requester", "delete", "Gent")
    page.get_by_role("checkbox", name=ROUTER).check()
    travel.start(page)
    day = travel.wish("requester")
    travel.submit("requester")
    travel.take_up()
    travel.complete(day)
    travel.step("manager", "approve")
    travel.sign()
    prove(installation, travel.sealed_pdf("requester", tmp_path))
    travel.deliver(1)
    travel.accept(1)
    intact(installation)


def test_a_move(sign_in: SignIn, installation: RunningInstallation, tmp_path: Path) -> None:
    """An office moves with all its services to an address that is new, in English."""
    travel = Travel(sign_in, PRINTER, "am2", language="en")
    page = travel.choose("requester", "move", "Verviers")
    for name, value in {
        "name": "Dépôt Gosselies",
        "street": "Rue de l’Aéropole",
        "number": "9",
        "postcode": "6041",
        "municipality": "Gosselies",
    }.items():
        page.locator(f"[name$='{name}']").first.fill(value)
    travel.start(page)
    day = travel.wish("requester")
    travel.submit("requester")
    travel.take_up()
    travel.complete(day)
    travel.step("manager", "approve")
    travel.sign()
    prove(installation, travel.sealed_pdf("requester", tmp_path))
    # Each service is a stop and a start; the stop waits for its start.
    travel.deliver(2, 4, 6, 1, 3, 5)
    travel.accept(1, 2, 3, 4, 5, 6)
    page = travel.page("requester")
    page.goto("/offices/")
    page.get_by_role("link", name="Dépôt Gosselies").first.click()
    expect(page.locator("main")).to_contain_text("SmartFit Internet Plus")
    intact(installation)
