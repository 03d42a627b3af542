"""Tables whose rows are only ever added."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction
from django.db.migrations.state import ProjectState

from files.immutable import Immutable
from tests.accounts import make

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


@pytest.fixture
def statement():
    """Make billing accounts append-only for the length of a test; run SQL on them as the owner."""
    owner = connections["owner"]
    operation = Immutable("BillingAccount", but={"name"})
    state = ProjectState.from_apps(apps)

    def run(sql, *params):
        with transaction.atomic(using="owner"), owner.cursor() as cursor:
            cursor.execute(sql, params or None)
            return cursor.rowcount

    run("ALTER TABLE accounts_billingaccount ALTER name DROP NOT NULL")
    run(
        "INSERT INTO accounts_person (email, password, is_superuser, name, language, phone,"
        " is_active, is_staff, date_joined)"
        " VALUES ('a@b.test', '', false, '', 'en', '', true, false, now())"
    )
    run(
        "INSERT INTO accounts_customer (public_id, legal_name, enterprise_number, country,"
        " language, worker_count_source, signing_rule, po_number_required, credit_hold,"
        " financial_contact_name, financial_contact_email, financial_contact_phone, address_line,"
        " account_manager_id)"
        " SELECT gen_random_uuid(), 'C', %s, 'BE', 'nl', '', 'one', false, false, '', '', '', '',"
        " id FROM accounts_person WHERE email = 'a@b.test'",
        make.enterprise_number(),
    )
    run(
        "INSERT INTO accounts_billingaccount (customer_id, number)"
        " SELECT id, 'N1' FROM accounts_customer"
    )
    with owner.schema_editor() as editor:
        operation.database_forwards("accounts", editor, state, state)
    run.operation, run.state = operation, state
    return run


def test_rows_are_added(statement):
    assert statement(
        "INSERT INTO accounts_billingaccount (customer_id, number)"
        " SELECT id, 'N2' FROM accounts_customer"
    )


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM accounts_billingaccount",
        "UPDATE accounts_billingaccount SET number = 'N3'",
        "UPDATE accounts_billingaccount SET number = number",
        "UPDATE accounts_billingaccount SET name = 'x', number = 'N3'",
    ],
)
def test_rows_are_not_changed_even_by_the_owner(statement, change):
    if change.endswith("number = number"):
        statement("UPDATE accounts_billingaccount SET name = 'x'")
    with pytest.raises(IntegrityError, match="accounts_billingaccount are only ever added"):
        statement(change)


def test_a_column_is_filled_in_once(statement):
    assert statement("UPDATE accounts_billingaccount SET name = 'first'") == 1
    with pytest.raises(IntegrityError):
        statement("UPDATE accounts_billingaccount SET name = 'second'")
    with pytest.raises(IntegrityError):
        statement("UPDATE accounts_billingaccount SET name = NULL")


def test_it_can_be_taken_back(statement):
    with connections["owner"].schema_editor() as editor:
        statement.operation.database_backwards("accounts", editor, statement.state, statement.state)
    assert statement("UPDATE accounts_billingaccount SET number = 'N3'") == 1


def test_it_is_written_in_a_migration_as_it_was_made():
    operation = Immutable("Entry", but={"b", "a"})
    assert operation.deconstruct() == ("Immutable", ["Entry"], {"but": ["a", "b"]})
    assert Immutable("Entry").deconstruct() == ("Immutable", ["Entry"], {})
    assert "Entry" in operation.describe()
