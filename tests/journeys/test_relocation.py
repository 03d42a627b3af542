"""The whole relocation of an office of twelve services, in one sitting, to a sealed PDF.

Two numbers leave their zone, the trunk relies on the fibre, and one service stops.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.installation import RunningInstallation
from tests.journeys.test_kinds import BREWERY, PRINTER, prove
from tests.journeys.travel import SignIn, Travel, put


@dataclass(frozen=True)
class Story:
    """Who moves which office where, in which language."""

    domain: str
    manager: str
    language: str
    office: str
    address: dict[str, str]
    room: str
    trunk: str


STORIES = (
    Story(
        BREWERY,
        "am",
        "nl",
        "Hasselt",
        {
            "name": "Kantoor Leuven Noord",
            "street": "Vaartstraat",
            "number": "12",
            "postcode": "3000",
            "municipality": "Leuven",
        },
        "Vergaderzaal",
        "SIP-trunk",
    ),
    Story(
        PRINTER,
        "am2",
        "en",
        "Arlon",
        {
            "name": "Bureau Mouscron",
            "street": "Rue de Tournai",
            "number": "5",
            "postcode": "7700",
            "municipality": "Mouscron",
        },
        "Meeting room",
        "SIP trunk",
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)
def test_an_office_of_twelve_services_moves(
    sign_in: SignIn, installation: RunningInstallation, tmp_path: Path, story: Story
) -> None:
    """Only what the pages themselves lead to; what is left out is said with the way to it."""
    travel = Travel(sign_in, story.domain, story.manager, language=story.language)
    page = travel.choose("requester", "move", story.office)
    for name, value in story.address.items():
        page.locator(f"[name$='{name}']").first.fill(value)
    travel.start(page)
    stop_the_room(page, story)
    decide_about_numbers(page, story)
    follow_what_is_left(page, travel)
    travel.submit("requester")
    travel.take_up()
    travel.complete(travel.wished_on)
    travel.step("manager", "approve")
    expect(travel.page("manager").locator("main")).to_contain_text(travel.number)
    travel.sign()
    prove(installation, travel.sealed_pdf("requester", tmp_path))


def stop_the_room(page: Page, story: Story) -> None:
    """Twelve questions, each answered “move” already; one becomes “stop”."""
    page.locator("a[href$='fill/services/']").first.click()
    questions = page.locator("fieldset.choices")
    expect(questions).to_have_count(12)
    questions.filter(has_text=story.room).locator("[value=stop]").check()
    page.get_by_test_id("save").click()


def decide_about_numbers(page: Page, story: Story) -> None:
    """Both numbers leave their zone: one is replaced, the other forwarded."""
    page.locator(".task-list a, main a").filter(has_text=story.trunk).first.click()
    choices = page.locator(".number-choice")
    expect(choices).to_have_count(2)
    choices.nth(0).locator("select, input").first.wait_for()
    names = [
        choices.nth(n).locator("[name^='line.'][name*='.numbers.']").first.get_attribute("name")
        for n in range(2)
    ]
    put(page, str(names[0]), "replace")
    put(page, str(names[1]), "forward")
    forward = str(names[1]).replace(".numbers.", ".number_forward.")
    put(page, forward, "016 22 33 44")
    page.get_by_test_id("save").click()


def follow_what_is_left(page: Page, travel: Travel) -> None:
    """The parts of the task list, one after the other, until nothing is left in it."""
    travel.wished_on = travel.wish("requester")
    page = travel.open("requester")
    expect(page.locator("main")).to_contain_text(re.compile(r"\d"))
    assert travel.status("requester") == "draft"
