"""The two sides complete a document together: own fields, suggestions, all or nothing."""

import pytest

from macd import queries
from macd.operations import change_fields, decide_proposal
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import ChangeState, Side, Status, Step
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _decide(world, document, person, *, accept, reply=""):
    return decide_proposal(
        document=document,
        change_id=document.field_changes.order_by("-pk").first().pk,
        accept=accept,
        by=world.by(person),
        at=make.AT,
        reply=reply,
    )


def test_every_value_fits_or_none_is_written():
    world = make.world()
    document = make.change(world)
    values = {
        "request.reference": "Ours",
        "request.requested_on": "soon",
        "line.1.desired.speed": "fast",
        "line.7.quantity": "1",
        "planning.gap_confirmed": "yes",
    }
    with pytest.raises(Unsound) as refused:
        make.fill(world, document, **values)
    assert {p.path for p in refused.value.problems} == values.keys() - {"request.reference"}
    after = queries.whole(document.pk)
    assert (after.reference, after.revision) == ("", document.revision)
    assert not document.field_changes.filter(path="request.reference").exists()


@pytest.mark.parametrize("path", ["planning.committed_on", "prices.conditions"])
def test_rule_10_a_customer_writes_nothing_of_the_provider(path):
    world = make.world()
    for document in (make.change(world), make.in_review(world, make.change(world))):
        with pytest.raises(NotPermitted):
            make.fill(world, document, **{path: "2026-05-06"})
        assert document.field_changes.filter(path=path).count() == 0


@pytest.mark.parametrize("path", ["line.1.price_after", "prices.price", "line.1.committed_on"])
def test_rule_10_prices_are_no_field_for_anybody(path):
    world = make.world()
    document = make.in_review(world, make.change(world))
    for person in (world.requester, world.manager):
        with pytest.raises(Unsound):
            make.fill(world, document, person, **{path: "1"})


def test_rule_10_a_suggestion_is_old_to_new_and_accepted_by_the_other_side():
    world = make.world()
    document = make.in_review(world, make.change(world))
    document = make.fill(world, document, world.manager, **{"line.1.desired.speed": "300"})
    assert document.lines.get().desired == {"speed": 500}
    proposal = queries.open_proposals(document).get()
    assert (proposal.before, proposal.after, proposal.side) == (500, 300, Side.PROVIDER)
    with pytest.raises(NotPermitted):
        _decide(world, document, world.manager, accept=True)
    document = _decide(world, document, world.requester, accept=True, reply="Fine.")
    assert document.lines.get().desired == {"speed": 300}
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reply) == (ChangeState.ACCEPTED, "Fine.")
    with pytest.raises(Unsound):
        decide_proposal(
            document=document,
            change_id=proposal.pk,
            accept=False,
            by=world.by(world.requester),
            at=make.AT,
        )


def test_a_newer_suggestion_takes_the_older_ones_place():
    world = make.world()
    document = make.in_review(world, make.change(world))
    for speed in ("300", "400"):
        document = make.fill(world, document, world.manager, **{"line.1.desired.speed": speed})
    states = list(document.field_changes.filter(side=Side.PROVIDER).values_list("state", flat=True))
    assert states == [ChangeState.DECLINED, ChangeState.PROPOSED]


def test_a_suggestion_is_taken_back_or_not_taken_over():
    world = make.world()
    document = make.in_review(world, make.change(world))
    for person in (world.manager, world.requester):
        document = make.fill(world, document, world.manager, **{"line.1.desired.speed": "300"})
        document = _decide(world, document, person, accept=False, reply="No.")
        assert document.lines.get().desired == {"speed": 500}
    assert not queries.open_proposals(document).exists()


def test_rule_11_an_open_suggestion_blocks_approval():
    world = make.world()
    document = make.owed(world, make.in_review(world, make.change(world)), Side.PROVIDER)
    document = make.fill(world, document, world.manager, **{"line.1.desired.speed": "300"})
    with pytest.raises(Unsound):
        make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)


def test_a_suggestion_is_not_decided_on_when_nothing_may_change():
    world = make.world()
    document = make.in_review(world, make.change(world))
    document = make.fill(world, document, world.manager, **{"line.1.desired.speed": "300"})
    document = make.step(world, document, Step.WITHDRAW, world.requester, note="No need.")
    with pytest.raises(StepDenied):
        _decide(world, document, world.requester, accept=True)
    assert document.lines.get().desired == {"speed": 500}


def test_a_suggestion_that_no_longer_fits_is_not_taken_over():
    world = make.world()
    document = make.in_review(world, make.change(world))
    document = make.fill(world, document, world.manager, **{"line.1.desired.speed": "300"})
    document.field_changes.filter(state=ChangeState.PROPOSED).update(after=5)
    with pytest.raises(Unsound):
        _decide(world, document, world.requester, accept=True)
    assert queries.open_proposals(document).exists()


def test_what_stays_the_same_writes_nothing():
    world = make.world()
    document = make.change(world)
    again = make.fill(world, document, **{"line.1.desired.speed": "500"})
    assert again.revision == document.revision


@pytest.mark.parametrize("status", [Status.AWAITING_SIGNATURE, Status.SIGNED, Status.CANCELLED])
def test_rule_12_nothing_is_edited_once_approved(status):
    world = make.world()
    document = make.approved(world)
    if status == Status.SIGNED:
        document = make.sign(world, document, world.signatory)
    if status == Status.CANCELLED:
        document = make.step(world, document, Step.WITHDRAW, world.requester, note="No.")
    for person in (world.requester, world.manager):
        with pytest.raises(Unsound):
            make.fill(world, document, person, **{"request.reference": "Ours"})


def test_who_only_looks_on_writes_nothing():
    world = make.world()
    document = make.change(world)
    stranger = people.membership().person
    for person in (stranger, world.finance, world.operations, world.signatory, world.manager):
        with pytest.raises(NotPermitted):
            make.fill(world, document, person, **{"request.reference": "Ours"})


def test_history_names_the_fields_and_tells_the_customer_of_suggestions_only():
    world = make.world()
    document = make.in_review(world, make.change(world))
    values = {"planning.committed_on": make.WANTED, "line.1.desired.speed": "300"}
    document = change_fields(
        document=document, values=values, by=world.by(world.manager), at=make.AT
    )
    filled, suggested = document.events.order_by("-pk")[:2][::-1]
    assert filled.facts == {"paths": ["planning.committed_on"]}
    assert suggested.facts == {"paths": ["line.1.desired.speed"]}
    told = [m for m in make.messages(document, "mail") if m.payload["event"] >= filled.pk]
    assert [(m.payload["event"], m.recipient_id) for m in told] == [
        (suggested.pk, world.requester.pk)
    ]
