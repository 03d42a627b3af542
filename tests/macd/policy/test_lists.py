"""Who may see and who is an actor are one fact: lists, pages and mail agree (rule 2)."""

from datetime import timedelta

import pytest

from accounts.models import Deputyship
from accounts.roles import CustomerRole, StaffRole
from macd import policy, queries
from macd.models import Document
from macd.vocabulary import Actor, Kind, Status
from offices.models import MembershipOffice
from tests.accounts import make as people
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def _cast(world):
    """Somebody in each role, near and far."""
    found = {
        role.value: people.membership(role, customer=world.customer).person for role in CustomerRole
    }
    for scope in ("offices", "own"):
        membership = people.membership(CustomerRole.SIGNATORY, customer=world.customer, scope=scope)
        if scope == "offices":
            MembershipOffice.objects.create(
                customer=world.customer, membership=membership, office=world.elsewhere
            )
        found[f"signatory_{scope}"] = membership.person
    partner = people.membership(CustomerRole.PARTNER, customer=world.customer, scope="own")
    found["partner_own"] = partner.person
    found |= {f"staff_{role.value}": people.staff(role) for role in StaffRole}
    deputy = people.staff()
    Deputyship.objects.create(
        account_manager=world.manager,
        deputy=deputy,
        valid=(make.TODAY - timedelta(days=1), make.TODAY + timedelta(days=1)),
    )
    found |= {
        "stranger": people.membership().person,
        "deputy": deputy,
        "requester_own": world.requester,
        "manager": world.manager,
        "lead": world.lead,
        "finance_decides": world.finance,
        "operations_desk": world.operations,
    }
    return found


def _documents(world):
    """One of each kind, one at the other office, and one that staff started."""
    here = make.draft_change(world)
    there = make.draft(world, Kind.ADD, office=world.elsewhere, offerings=[world.plus])
    to_there = make.draft(world, Kind.MOVE, to_office=world.elsewhere)
    stops = make.draft(world, Kind.DELETE, periods=[world.period()])
    staff = make.draft(world, Kind.CHANGE, by=world.manager, office=None)
    return [here, there, to_there, stops, staff]


def test_rule_02_lists_show_exactly_what_somebody_is_an_actor_of():
    world = make.world()
    made = _documents(world)
    cast = {name: world.by(person) for name, person in _cast(world).items()}
    seen_by_somebody = 0
    for status in Status:
        for shared, signed_at in ((False, None), (True, None), (True, make.AT)):
            Document.objects.update(
                status=status,
                shared=shared,
                signed_at=signed_at,
                resume_status=Status.IN_REVIEW,
            )
            documents = list(Document.objects.all())
            assert len(documents) == len(made)
            for name, standing in cast.items():
                listed = {document.pk for document in queries.documents_for(standing)}
                acted = {d.pk for d in documents if policy.actors(standing, d)}
                assert listed == acted, (name, status, shared, signed_at)
                seen_by_somebody += len(listed)
    assert seen_by_somebody > 1000


def test_whoever_is_told_of_a_document_may_know_of_it():
    world = make.world()
    cast = _cast(world)
    by_id = {person.pk: world.by(person) for person in cast.values()}
    told = 0
    for document in _documents(world):
        for status, signed_at in (
            (Status.SUBMITTED, None),
            (Status.AWAITING_SECOND_APPROVAL, None),
            (Status.AWAITING_SIGNATURE, None),
            (Status.IN_DELIVERY, make.AT),
        ):
            Document.objects.filter(pk=document.pk).update(
                status=status, shared=True, signed_at=signed_at
            )
            now = queries.whole(document.pk)
            for actor in set(Actor) - {Actor.FINANCE, Actor.SECOND_APPROVER}:
                for person_id in policy.people_for(actor, now):
                    if person_id in by_id:
                        told += 1
                        assert actor in policy.actors(by_id[person_id], now), (actor, status)
    assert told > 40


def test_signatories_of_a_named_office_are_told_and_others_are_not():
    world = make.world()
    cast = _cast(world)
    there = make.draft(world, Kind.ADD, office=world.elsewhere, offerings=[world.plus])
    here = make.draft_change(world)
    named = cast["signatory_offices"].pk
    assert named in policy.people_for(Actor.SIGNATORY, there)
    assert named not in policy.people_for(Actor.SIGNATORY, here)


def test_who_left_or_may_not_sign_that_much_is_told_nothing():
    world = make.world()
    document = make.submitted(world)
    membership = world.signatory.memberships.get()
    assert policy.people_for(Actor.SIGNATORY, document) == {world.signatory.pk}
    membership.signs_up_to = 1
    membership.save()
    assert policy.people_for(Actor.SIGNATORY, document) == set()
    world.requester.memberships.update(revoked_at=make.AT)
    assert policy.people_for(Actor.REQUESTER, document) == set()
