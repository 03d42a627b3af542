"""Every step in every status: only the table's edges, by the table's people (rule 8)."""

import pytest

from macd import policy, queries
from macd.models import Document, DocumentEvent
from macd.refusals import NotPermitted, Stale, StepDenied
from macd.vocabulary import Actor, Status, Step
from macd.workflow import TRANSITIONS, rows_for
from tests.accounts import make as people
from tests.macd import make
from tests.recall import recall

pytestmark = pytest.mark.usefixtures("system")
HELD = (Status.ON_HOLD, Status.WITHDRAWAL_REQUESTED)


@recall
def _put(document, status):
    """The same document in any status, as if it had come there."""
    Document.objects.filter(pk=document.pk).update(
        status=status,
        resume_status=Status.IN_REVIEW if status in HELD else "",
        closed_at=None,
        shared=True,
        signed_at=make.AT,
    )
    return queries.whole(document.pk)


def _refused(world, document, step, person, refusal):
    before = DocumentEvent.objects.count()
    with pytest.raises(refusal):
        make.step(world, document, step, person, seen=document.content_hash, note="x", consent="y")
    assert DocumentEvent.objects.count() == before
    assert Document.objects.get(pk=document.pk).revision == document.revision


@pytest.mark.parametrize("status", Status)
def test_rule_08_what_is_no_edge_of_the_table_is_refused(sent, status):
    world, document = sent
    document = _put(document, status)
    everyone = [world.requester, world.signatory, world.manager, world.operations, None]
    edges = {row.step for row in TRANSITIONS if status in row.from_}
    for index, step in enumerate(sorted(set(Step) - edges)):
        _refused(world, document, step, everyone[index % len(everyone)], (Stale, NotPermitted))


@pytest.mark.parametrize("step", Step)
def test_rule_08_nobody_takes_a_step_that_is_not_theirs(sent, step):
    world, document = sent
    row = next(row for row in TRANSITIONS if row.step == step)
    document = _put(document, min(row.from_))
    rows = rows_for(step, Status(document.status))
    others = [
        people.membership().person,
        people.membership("viewer", customer=world.customer).person,
        people.staff("auditor"),
        people.staff("administrator"),
        people.staff(),
    ]
    told = [*others, world.requester, world.signatory, world.manager, world.finance]
    tried = 0
    for person in told:
        if not any(policy.may(world.by(person), row, document) for row in rows):
            _refused(world, document, step, person, NotPermitted)
            tried += 1
    assert tried >= len(others)
    if not any(Actor.SYSTEM in row.by for row in rows):
        _refused(world, document, step, None, StepDenied)


@pytest.mark.parametrize("step", ["", "dance", "SUBMIT", "line_deliver"])
def test_there_is_no_such_step(sent, step):
    world, document = sent
    _refused(world, document, step, world.manager, StepDenied)


def test_somebody_who_looked_at_an_older_revision_is_told_what_happened(sent):
    world, document = sent
    make.step(world, document, Step.TAKE_UP, world.manager)
    with pytest.raises(Stale) as stale:
        make.step(
            world, document, Step.WITHDRAW, world.requester, note="No.", revision=document.revision
        )
    assert (stale.value.won.step, stale.value.won.by) == (Step.TAKE_UP, world.manager)
    assert world.manager.name in stale.value.message


def test_what_has_no_direct_edge_passes_the_states_between_in_the_history(sent):
    world, document = sent
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="No need.")
    passed = document.events.filter(step=Step.WITHDRAW).values_list(
        "from_status", "to_status", "note"
    )
    assert list(passed) == [
        ("submitted", "withdrawal_requested", ""),
        ("withdrawal_requested", "withdrawing", ""),
        ("withdrawing", "cancelled", "No need."),
    ]
