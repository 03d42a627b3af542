"""What differs between two contents, in words."""

from copy import deepcopy

import pytest
from django.utils import translation

from macd.models import Document
from macd.printing import changes_between, changes_on_screen
from macd.wording import Row
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def content():
    document = make.approved(make.world(language="en"))
    return document.versions.get(number=document.version).content


def rows(before, after, language="en"):
    with translation.override(language):
        return {row.label: (row.before, row.after) for row in changes_between(before, after)}


def test_the_same_content_does_not_differ(content):
    assert rows(content, deepcopy(content)) == {}


def test_each_thing_that_people_agree_on_is_told_by_its_label(content):
    after = deepcopy(content)
    after["reference"], after["committed_on"] = "Dossier 9", "2026-06-01"
    after["sections"]["prices"] = {"conditions": "No works."}
    line = after["lines"][0]
    line["desired"]["speed"], line["price_after"], line["quantity"] = 600, "95.00", 2
    next(s for s in line["settings"] if s["code"] == "speed")["after"] = "600 Mbps"
    after["totals"]["monthly_after"] = "95.00"
    after["agreements"][0]["end"] = None
    told = rows(content, after)
    assert told["Your reference"] == ("", "Dossier 9")
    assert told["Promised date"] == ("6 May 2026", "1 June 2026")
    assert told["Special conditions"] == ("", "No works.")
    assert told["Item 1: Per month after"] == ("90.00", "95.00")
    assert told["Item 1: Quantity"] == ("1", "2")
    assert told["Per month after"] == ("90.00", "95.00")
    number = content["agreements"][0]["number"]
    assert told[f"Agreement {number}"] == ("31 December 2027", "No end date")
    assert any(after == "600 Mbps" for _before, after in told.values())


def test_items_that_came_or_went_are_told(content):
    fewer = {**content, "lines": []}
    title = "SmartFit Internet Plus → SmartFit Internet Extra"
    assert rows(content, fewer)["Item 1"] == (title, "")
    assert rows(fewer, content)["Item 1"] == ("", title)


def test_an_office_with_another_address_is_another_place(content):
    after = deepcopy(content)
    after["office"]["address"]["number"] = "2"
    [(before, now)] = rows(content, after).values()
    assert before != now


def test_labels_are_in_the_readers_language(content):
    assert "Uw referentie" in rows(content, {**content, "reference": "R"}, "nl")


def test_what_has_no_label_is_named_by_its_place(content):
    assert rows(content, {**content, "schema": 2}) == {"schema": ("1", "2")}


def test_on_screen_settings_are_named_in_the_readers_language_and_on_paper_in_the_documents(
    content,
):
    """The content keeps the words of its document; the catalogue here says "Speed" to all."""
    document = Document.objects.get(number=content["number"])
    before, after = deepcopy(content), deepcopy(content)
    for told, speed in ((before, 500), (after, 600)):
        line = told["lines"][0]
        line["desired"]["speed"] = speed
        [setting] = [each for each in line["settings"] if each["code"] == "speed"]
        setting |= {"name": "Snelheid", "after": f"{speed} megabit"}
    with translation.override("de"):
        screen = changes_on_screen(document, before, after)
        paper = changes_between(before, after)
    assert screen == [Row("Position 1: Speed", "500 Mbps", "600 Mbps")]
    assert paper == [Row("Position 1: Snelheid", "500 megabit", "600 megabit")]


def test_a_setting_that_the_catalogue_does_not_know_keeps_its_words(content):
    after = deepcopy(content)
    line = after["lines"][0]
    line["settings"].append({"code": "old", "name": "Alt", "before": "", "after": "ja"})
    line["desired"]["old"] = "ja"
    document = Document.objects.get(number=content["number"])
    assert changes_on_screen(document, content, after)[0].after == "ja"
