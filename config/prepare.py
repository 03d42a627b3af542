"""Brings an installation up to date before its processes start: `python -m config.prepare`."""

import hashlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command, get_commands
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.compressing import compress
from config.env import MissingSetting, WrongSetting
from runtime.frames import roomy

INTERRUPTED = 130
FORK = get_context("fork")


@roomy
def main() -> int:
    """Prepare the database, the translations, the static files and the demonstration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
        # First: a process reads a language once, and what is kept in four would stay English.
        compile_messages()
        with meanwhile(collect_static):
            if "owner" in settings.DATABASES:
                migrate()
        if settings.DEMO:
            load_demo()
    except (CommandError, MissingSetting, WrongSetting) as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


@contextmanager
def meanwhile(work: Callable[[], None]) -> Iterator[None]:
    """Do some work in a process of its own and wait for it at the end.

    Raises CommandError when it was not done; it has said why.
    """
    other = FORK.Process(target=_uninterrupted, args=(work,), daemon=True)
    other.start()
    yield
    other.join()
    if other.exitcode:
        raise CommandError("What was done meanwhile failed; the reason is above.")


def _uninterrupted(work: Callable[[], None]) -> None:
    with suppress(KeyboardInterrupt):  # who started this process says so
        work()


def migrate() -> None:
    """Make the database roles and run the migrations that are missing, as the owner."""
    call_command("prepare_database", verbosity=0, stdout=io.StringIO())
    refuse_half_of_what_was_folded()
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating the database", flush=True)
        call_command("migrate", database="owner", verbosity=0, interactive=False)


def refuse_half_of_what_was_folded() -> None:
    """Raise CommandError for a database that has some, and not all, of migrations folded into one.

    Django would go on from a state that no migration describes any more.
    """
    applied = set(MigrationRecorder(connections["owner"]).applied_migrations())
    folded = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    for migration in folded:
        missing = sorted(set(migration.replaces) - applied)
        if missing and len(missing) < len(migration.replaces):
            names = ", ".join(".".join(one) for one in missing)
            message = (
                f"This database lacks {names}, folded into {migration} since."
                " Run the release before the fold once, or start with an empty database:"
                " docs/migrations.md."
            )
            raise CommandError(message)


def compile_messages() -> None:
    """Compile the translations that are newer than what was compiled of them."""
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.is_file() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            with source.open("rb") as texts:
                catalogue = read_po(texts)
            fresh = target.with_suffix(f".{os.getpid()}.new")
            with fresh.open("wb") as compiled:
                write_mo(compiled, catalogue)
            fresh.replace(target)


def collect_static() -> None:
    """Collect the static files, if one of them changed since the last time."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            seen.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    marker = Path(settings.STATIC_ROOT) / "collected"
    if marker.is_file() and marker.read_text() == seen.hexdigest():
        return
    print("Collecting the static files", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    compress(Path(settings.STATIC_ROOT))
    marker.write_text(seen.hexdigest())


def load_demo() -> None:
    """Load the demonstration, once in the life of the state directory.

    While that goes on a file says so: of one that was interrupted the next start begins anew.
    """
    marker = settings.MACD_HOME / "demo-loaded"
    if marker.is_file() or "seed_demo" not in get_commands():
        return
    print("Loading the demonstration", flush=True)
    begun = settings.MACD_HOME / "demo-begun"
    begun.touch()
    call_command("seed_demo", verbosity=0)
    marker.touch()
    begun.unlink()


if __name__ == "__main__":
    sys.exit(main())
