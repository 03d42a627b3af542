"""Corrections of what is immaterial: a version of their own, and every word stands."""

from datetime import timedelta

import pytest

from accounts.models import SigningRule
from accounts.roles import CustomerRole
from macd import operations, queries
from macd.canonical import hash_of
from macd.operations.delivery.correcting import correct_fields
from macd.printing import changes_between
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import Purpose, Status, Step
from offices.models import Office
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
LATER = make.AT + timedelta(hours=2)


def correct(world, document, person, **values):
    by = world.by(person)
    return correct_fields(document=document, values=values, by=by, at=LATER)


def told(document):
    """Who is owed word of the correction."""
    event = document.events.get(step="correct")
    return {
        message.recipient_id
        for message in make.messages(document, "mail")
        if message.payload.get("event") == event.pk
    }


def test_rule_12_an_immaterial_edit_before_signature_is_the_version_to_sign_and_voids_nothing():
    """A corrected reference makes the next version; the approval stands, the customer is told."""
    world = make.world()
    document = make.approved(world)
    before = document.version
    document = correct(world, document, world.requester, **{"request.reference": "Dossier 9"})
    assert (document.status, document.version) == (Status.AWAITING_SIGNATURE, before + 1)
    assert document.approvals.get().voided_at is None
    assert document.content_hash == document.versions.get(number=before + 1).content_hash
    assert {world.signatory.pk, world.manager.pk} <= told(document)
    assert document.renderings.filter(purpose=Purpose.PREVIEW).count() == 2
    document = make.sign(world, document, world.signatory)
    assert document.signatures.get().version.number == before + 1
    printed = document.renderings.get(purpose=Purpose.SEALED).render_input
    assert [row["after"] for row in printed["corrections"]] == ["Dossier 9"]
    assert [each["content_hash"] for each in printed["approvals"]] != [document.content_hash]


def test_rule_12_what_was_on_the_screen_before_the_correction_is_not_signed():
    """The signatory who opened the page before the correction reads it again."""
    world = make.world()
    document = make.approved(world)
    seen = document.content_hash
    correct(world, document, world.requester, **{"request.reference": "Dossier 9"})
    with pytest.raises(Stale):
        make.step(world, document, Step.SIGN, world.signatory, seen=seen, consent="Yes")


def test_rule_12_an_immaterial_edit_after_signature_stands_beside_the_sealed_version():
    """The signed version keeps number and hash; the correction is one more version, unsigned."""
    world = make.world()
    document = make.started(world, make.change(world))
    signed = (document.version, document.content_hash)
    document = correct(world, document, world.requester, **{"request.reference": "Dossier 9"})
    document = correct(world, document, world.requester, **{"request.explanation": "New roof."})
    assert (document.version, document.content_hash) == signed
    assert document.versions.count() == signed[0] + 2
    first, last = document.versions.get(number=signed[0]), document.versions.last()
    rows = {row.label: row.after for row in changes_between(first.content, last.content)}
    assert set(rows.values()) == {"Dossier 9", "New roof."}
    assert document.renderings.filter(purpose=Purpose.SEALED).count() == 1
    assert document.signatures.get().voided_at is None


def test_rule_12_a_material_edit_is_refused_where_the_content_is_agreed():
    """A wanted day or a promised date needs a new approval and signature."""
    world = make.world()
    document = make.approved(world)
    for person, path, value in (
        (world.requester, "request.requested_on", "2026-06-01"),
        (world.requester, "line.1.desired.speed", "600"),
        (world.manager, "planning.committed_on", "2026-06-01"),
        (world.manager, "prices.conditions", "No works."),
    ):
        with pytest.raises(Unsound) as refused:
            correct(world, document, person, **{path: value})
        assert refused.value.problems[0].path == path
    assert queries.whole(document.pk).version == document.version


def test_nobody_corrects_what_is_the_other_sides_or_is_not_there():
    world = make.world()
    document = make.approved(world)
    for person, path in (
        (world.manager, "request.reference"),
        (world.requester, "technical.technical_notes"),
        (world.requester, "nothing.here"),
        (world.requester, "line.7.desired.speed"),
    ):
        with pytest.raises(Unsound):
            correct(world, document, person, **{path: "x"})
    with pytest.raises(NotPermitted):
        correct(world, document, world.operations, **{"request.reference": "x"})


@pytest.mark.parametrize("reach", [make.submitted, lambda w: make.in_review(w, make.change(w))])
def test_before_approval_there_is_nothing_to_correct_but_to_fill_in(reach):
    world = make.world()
    document = reach(world)
    with pytest.raises(NotPermitted):
        correct(world, document, world.requester, **{"request.reference": "x"})


def test_a_value_that_is_the_same_makes_no_version():
    world = make.world()
    document = make.approved(world)
    again = correct(world, document, world.requester, **{"request.reference": ""})
    assert (again.version, again.revision) == (document.version, document.revision)


def test_nothing_else_slips_into_a_correction():
    """What changed elsewhere meanwhile, such as an office's name, is not in the new version."""
    world = make.world()
    document = make.approved(world)
    before = document.versions.get(number=document.version).content
    Office.objects.filter(pk=world.office.pk).update(name="Renamed")
    document = correct(world, document, world.requester, **{"request.reference": "Dossier 9"})
    after = document.versions.get(number=document.version).content
    assert {**after, "reference": ""} == {**before, "reference": ""}
    assert hash_of(after) == document.content_hash
    make.sign(world, document, world.signatory)


def test_a_joint_signature_given_before_a_correction_stands():
    world = make.world(signing_rule=SigningRule.TWO_JOINTLY)
    second = people.membership(CustomerRole.SIGNATORY, customer=world.customer).person
    document = make.sign(world, make.approved(world), world.signatory)
    document = correct(world, document, world.requester, **{"request.reference": "Dossier 9"})
    document = make.sign(world, document, second)
    assert document.status == Status.SIGNED
    hashes = [each.content_hash for each in document.signatures.all()]
    assert len(set(hashes)) == 2
    assert hashes[1] == document.content_hash
    printed = document.renderings.get(purpose=Purpose.SEALED).render_input
    assert [each["content_hash"] for each in printed["signatures"]] == hashes


def test_names_that_change_elsewhere_block_no_one_for_ever():
    """In review the page catches up with them; what is approved stays as it was approved."""
    world = make.world()
    document = make.in_review(world, make.change(world))
    document = make.fill(world, document, world.manager, **{"planning.committed_on": "2026-05-06"})
    Office.objects.filter(pk=world.office.pk).update(name="Renamed")
    seen = document.content_hash
    with pytest.raises(Stale):
        make.step(world, document, Step.APPROVE, world.manager, seen=seen)
    operations.catch_up(document=document, at=LATER)
    document = queries.whole(document.pk)
    assert document.content_hash != seen
    seen = document.content_hash
    document = make.step(world, document, Step.APPROVE, world.manager, seen=seen)
    Office.objects.filter(pk=world.office.pk).update(name="Renamed again")
    operations.catch_up(document=document, at=LATER)
    assert make.sign(world, document, world.signatory).status == Status.SIGNED
