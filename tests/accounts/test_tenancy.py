"""The wall between customers, as the application's own login meets it."""

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError
from psycopg import sql

from accounts.models import BillingAccount, Customer, Membership
from accounts.roles import CustomerRole, StaffRole
from accounts.tenancy import as_customers, as_person, as_system, refuse_privileged_login
from tests.accounts import make

WALLED = [Customer, Membership, BillingAccount]


@pytest.fixture
def two_customers(db):
    """Make two customers with one person and one billing account each."""
    with as_system():
        ours, theirs = make.customer(), make.customer()
        for each in (ours, theirs):
            make.membership(customer=each)
            make.billing_account(each)
    return ours, theirs


def rows(model):
    return model.objects.count()


def test_the_tests_run_as_the_application(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user, current_user")
        assert cursor.fetchone() == (settings.APP_ROLE, settings.APP_ROLE)


@pytest.mark.parametrize("model", WALLED)
def test_without_a_tenant_no_row_is_visible(two_customers, model):
    assert rows(model) == 0
    with as_customers([]):
        assert rows(model) == 0


@pytest.mark.parametrize("model", WALLED)
def test_a_tenant_sees_its_own_rows(two_customers, model):
    ours, theirs = two_customers
    with as_customers([ours.pk]):
        assert rows(model) == 1
    with as_customers([ours.pk, theirs.pk]):
        assert rows(model) == 2


@pytest.mark.parametrize("model", WALLED)
def test_staff_and_the_system_see_all(two_customers, model):
    with as_system():
        assert rows(model) == 2
        somebody = make.staff(StaffRole.AUDITOR)
    with as_person(somebody):
        assert rows(model) == 2


@pytest.mark.parametrize("model", WALLED)
def test_after_the_context_nothing_is_visible(two_customers, model):
    with as_system():
        assert rows(model) == 2
    assert rows(model) == 0
    with as_customers([two_customers[0].pk]):
        pass
    assert rows(model) == 0


def test_contexts_nest_and_put_the_outer_one_back(two_customers):
    ours, _theirs = two_customers
    with as_customers([ours.pk]):
        with as_system():
            assert rows(Customer) == 2
        assert rows(Customer) == 1
        with pytest.raises(ZeroDivisionError), as_system():
            raise ZeroDivisionError
        assert rows(Customer) == 1


def test_after_commit_nothing_is_visible(committed):
    with as_system():
        customer = make.customer()
    assert not connection.in_atomic_block
    assert rows(Customer) == 0
    with as_customers([customer.pk]):
        assert rows(Customer) == 1
    assert rows(Customer) == 0
    with as_person(customer.account_manager):
        assert rows(Customer) == 1
    assert rows(Customer) == 0


def test_a_foreign_row_cannot_be_written(two_customers):
    ours, theirs = two_customers
    with as_customers([ours.pk]):
        make.billing_account(ours)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            make.billing_account(theirs)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            BillingAccount.objects.update(customer=theirs)
        assert BillingAccount.objects.filter(customer=theirs).delete() == (0, {})
    with as_system():
        assert BillingAccount.objects.filter(customer=theirs).count() == 1


def test_a_person_sees_the_customers_of_unrevoked_memberships(two_customers):
    ours, theirs = two_customers
    with as_system():
        ana = make.person()
        make.membership(person=ana, customer=ours)
        old = make.membership(person=ana, customer=theirs)
    with as_person(ana) as tenant:
        assert tenant.customer_ids == {ours.pk, theirs.pk}
        assert rows(Customer) == 2
    with as_system():
        old.revoked_at = ana.date_joined
        old.save()
    with as_person(ana) as tenant:
        assert tenant.customer_ids == {ours.pk}
        assert list(Customer.objects.all()) == [ours]
        # The person's own rows stay readable, so that the page can say what was revoked.
        assert Membership.objects.filter(person=ana).count() == 2


def test_own_memberships_are_read_only_outside_the_tenant(two_customers):
    _ours, theirs = two_customers
    with as_system():
        mine = make.membership(customer=theirs)
        mine.revoked_at = mine.person.date_joined
        mine.save()
    with as_person(mine.person):
        assert Membership.objects.filter(pk=mine.pk).exists()
        changed = Membership.objects.filter(pk=mine.pk).update(
            roles=[CustomerRole.COMPANY_ADMINISTRATOR], revoked_at=None
        )
        assert changed == 0


def test_the_login_does_not_have_the_policy_of_staff_by_itself(two_customers):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(%s, %s, 'MEMBER'), pg_has_role(%s, %s, 'USAGE')",
            [settings.APP_ROLE, settings.STAFF_ROLE] * 2,
        )
        assert cursor.fetchone() == (True, False)
    assert rows(Customer) == 0


def test_the_application_login_is_accepted(db):
    refuse_privileged_login()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [("SUPERUSER", "is a superuser"), ("BYPASSRLS", "has BYPASSRLS"), ("INHERIT", "inherits")],
)
def test_a_login_above_the_wall_is_refused(committed, superuser, monkeypatch, change, complaint):
    """By a role that nobody else sees: all tests on this server rely on the wall meanwhile."""
    owner = connections["owner"]
    monkeypatch.setattr("accounts.tenancy.connection", owner)
    names = sql.Identifier("above_the_wall"), sql.Identifier(settings.STAFF_ROLE)
    inherits = " WITH INHERIT TRUE" if owner.pg_version >= 160000 else ""

    with transaction.atomic(using="owner"), owner.cursor() as cursor:

        def do(statement):
            cursor.execute(sql.SQL(statement).format(*names))

        do("CREATE ROLE {0} LOGIN NOINHERIT")
        do("GRANT {1} TO {0}")
        do("SET LOCAL SESSION AUTHORIZATION {0}")
        refuse_privileged_login()
        do("RESET SESSION AUTHORIZATION")
        do("ALTER ROLE {0} " + change)
        if change == "INHERIT":
            do("GRANT {1} TO {0}" + inherits)
        do("SET LOCAL SESSION AUTHORIZATION {0}")
        with pytest.raises(ImproperlyConfigured, match=complaint):
            refuse_privileged_login()
        transaction.set_rollback(True, using="owner")


def test_an_owner_of_tables_is_refused(committed, monkeypatch):
    monkeypatch.setattr("accounts.tenancy.connection", connections["owner"])
    with pytest.raises(ImproperlyConfigured, match="owns tables"):
        refuse_privileged_login()
