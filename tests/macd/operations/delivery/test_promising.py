"""Another promised day: a reason, word to the customer, and the history of the promise."""

from datetime import date

import pytest

from macd import operations
from macd.refusals import NotPermitted, Stale, Unsound
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
LATER = date(2026, 5, 20)


def promise(world, document, person=None, **facts):
    values = {"number": 1, "day": LATER, "reason": "The router is late.", "at": make.AT}
    by = world.by(person or world.operations)
    return operations.promise_day(document=document, by=by, **{**values, **facts})


def test_rule_17_another_promised_day_has_a_reason_is_told_and_stays_on_record():
    """A changed committed date needs a reason, tells the customer, stays as promise history."""
    world = make.world()
    document = make.started(world, make.change(world))
    first = document.lines.get().committed_on
    document = promise(world, document)
    assert document.committed_on == document.lines.get().committed_on == LATER
    assert document.lines.get().promised_on == first
    event = document.events.get(step="promise_moved")
    assert (event.note, event.facts["from_day"]) == ("The router is late.", first.isoformat())
    told = {message.recipient_id for message in make.messages(document, "mail")}
    assert world.requester.pk in told
    paths = set(document.field_changes.filter(after="2026-05-20").values_list("path", flat=True))
    assert paths == {"line.1.committed_on", "planning.committed_on"}


def test_a_document_is_promised_for_its_last_item():
    world = make.world()
    document = make.started(world, make.add(world, world.plus, world.extra))
    document = promise(world, document, number=2)
    assert document.committed_on == LATER
    document = promise(world, document, number=1, day=date(2026, 5, 12))
    assert document.committed_on == LATER


@pytest.mark.parametrize(
    ("facts", "path"),
    [({"reason": "  "}, "reason"), ({"day": date(2026, 3, 1)}, "day"), ({}, "day")],
)
def test_a_promise_without_reason_in_the_past_or_unchanged_is_refused(facts, path):
    world = make.world()
    document = make.started(world, make.change(world))
    if not facts:
        facts = {"day": document.lines.get().committed_on}
    with pytest.raises(Unsound) as wrong:
        promise(world, document, **facts)
    assert [problem.path for problem in wrong.value.problems] == [path]


def test_only_operations_promise_and_only_what_is_still_to_come():
    world = make.world()
    document = make.started(world, make.change(world))
    for person in (world.requester, world.manager, world.finance):
        with pytest.raises(NotPermitted):
            promise(world, document, person)
    with pytest.raises(Stale):
        promise(world, document, number=9)
    document = make.line_step(world, document, 1, "deliver", world.operations)
    with pytest.raises(Stale):
        promise(world, document)
