"""Migration operations that put tables behind the wall between customers."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

# The sub-select is evaluated once per statement, so that an index on the column can be used.
TENANT = "ANY((SELECT NULLIF(current_setting('app.customer_ids', true), '')::bigint[])::bigint[])"
LONGEST_NAME = 63  # bytes, in PostgreSQL
PERSON = "(SELECT NULLIF(current_setting('app.person_id', true), '')::bigint)"


def constraint_name(table: str, column: str, suffix: str) -> str:
    """Name a constraint within PostgreSQL's 63 bytes, the same on every run."""
    name = f"{table}_{column}_{suffix}"
    if len(name) <= LONGEST_NAME:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{name[: 54 - len(suffix)]}_{digest[:7]}_{suffix}"


def ties_of(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """Yield (column, target) of each foreign key from one customer-owned model to another."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if field.is_relation and isinstance(target, type) and is_customer_owned(target):
            yield str(field.column), target


def is_customer_owned(model: type[models.Model]) -> bool:
    """Tell whether rows of this model carry the customer they belong to."""
    return any(
        field.name == "customer"
        and isinstance(field.related_model, type)
        and field.related_model._meta.label == "accounts.Customer"
        for field in model._meta.concrete_fields
    )


class _Wall(Operation):
    """What the operations on the wall share."""

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the model state: policies are the database's own."""

    def run(self, schema_editor: BaseDatabaseSchemaEditor, *statements: str) -> None:
        """Execute statements as they stand."""
        for statement in statements:
            schema_editor.execute(statement, params=None)


def tie(quote: Any, model: type[models.Model], column: str, target: type[models.Model]) -> str:
    """Write the composite foreign key that lets a row name only rows of its own customer."""
    table = model._meta.db_table
    return (
        f"ALTER TABLE {quote(table)} ADD CONSTRAINT"
        f" {quote(constraint_name(table, column, 'same_customer'))}"
        f" FOREIGN KEY (customer_id, {quote(column)})"
        f" REFERENCES {quote(target._meta.db_table)} (customer_id, id)"
        " DEFERRABLE INITIALLY IMMEDIATE"
    )


class ProtectTenants(_Wall):
    """Put models behind row-level security and tie their foreign keys to their own customer.

    For each model: a policy for the customers of `app.customer_ids`, one for the staff role,
    unique (customer, id), and a composite foreign key beside each foreign key to another
    customer-owned model (which must be protected before, or here).
    """

    def __init__(self, *model_names: str) -> None:
        self.model_names = model_names

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration file."""
        return type(self).__name__, list(self.model_names), {}

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create keys and policies of all models first, then the ties between them."""
        quote = schema_editor.quote_name
        chosen = [to_state.apps.get_model(app_label, name) for name in self.model_names]
        for model in chosen:
            table = model._meta.db_table
            key = quote(constraint_name(table, "customer_id", "id_key"))
            self.run(
                schema_editor,
                f"ALTER TABLE {quote(table)} ADD CONSTRAINT {key} UNIQUE (customer_id, id)",
                *policies(quote(table), f"customer_id = {TENANT}"),
            )
        for model in chosen:
            for column, target in ties_of(model):
                self.run(schema_editor, tie(quote, model, column, target))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the wall down again."""
        quote = schema_editor.quote_name
        chosen = [from_state.apps.get_model(app_label, name) for name in self.model_names]
        for model in chosen:
            table = model._meta.db_table
            for column, _target in ties_of(model):
                name = quote(constraint_name(table, column, "same_customer"))
                self.run(schema_editor, f"ALTER TABLE {quote(table)} DROP CONSTRAINT {name}")
        for model in chosen:
            table = model._meta.db_table
            key = quote(constraint_name(table, "customer_id", "id_key"))
            self.run(
                schema_editor,
                *without_policies(quote(table)),
                f"ALTER TABLE {quote(table)} DROP CONSTRAINT {key}",
            )

    def describe(self) -> str:
        """Describe the operation for `migrate --plan`."""
        return f"Wall {', '.join(self.model_names)} off by customer"


class TieToCustomer(_Wall):
    """Add the composite foreign key for a field added to a model that is protected already."""

    def __init__(self, model_name: str, field_name: str) -> None:
        self.model_name = model_name
        self.field_name = field_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration file."""
        return type(self).__name__, [self.model_name, self.field_name], {}

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the composite foreign key."""
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.field_name)
        targets = dict(ties_of(model))
        column = str(getattr(field, "column", ""))
        self.run(schema_editor, tie(schema_editor.quote_name, model, column, targets[column]))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the composite foreign key."""
        quote = schema_editor.quote_name
        model = from_state.apps.get_model(app_label, self.model_name)
        column = str(getattr(model._meta.get_field(self.field_name), "column", ""))
        name = quote(constraint_name(model._meta.db_table, column, "same_customer"))
        table = quote(model._meta.db_table)
        self.run(schema_editor, f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")

    def describe(self) -> str:
        """Describe the operation for `migrate --plan`."""
        return f"Tie {self.model_name}.{self.field_name} to the row's own customer"


class ProtectCustomers(_Wall):
    """The wall's own two special tables: a customer by its id, memberships also by their person."""

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration file."""
        return type(self).__name__, [], {}

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Protect customers by id and let a person read their own memberships."""
        self.run(
            schema_editor,
            *policies("accounts_customer", f"id = {TENANT}"),
            f"CREATE POLICY own ON accounts_membership FOR SELECT USING (person_id = {PERSON})",
            ENTER_AS_PERSON,
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take both down again."""
        self.run(
            schema_editor,
            "DROP FUNCTION enter_as_person(bigint, name)",
            "DROP POLICY own ON accounts_membership",
            *without_policies("accounts_customer"),
        )

    def describe(self) -> str:
        """Describe the operation for `migrate --plan`."""
        return "Wall customers off by their id"


def policies(table: str, mine: str) -> list[str]:
    """Write the statements that let tenants at their rows and staff at all; others see none."""
    staff = settings.STAFF_ROLE
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {table} USING ({mine}) WITH CHECK ({mine})",
        f'CREATE POLICY staff ON {table} TO "{staff}" USING (true) WITH CHECK (true)',
    ]


def without_policies(table: str) -> list[str]:
    """Write the statements that undo `policies`."""
    return [
        f"DROP POLICY staff ON {table}",
        f"DROP POLICY tenant ON {table}",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]


# One round trip per request. It runs with the caller's rights: the person's own memberships are
# readable as soon as app.person_id is set, and only a login that was granted the staff role can
# take it.
ENTER_AS_PERSON = """
CREATE FUNCTION enter_as_person(person bigint, staff_role name, OUT is_staff boolean,
                                OUT customer_ids bigint[]) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('role', 'none', true), set_config('app.person_id', person::text, true),
            set_config('app.customer_ids', '', true);
    SELECT coalesce(array_agg(DISTINCT customer_id), '{}') INTO customer_ids
      FROM accounts_membership WHERE person_id = person AND revoked_at IS NULL;
    is_staff := EXISTS (SELECT 1 FROM accounts_staffmembership WHERE person_id = person);
    PERFORM set_config('app.customer_ids', customer_ids::text, true);
    IF is_staff THEN
        PERFORM set_config('role', staff_role, true);
    END IF;
END $$
"""
