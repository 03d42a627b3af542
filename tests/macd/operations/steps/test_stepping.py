"""A request travels from draft to inventory through the real operations."""

from decimal import Decimal

import pytest

from macd import operations, queries
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import Status, Step
from outbox.models import Message
from services.inventory import state_on
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def test_a_draft_knows_what_is_installed():
    world = make.world()
    document = make.change(world)
    [line] = document.lines.all()
    assert document.status == Status.DRAFT
    assert document.number.startswith("MACD-2026-")
    assert line.current == {"speed": 100}
    assert line.desired == {"speed": 500}
    assert (line.price_before, line.price_after) == (Decimal(50), Decimal(90))
    assert document.monthly_difference == Decimal(40)


def test_submitting_freezes_a_version_and_owes_word():
    world = make.world()
    document = make.submitted(world)
    version = document.versions.get()
    assert (document.status, version.number) == (Status.SUBMITTED, 1)
    assert document.content_hash == version.content_hash
    told = Message.objects.filter(channel="mail", subject=document.number)
    assert [message.recipient_id for message in told] == [world.manager.pk]


def test_signing_owes_the_seal():
    world = make.world()
    document = make.signed(world)
    assert document.status == Status.SIGNED
    assert Message.objects.filter(channel="seal", subject=document.number).count() == 1
    assert document.signatures.get().content_hash == document.content_hash


def test_delivery_changes_the_inventory_on_its_day():
    world = make.world()
    document = make.signed(world)
    rendering = document.renderings.get(purpose="sealed")
    assert rendering.render_input["audit"] is not None
    operations_person = world.by(world.operations)
    with pytest.raises(Stale):
        operations.take_line_step(
            document=document, number=1, step="deliver", by=operations_person, at=make.AT
        )
    from macd.sealing import seal_version

    seal_version(rendering.pk, at=make.AT)
    document = queries.with_all(type(document).objects).get(pk=document.pk)
    assert document.status == Status.IN_DELIVERY
    document = operations.take_line_step(
        document=document, number=1, step="deliver", by=operations_person, at=make.AT
    )
    period = state_on(world.service, make.TODAY)
    assert period.offering_version == world.extra
    assert period.configuration == {"speed": 500}
    assert period.entry.source_number == document.number
    document = operations.take_line_step(
        document=document, number=1, step="accept", by=world.by(world.requester), at=make.AT
    )
    assert document.status == Status.COMPLETED


def test_approval_of_something_older_is_refused():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    seen = document.content_hash
    operations.change_fields(
        document=document,
        values={"planning.committed_on": "2026-05-06"},
        by=world.by(world.manager),
        at=make.AT,
    )
    with pytest.raises(Stale):
        make.step(world, document, Step.APPROVE, world.manager, seen=seen)


def test_the_other_sides_field_becomes_a_suggestion():
    world = make.world()
    document = make.step(world, make.submitted(world), Step.TAKE_UP, world.manager)
    document = operations.change_fields(
        document=document,
        values={"request.requested_on": "2026-06-01"},
        by=world.by(world.manager),
        at=make.AT,
    )
    proposal = queries.open_proposals(document).get()
    assert (proposal.before, proposal.after) == (make.WANTED, "2026-06-01")
    document = operations.change_fields(
        document=document,
        values={"planning.committed_on": "2026-05-06"},
        by=world.by(world.manager),
        at=make.AT,
    )
    with pytest.raises(Unsound):
        make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    document = operations.decide_proposal(
        document=document,
        change_id=proposal.pk,
        accept=True,
        by=world.by(world.requester),
        at=make.AT,
    )
    assert document.requested_on.isoformat() == "2026-06-01"


def test_nobody_else_submits():
    world = make.world()
    document = make.change(world)
    with pytest.raises(NotPermitted):
        make.step(world, document, Step.SUBMIT, world.signatory)


def test_nothing_changed_is_refused():
    world = make.world()
    document = make.change(
        world, **{"line.1.offering": world.plus.offering.code, "line.1.desired.speed": "100"}
    )
    with pytest.raises(Unsound):
        make.step(world, document, Step.SUBMIT, world.requester)


def test_who_is_late_reads_who_was_first_and_how_it_stands_for_them():
    """Staff read of the customer's signature; perhaps they were first themselves."""
    world = make.world()
    document = make.approved(world)
    with pytest.raises(Stale) as own:
        make.step(world, document, Step.APPROVE, world.manager, seen=document.content_hash)
    assert "you did" in own.value.message
    assert "the customer’s signature" in own.value.message
    with pytest.raises(Stale) as other:
        make.step(world, document, Step.APPROVE, world.lead, seen=document.content_hash)
    assert f"{world.manager.name} did" in other.value.message
