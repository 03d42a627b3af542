"""Where benchmarks run: a database of their own, or a whole installation of their own.

Nothing that is given in the environment is ever measured, or written to.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from supervisor.installation import Installation
from tests.installation import OWN_PARTS, RunningInstallation, state_directory


@contextmanager
def database() -> Iterator[Installation]:
    """Give a migrated, empty, durable database and a broker; no processes."""
    with state_directory() as home:
        installation = Installation(home, given=_nothing_given())
        with installation.parts():
            _use(installation)
            from django.core.management import call_command
            from django.db import connections

            call_command("prepare_database", verbosity=0)
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            try:
                yield installation
            finally:
                connections.close_all()


@contextmanager
def running() -> Iterator[RunningInstallation]:
    """Give a whole installation with the demonstration, as `bin/run` starts it.

    This process reaches its database as the application does.
    """
    with state_directory() as home:
        one = RunningInstallation(home)
        one.start(within=900)
        try:
            _use(Installation(home, given=_nothing_given()))
            yield one
        finally:
            from django.db import connections

            connections.close_all()
            one.stop()


def _nothing_given() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OWN_PARTS}


def _use(installation: Installation) -> None:
    for name in OWN_PARTS:
        if name not in {"DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE"}:
            os.environ.pop(name, None)
    os.environ.update(installation.environ())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
