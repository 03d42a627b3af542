"""Invitations at the wall between customers, and when two act at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.clock import now
from accounts.models import Invitation, Membership
from accounts.standing import standing_of
from accounts.tenancy import as_customers, as_person, as_system
from macd import operations
from macd.operations.company.colleagues import belongs
from macd.refusals import StepDenied
from tests.accounts import make as people


def invited():
    """Somebody invited to a company by its administrator."""
    keeper = people.membership("company_administrator")
    person = people.person()
    return operations.invite_colleague(
        customer=keeper.customer,
        email=person.email,
        name="As typed",
        language="nl",
        roles=["viewer"],
        scope="all",
        by=standing_of(keeper.person, on=now().date()),
        at=now(),
    )


@pytest.mark.django_db
def test_an_invitation_is_seen_by_its_company_and_its_person_only():
    with as_system():
        invitation = invited()
        stranger, elsewhere = people.person(), people.customer()
    with as_person(invitation.person):
        assert Invitation.objects.get() == invitation
        # Reading is all: the row is the company's.
        assert not Invitation.objects.update(scope="own")
    with as_person(stranger):
        assert not Invitation.objects.exists()
    with as_customers({elsewhere.pk}):
        assert not Invitation.objects.exists()
    with as_customers({invitation.customer_id}):
        assert Invitation.objects.get() == invitation


@pytest.mark.django_db
def test_a_yes_opens_one_company_and_the_person_stays_outside_the_wall_till_the_next_page():
    with as_system():
        invitation = invited()
    with as_person(invitation.person):
        operations.accept_invitation(invitation=invitation, at=now())
        assert not Membership.objects.filter(customer=invitation.customer_id).exclude(
            person=invitation.person
        )
    with as_person(invitation.person) as tenant:
        assert tenant.customer_ids == {invitation.customer_id}


@pytest.mark.usefixtures("committed")
def test_a_yes_and_a_withdrawal_at_once_have_one_winner():
    with as_system():
        invitation = invited()
        keeper = standing_of(invitation.invited_by, on=now().date())

    def say_yes():
        with as_person(invitation.person):
            operations.accept_invitation(invitation=invitation, at=now())

    def withdraw():
        with as_system():
            operations.withdraw_invitation(invitation=invitation, by=keeper, at=now())

    def tried(what):
        try:
            what()
        except StepDenied:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        came, gone = pool.map(tried, (say_yes, withdraw))
    assert came != gone
    with as_system():
        assert belongs(invitation.person, invitation.customer) is came
        assert not Invitation.objects.exists()
