"""Where people stand on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Deputyship, StaffMembership, Team
from accounts.roles import CustomerRole, Scope, StaffRole
from accounts.standing import remembering, standing_of
from accounts.tenancy import as_person, as_system
from offices.models import MembershipOffice, Office
from tests.accounts import make

DAY = date(2026, 7, 1)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def office(customer, code="GNT"):
    return Office.objects.create(
        customer=customer,
        code=code,
        name=code,
        street="Veldstraat",
        number="1",
        postcode="9000",
        municipality="Gent",
    )


def test_a_stranger_stands_nowhere(system):
    standing = standing_of(make.person(), on=DAY)
    assert not standing.is_staff
    assert standing.memberships == ()
    assert standing.customer_ids == frozenset()
    assert standing.portfolio == standing.team_member_ids == standing.staff_roles == frozenset()


def test_memberships_tell_roles_and_reach(system):
    membership = make.membership(CustomerRole.REQUESTER, CustomerRole.VIEWER, scope=Scope.OFFICES)
    ghent, other = office(membership.customer), office(membership.customer, "BRU")
    MembershipOffice.objects.create(
        customer=membership.customer, membership=membership, office=ghent
    )
    standing = standing_of(membership.person, on=DAY)
    facts = standing.at(membership.customer_id)
    assert facts == standing.memberships[0]
    assert facts.roles == {"requester", "viewer"}
    assert facts.office_ids == {ghent.pk}
    assert (facts.signs, facts.signs_up_to) == (False, None)
    assert facts.reaches(ghent.pk)
    assert not facts.reaches(other.pk)
    assert not facts.reaches(None)
    assert standing.at(0) is None


@pytest.mark.parametrize(("scope", "reaches"), [(Scope.ALL, True), (Scope.OWN, False)])
def test_scopes_that_name_no_office(system, scope, reaches):
    membership = make.membership(scope=scope)
    facts = standing_of(membership.person, on=DAY).memberships[0]
    assert facts.reaches(office(membership.customer).pk) is reaches
    assert facts.reaches(None) is reaches


@pytest.mark.parametrize(
    ("first", "last", "signs"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (AFTER, None, False),
        (None, BEFORE, False),
        (BEFORE, AFTER, True),
    ],
)
def test_a_signatory_signs_from_the_first_day_to_the_last(system, first, last, signs):
    membership = make.membership(
        CustomerRole.SIGNATORY, signs_from=first, signs_until=last, signs_up_to=Decimal(500)
    )
    facts = standing_of(membership.person, on=DAY).memberships[0]
    assert (facts.signs, facts.signs_up_to) == (signs, Decimal(500))


def test_an_account_manager_has_a_portfolio_and_those_deputised_that_day(system):
    manager, absent, later = make.staff(), make.staff(), make.staff()
    Deputyship.objects.create(account_manager=absent, deputy=manager, valid=DateRange(DAY, AFTER))
    Deputyship.objects.create(
        account_manager=later, deputy=manager, valid=DateRange(AFTER, AFTER + timedelta(7))
    )
    assert standing_of(manager, on=BEFORE).portfolio == {manager.pk}
    assert standing_of(manager, on=DAY).portfolio == {manager.pk, absent.pk}
    assert standing_of(manager, on=AFTER).portfolio == {manager.pk, later.pk}
    assert standing_of(absent, on=DAY).portfolio == {absent.pk}


def test_a_lead_has_the_people_of_the_teams(system):
    lead, member, other = make.staff(StaffRole.LEAD), make.staff(), make.staff()
    team = Team.objects.create(name="North", lead=lead)
    StaffMembership.objects.filter(person=member).update(team=team)
    standing = standing_of(lead, on=DAY)
    assert standing.team_member_ids == {member.pk}
    assert other.pk not in standing.team_member_ids
    StaffMembership.objects.filter(person=lead).update(role=StaffRole.OPERATIONS)
    assert standing_of(lead, on=DAY).team_member_ids == frozenset()


def test_someone_who_may_not_sign_in_stands_nowhere(system):
    manager = make.staff(is_active=False)
    make.membership(person=manager)
    assert standing_of(manager, on=DAY) == type(standing_of(manager, on=DAY))(manager.pk)


def test_it_takes_two_queries(system, django_assert_num_queries):
    manager = make.staff()
    make.membership(person=manager)
    with django_assert_num_queries(2):
        assert standing_of(manager, on=DAY).is_staff


@pytest.mark.parametrize("who", ["staff", "customer"])
def test_within_a_request_it_takes_one_query_once(db, who, django_assert_num_queries):
    with as_system():
        membership = make.membership()
        person = make.staff() if who == "staff" else membership.person
    with as_person(person) as tenant, remembering(tenant):
        with django_assert_num_queries(1):
            first = standing_of(person, on=DAY)
        with django_assert_num_queries(0):
            assert standing_of(person, on=DAY) is first
        assert first.is_staff is (who == "staff")
        assert len(first.memberships) == (who == "customer")
        assert standing_of(membership.person, on=DAY).customer_ids == {membership.customer_id}


def test_a_revoked_right_counts_from_the_next_request(db):
    with as_system():
        membership = make.membership()
    person = membership.person
    with as_person(person) as tenant, remembering(tenant):
        assert standing_of(person, on=DAY).memberships
        with as_system():
            membership.revoked_at = person.date_joined
            membership.save()
    with as_person(person) as tenant, remembering(tenant):
        assert standing_of(person, on=DAY).memberships == ()
