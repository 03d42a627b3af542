"""Whether a migration lets the previous release go on working while the new one is rolled out.

``python -m config.compatibility`` looks at every migration after those of docs/released.txt;
``--release`` writes that list anew, when a release is made.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED, Field

from accounts.atonce import AtOnce

# Operations after which code that is still running finds something gone or named otherwise.
BREAKS = {
    migrations.RemoveField: "the previous release reads the column; drop it one release later",
    migrations.DeleteModel: "the previous release reads the table; drop it one release later",
    migrations.RenameField: "the previous release knows the old name; add, copy, drop later",
    migrations.RenameModel: "the previous release knows the old name; add, copy, drop later",
    migrations.AlterModelTable: "the previous release knows the old name; add, copy, drop later",
}
LOCKS = "writes wait while the index is made; use AddIndexConcurrently in a migration of its own"
CONCURRENT = (AddIndexConcurrently, RemoveIndexConcurrently)


def released_list() -> Path:
    """Where the migrations stand that a release had."""
    return Path(settings.BASE_DIR) / "docs" / "released.txt"


def released() -> set[str]:
    """The migrations that the last release had, as ``app.name``."""
    path = released_list()
    lines = path.read_text().splitlines() if path.is_file() else []
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def ours() -> Iterator[Any]:
    """Our own migrations, in the order in which they run."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    rooms = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).parent == Path(settings.BASE_DIR)
    }
    for key in sorted(loader.disk_migrations):
        if key[0] in rooms:
            yield loader.disk_migrations[key]


def problems_of(migration: Any) -> list[str]:
    """What would break or block the previous release, a sentence for each operation.

    A migration that must do so says why in ``breaks_previous``, and what to do about it stands in
    docs/migrations.md.
    """
    if getattr(migration, "breaks_previous", ""):
        return []
    operations = list(_each(migration.operations))
    made = {one.name.lower() for one in operations if isinstance(one, migrations.CreateModel)}
    found = [
        f"{type(operation).__name__}: {problem}"
        for operation in operations
        if (problem := _problem(operation, made))
    ]
    mixed = any(isinstance(one, CONCURRENT) for one in operations)
    if mixed and getattr(migration, "atomic", True):
        found.append("AddIndexConcurrently: set atomic = False")
    return found


def _each(operations: Iterable[Any]) -> Iterator[Any]:
    for one in operations:
        if isinstance(one, AtOnce):
            yield from one.operations
        else:
            yield one


def _problem(operation: Any, made: set[str]) -> str:
    """What one operation does to the previous release; tables made here have no readers yet."""
    if getattr(operation, "model_name", "").lower() in made:
        return ""
    if isinstance(operation, migrations.AddField):
        return _unknown_column(operation.field)
    if isinstance(operation, migrations.AlterField):
        return _narrower(operation)
    if isinstance(operation, migrations.AddIndex) and not isinstance(operation, CONCURRENT):
        return LOCKS
    if isinstance(operation, migrations.RunPython) and operation.reverse_code is None:
        return "it cannot be taken back; give reverse_code"
    return BREAKS.get(type(operation), "")


def _unknown_column(field: "Field[Any, Any]") -> str:
    """The previous release inserts rows without the column, so the database must fill it."""
    filled = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
    if filled or getattr(field, "generated", False):
        return ""
    return "the previous release inserts rows without it; give db_default, or null=True first"


def _narrower(operation: Any) -> str:
    # The state before is not at hand; a default in the database makes NOT NULL harmless.
    field = operation.field
    if field.null or field.db_default is not NOT_PROVIDED or operation.preserve_default is True:
        return ""
    return "the previous release may write NULL; fill first, then NOT NULL one release later"


def main(arguments: list[str]) -> int:
    """Tell what breaks the previous release, or write down what this release has."""
    names = {f"{each.app_label}.{each.name}": each for each in ours()}
    if "--release" in arguments:
        lines = ["# The migrations that the last release had: python -m config.compatibility"]
        released_list().write_text("\n".join([*lines, *sorted(names)]) + "\n")
        return 0
    if not released_list().is_file():
        sys.stdout.write("Nothing was released yet, so nothing has to go on working.\n")
        return 0
    known = released()
    told = [
        f"{name}: {problem}"
        for name, migration in names.items()
        if name not in known
        for problem in problems_of(migration)
    ]
    sys.stdout.writelines(f"{line}\n" for line in told)
    return 1 if told else 0


if __name__ == "__main__":
    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
