"""Migration operation that makes a table append-only, also for its owner."""

from collections.abc import Collection
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.state import ProjectState

# One function serves every table: its arguments are the columns that may still be filled in.
REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb;
    fillable text;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
        becomes := to_jsonb(NEW);
        FOREACH fillable IN ARRAY TG_ARGV LOOP
            IF was -> fillable = 'null'::jsonb THEN
                was := was - fillable;
                becomes := becomes - fillable;
            END IF;
        END LOOP;
        IF was = becomes AND OLD IS DISTINCT FROM NEW THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% refused: rows of % are only ever added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME;
END $$
"""


class Immutable(Operation):
    """Refuse UPDATE and DELETE of a model's rows.

    Columns in `but` may go from NULL to a value, once. A refused statement raises
    `django.db.IntegrityError`. TRUNCATE stays with the table's owner.
    """

    reversible = True
    reduces_to_sql = True
    category = OperationCategory.SQL

    def __init__(self, model_name: str, but: Collection[str] = ()) -> None:
        self.model_name = model_name
        self.but = sorted(but)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration file."""
        kwargs: dict[str, Any] = {"but": self.but} if self.but else {}
        return type(self).__name__, [self.model_name], kwargs

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing in the model state: triggers are the database's own."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the trigger."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        table = schema_editor.quote_name(model._meta.db_table)
        names = (model._meta.get_field(name) for name in self.but)
        columns = ", ".join(f"'{getattr(field, 'column', '')}'" for field in names)
        schema_editor.execute(REFUSE_CHANGE, params=None)
        schema_editor.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION refuse_change({columns})",
            params=None,
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the trigger; the shared function stays for the other tables."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            table = schema_editor.quote_name(model._meta.db_table)
            schema_editor.execute(f"DROP TRIGGER IF EXISTS append_only ON {table}", params=None)

    def describe(self) -> str:
        """Describe the operation for `migrate --plan`."""
        return f"Make {self.model_name} append-only"
