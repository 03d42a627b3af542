"""Lets a migration with many operations run in a fraction of the time: `@at_once`."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """Operations that all find the models as the last of them leaves them.

    Django makes the classes of all related models anew for each table, and for each constraint that
    is altered. Here they are made once: a model may not be changed that an operation before needs.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]  # a plain attribute in Django
        """Whether all of them can be taken back."""
        return all(each.reversible for each in self.operations)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how this operation is written in a migration file."""
        return type(self).__name__, [self.operations], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change the state without its classes; who asks for these next makes them."""
        vars(state).pop("apps", None)
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Change the database by one after the other."""
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take them back, the last one first."""
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Describe them for `migrate --plan`."""
        return "; ".join(each.describe() for each in self.operations)


def at_once(migration: type[Migration]) -> type[Migration]:
    """Decorate a migration: what stands between functions in Python is done at once."""
    grouped: list[Operation] = []
    for python, run in groupby(migration.operations, lambda each: isinstance(each, RunPython)):
        some = list(run)
        grouped += some if python else [AtOnce(some)]
    migration.operations = grouped
    return migration
