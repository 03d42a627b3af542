"""Every table of the project that belongs to a customer stands behind the wall."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, connections, models, transaction
from django.db.migrations.state import ProjectState

from accounts.models import Customer
from accounts.tenancy import as_system
from accounts.wall import (
    ProtectCustomers,
    ProtectTenants,
    TieToCustomer,
    constraint_name,
    is_customer_owned,
    ties_of,
)
from offices.models import MembershipOffice, Office
from tests.accounts import make

ROOT = Path(settings.BASE_DIR)


def project_models() -> list[type[models.Model]]:
    """Return the project's own models, those between two of them included."""
    ours = {each.name for each in apps.get_app_configs() if Path(each.path).parent == ROOT}
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_config.name in ours
    ]


def leads_to_customer(model: type[models.Model], seen: frozenset[type] = frozenset()) -> bool:
    """Tell whether foreign keys lead from a model to a customer, over any number of others."""
    targets = {
        field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field.related_model, type)
    } - seen
    return any(
        target is Customer or leads_to_customer(target, seen | {model}) for target in targets
    )


def customers_models() -> list[type[models.Model]]:
    return [each for each in project_models() if each is not Customer and leads_to_customer(each)]


def answers(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_there_is_something_to_check():
    assert {"Membership", "BillingAccount", "Office"} <= {m.__name__ for m in customers_models()}


@pytest.mark.parametrize("model", customers_models(), ids=lambda each: each._meta.label)
def test_a_model_that_leads_to_a_customer_is_walled_off(db, model):
    assert is_customer_owned(model), f"{model._meta.label} must carry its customer"
    assert not model._meta.get_field("customer").null
    table = model._meta.db_table
    assert answers("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table) == [
        (True,)
    ], f"{model._meta.label} has no row-level security: add ProtectTenants to its migration"
    rules = {
        name: (roles, command, using, check)
        for name, roles, command, using, check in answers(
            "SELECT policyname, roles::text[], cmd, qual, with_check FROM pg_policies"
            " WHERE tablename = %s AND policyname IN ('tenant', 'staff')",
            table,
        )
    }
    assert rules["staff"] == ([settings.STAFF_ROLE], "ALL", "true", "true")
    roles, command, using, check = rules["tenant"]
    assert (roles, command) == (["public"], "ALL")
    assert using == check
    assert "customer_id = ANY" in using
    assert "app.customer_ids" in using


@pytest.mark.parametrize("model", customers_models(), ids=lambda each: each._meta.label)
def test_its_keys_name_only_rows_of_the_same_customer(db, model):
    found = {
        definition
        for (definition,) in answers(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass",
            model._meta.db_table,
        )
    }
    assert "UNIQUE (customer_id, id)" in found
    for column, target in ties_of(model):
        expected = (
            f"FOREIGN KEY (customer_id, {column})"
            f" REFERENCES {target._meta.db_table}(customer_id, id) DEFERRABLE"
        )
        assert expected in found, f"{model._meta.label}.{column} is not tied to its customer"


def test_only_customers_themselves_are_walled_by_id(db):
    [(using,)] = answers(
        "SELECT qual FROM pg_policies WHERE tablename = 'accounts_customer'"
        " AND policyname = 'tenant'"
    )
    assert using.startswith("(id = ANY")


def test_no_other_table_has_policies_that_open_it(db):
    """Policies are OR-ed: one more permissive one would be a hole."""
    others = answers(
        "SELECT tablename, policyname, cmd FROM pg_policies"
        " WHERE policyname NOT IN ('tenant', 'staff') ORDER BY tablename"
    )
    # A person reads what they belong to, and what they are asked to belong to.
    own = [("accounts_invitation", "own", "SELECT"), ("accounts_membership", "own", "SELECT")]
    assert others == own


def test_two_customers_do_not_meet_in_one_row(db):
    with as_system():
        ours, theirs = make.customer(), make.customer()
        membership = make.membership(customer=ours)
        office = Office.objects.create(
            customer=theirs,
            code="X",
            name="X",
            street="Veldstraat",
            number="1",
            postcode="9000",
            municipality="Gent",
        )
        for customer in (ours, theirs):
            with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
                MembershipOffice.objects.create(
                    customer=customer, membership=membership, office=office
                )


def test_the_wall_can_be_taken_down_and_put_up(django_db_blocker, request):
    request.getfixturevalue("committed")
    owner = connections["owner"]
    state = ProjectState.from_apps(apps)
    operations = [
        ("offices", ProtectTenants("OfficeContact", "MembershipOffice")),
        ("accounts", ProtectCustomers()),
    ]

    def protected() -> int:
        with owner.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relname IN"
                " ('offices_officecontact', 'offices_membershipoffice', 'accounts_customer')"
            )
            return cursor.fetchone()[0]

    assert protected() == 3
    for label, operation in operations:
        with owner.schema_editor() as editor:
            operation.database_backwards(label, editor, state, state)
    assert protected() == 0
    for label, operation in reversed(operations):
        with owner.schema_editor() as editor:
            operation.database_forwards(label, editor, state, state)
    assert protected() == 3


def test_a_later_field_is_tied_by_itself(committed):
    owner = connections["owner"]
    state = ProjectState.from_apps(apps)
    operation = TieToCustomer("MembershipOffice", "office")
    name = constraint_name("offices_membershipoffice", "office_id", "same_customer")

    def ties() -> list[tuple]:
        with owner.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
            return cursor.fetchall()

    assert ties()
    with owner.schema_editor() as editor:
        operation.database_backwards("offices", editor, state, state)
    assert not ties()
    with owner.schema_editor() as editor:
        operation.database_forwards("offices", editor, state, state)
    assert ties()
    assert operation.deconstruct() == ("TieToCustomer", ["MembershipOffice", "office"], {})


def test_operations_are_written_as_they_were_made():
    assert ProtectTenants("A", "B").deconstruct() == ("ProtectTenants", ["A", "B"], {})
    assert ProtectCustomers().deconstruct() == ("ProtectCustomers", [], {})
    assert "A, B" in ProtectTenants("A", "B").describe()


def test_names_fit_and_stay_apart():
    long = "services_" + "inventory_entry_of_something_with_a_very_long_name"
    names = {constraint_name(long, column, "same_customer") for column in ("a_id", "b_id")}
    assert len(names) == 2
    assert all(len(each) <= 63 for each in names)
    assert constraint_name("t", "c_id", "same_customer") == "t_c_id_same_customer"


def test_who_is_customer_owned():
    assert is_customer_owned(Office)
    assert not is_customer_owned(Customer)
