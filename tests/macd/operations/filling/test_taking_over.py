"""Taking over what is installed now is a step of its own (rule 7)."""

import pytest
from django.utils import translation

from macd import operations, queries
from macd.noted import said
from macd.refusals import NotPermitted, StepDenied
from macd.vocabulary import Side
from services.inventory import record_change
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def drifted(world):
    document = make.owed(world, make.in_review(world, make.change(world)), Side.PROVIDER)
    record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"configuration": {"speed": 300}}},
        source=stock.IMPORT,
        person_id=None,
        at=make.AT,
    )
    return document


def take_over(world, document, person):
    return operations.take_over_installed(document=document, by=world.by(person), at=make.AT)


def test_rule_07_what_was_asked_stays_and_the_difference_is_told(world, drifted):
    """Speed 100 → 500 was asked, 300 is installed now: it becomes 300 → 500, and both read so."""
    document = take_over(world, drifted, world.manager)
    line = document.lines.get()
    assert (line.current["speed"], line.desired["speed"]) == (300, 500)
    event = document.events.get(step="take_over")
    assert "100" in event.note
    assert "300" in event.note
    document = make.step(world, document, "approve", world.manager, seen=document.content_hash)
    frozen = [v.content["lines"][0]["current"] for v in document.versions.order_by("pk")]
    assert [current["speed"] for current in frozen] == [100, 300]


def test_rule_07_other_edits_take_nothing_over(world, drifted):
    """Filling in the promised date leaves what was frozen as it was."""
    document = make.fill(world, drifted, world.manager, **{"planning.committed_on": "2026-05-08"})
    assert queries.whole(document.pk).lines.get().current["speed"] == 100


def test_nothing_to_take_over(world):
    with pytest.raises(StepDenied):
        take_over(world, make.in_review(world, make.change(world)), world.manager)


def test_only_the_two_sides(world, drifted):
    with pytest.raises(NotPermitted):
        take_over(world, drifted, world.operations)


def test_the_difference_is_told_in_the_language_of_each_reader(world, drifted):
    """What stands in the history is read in another language than the document's, too."""
    record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"quantity": 4}},
        source=stock.IMPORT,
        person_id=None,
        at=make.AT,
    )
    document = take_over(world, drifted, world.manager)
    event = document.events.get(step="take_over")
    for language, word in (("de", "Anzahl"), ("fr", "Quantité"), ("en", "Quantity")):
        with translation.override(language):
            assert f"{word}: 1 → 4" in said(event)
