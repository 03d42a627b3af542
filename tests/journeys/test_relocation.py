"""The whole relocation of an office of twelve services, in one sitting, to a sealed PDF.

Two numbers leave their zone, the trunk relies on the fibre, and one service stops.
"""

import io
import re
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

from babel.dates import format_date
from PIL import Image
from playwright.sync_api import Page, expect

from services.calendar import next_business_day
from tests.installation import RunningInstallation
from tests.journeys.test_kinds import PRINTER, prove
from tests.journeys.travel import SignIn, Travel, far_day, put

ADDRESS = {
    "name": "Bureau Mouscron",
    "street": "Rue de Tournai",
    "number": "5",
    "postcode": "7700",
    "municipality": "Mouscron",
}
OVERLAP = 3


def test_an_office_of_twelve_services_moves(
    sign_in: SignIn, installation: RunningInstallation, tmp_path: Path
) -> None:
    """Only by what the pages lead to; the day and the overlap are found back on paper."""
    travel = Travel(sign_in, PRINTER, "am2", language="en")
    page = travel.choose("requester", "move", "Arlon")
    page.get_by_test_id("start-draft").click()
    expect(page.get_by_test_id("error-summary")).to_contain_text("Street")
    for name, value in ADDRESS.items():
        page.locator(f"[name$='{name}']").first.fill(value)
    travel.start(page)
    leave_the_fibre_and_think_again(page)
    stop_the_meeting_room(page)
    add_a_floor_plan(page)
    part(page, "Planning")
    put(page, "planning.overlap_days", str(OVERLAP))
    save(page)
    day = far_day()
    travel.follow(
        page,
        decides=decide_about_the_numbers,
        **{"request.requested_on": day.isoformat()},
    )
    send(page)
    travel.take_up()
    promised = next_business_day(day + timedelta(days=5))
    travel.complete(promised)
    travel.step("manager", "approve")
    travel.sign()
    paper = travel.sealed_pdf("requester", tmp_path)
    prove(installation, paper)
    if shutil.which("pdftotext"):
        read(paper, promised)


def part(page: Page, name: str) -> None:
    """Open a part of the draft from its task list."""
    page.locator(".task-list a", has_text=re.compile(name)).first.click()


def save(page: Page) -> None:
    """Save, and be back at the task list."""
    page.get_by_test_id("save").click()
    expect(page.locator(".task-list")).to_be_visible()


def leave_the_fibre_and_think_again(page: Page) -> None:
    """The fibre stops, what relies on it moves: the page says what to do, and where."""
    part(page, "What becomes")
    questions = page.locator("fieldset.choices")
    expect(questions).to_have_count(12)
    fibre = questions.filter(has_text="SmartFit Internet Max")
    fibre.locator("[value=stop]").check()
    save(page)
    expect(page.locator(".task-list")).to_contain_text(re.compile("needs .* at the new office"))
    part(page, "What becomes")
    fibre.locator("[value=move]").check()
    save(page)


def stop_the_meeting_room(page: Page) -> None:
    """Of the twelve services one stops."""
    part(page, "What becomes")
    room = page.locator("fieldset.choices").filter(has_text="Meeting room")
    room.locator("[value=stop]").check()
    save(page)


def add_a_floor_plan(page: Page) -> None:
    """The new place is shown, so that nobody has to come and look."""
    part(page, "Files")
    drawn = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(drawn, "PNG")
    picture = {"name": "plan.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    page.locator("input[type=file]").set_input_files([picture])  # type: ignore[list-item]
    page.locator("[name=purpose][value=floor_plan]").check()
    page.get_by_test_id("upload").click()
    page.locator(".back").click()


def decide_about_the_numbers(page: Page) -> None:
    """Both numbers leave their zone, and the page says so: one is replaced, one forwarded."""
    choices = page.locator(".number-choice")
    if choices.count() == 0:
        return
    expect(choices).to_have_count(2)
    expect(choices.first).to_contain_text("cannot come along")
    names = [
        str(choice.locator("[name*='.numbers.']").first.get_attribute("name"))
        for choice in choices.all()
    ]
    put(page, names[0], "replace")
    put(page, names[1], "forward")
    put(page, names[1].replace(".numbers.", ".number_forward."), "056 22 33 44")


def send(page: Page) -> None:
    """All answers once more, with what they come to; then it is sent and followed."""
    expect(page.locator("main")).to_contain_text("Both places work and are billed")
    expect(page.locator("main")).to_contain_text(f"{OVERLAP} days")
    page.get_by_test_id("submit").click()
    page.wait_for_url(re.compile("/sent/"))
    page.locator("main a[href*='/documents/']").first.click()
    # A service that moves is one item, and so is the one that stops.
    expect(page.locator("[id^='line-']")).to_have_count(12)


def read(paper: Path, promised: date) -> None:
    """On paper, in the company's own French, the old place stops when the agreed days are over."""
    told = subprocess.run(
        ["pdftotext", "-raw", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout
    text = " ".join(told.split())
    days = {"Promis pour le": promised, "à l’ancien endroit": promised + timedelta(days=OVERLAP)}
    for what, day in days.items():
        written = format_date(day, "d MMMM y", locale="fr")
        found = set(re.findall(rf"{what} (\d+)(?:er)? (\S+ \d+)", text))
        assert found == {tuple(written.split(" ", 1))}, (what, found)
    for said in ("Recevoir un nouveau numéro", "+32 56 22 33 44", "les deux lieux fonctionnent"):
        assert said in text
