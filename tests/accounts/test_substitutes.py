"""Naming a substitute: a colleague, for a period, one at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import SigningSubstitute
from accounts.roles import CustomerRole
from accounts.standing import standing_of
from accounts.substitutes import (
    SubstituteRefused,
    end_substitute,
    name_substitute,
    possible_substitutes,
    signing_memberships,
    substitutes_of,
)
from audit.models import AuditEvent
from tests.accounts import make

pytestmark = pytest.mark.usefixtures("system")
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WEEK = timedelta(days=7)


@pytest.fixture
def pair():
    signatory = make.membership(CustomerRole.SIGNATORY, signs_up_to="500")
    return signatory, make.membership(CustomerRole.VIEWER, customer=signatory.customer)


def named(signatory, other, first=TODAY, last=TODAY + WEEK):
    return name_substitute(
        membership=signatory, substitute_id=other.pk, first=first, last=last, at=AT
    )


def test_a_substitute_may_sign_from_the_first_day_to_the_last(pair):
    signatory, other = pair
    named(signatory, other)
    for day, signs in ((-1, False), (0, True), (7, True), (8, False)):
        [facts] = standing_of(other.person, on=TODAY + timedelta(days=day)).memberships
        assert (facts.may_sign, facts.signs) == (signs, False)
    [facts] = standing_of(other.person, on=TODAY).memberships
    [whom] = facts.stands_in_for
    assert (whom.person_id, whom.signs_up_to) == (signatory.person_id, 500)


def test_naming_and_ending_stand_in_the_audit_trail(pair):
    made = named(*pair)
    end_substitute(substitute=made, at=AT)
    end_substitute(substitute=made, at=AT)
    events = AuditEvent.objects.filter(reference=f"substitute/{made.pk}").order_by("id")
    assert [event.event for event in events] == [
        "signing.substitute_named",
        "signing.substitute_ended",
    ]
    assert not substitutes_of([pair[0]], on=TODAY).exists()


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (TODAY - timedelta(days=1), TODAY, "first"),
        (TODAY + WEEK, TODAY, "last"),
        (TODAY, TODAY + timedelta(days=400), "last"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused_beside_its_field(pair, first, last, field):
    with pytest.raises(SubstituteRefused) as refusal:
        named(*pair, first=first, last=last)
    assert refusal.value.field == field


def test_only_one_at_a_time(pair):
    signatory, other = pair
    third = make.membership(CustomerRole.REQUESTER, customer=signatory.customer)
    first = named(signatory, other)
    with pytest.raises(SubstituteRefused):
        named(signatory, third, first=TODAY + WEEK, last=TODAY + 2 * WEEK)
    end_substitute(substitute=first, at=AT)
    assert named(signatory, third).substitute == third
    assert SigningSubstitute.objects.count() == 2


def test_no_stranger_staff_or_it_partner_stands_in(pair):
    signatory, other = pair
    make.membership(CustomerRole.PARTNER, customer=signatory.customer)
    staff = make.staff()
    make.membership(CustomerRole.VIEWER, customer=signatory.customer, person=staff)
    stranger = make.membership(CustomerRole.VIEWER)
    assert list(possible_substitutes(signatory)) == [other]
    with pytest.raises(SubstituteRefused):
        named(signatory, stranger)


def test_who_signs_nowhere_has_no_place_to_give(pair):
    signatory, other = pair
    assert signing_memberships(other.person_id, on=TODAY) == []
    assert signing_memberships(signatory.person_id, on=TODAY) == [signatory]
