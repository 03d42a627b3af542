"""Where benchmarks run: a database of their own, or a whole installation of their own.

Nothing that is given in the environment is ever measured, or written to.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import django

from supervisor.installation import Installation
from tests.installation import OWN_PARTS, RunningInstallation, state_directory

AT = "BENCH_AT"
"""The state directory of a running installation that campaigns share; its PORT stands beside."""


@contextmanager
def database() -> Iterator[Installation]:
    """Give a migrated, empty, durable database and a broker; no processes."""
    with state_directory(on_disk=True) as home:
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
def running(**variables: str) -> Iterator[RunningInstallation]:
    """Give a whole installation as `bin/run` starts it, without the demonstration's documents.

    This process reaches its database as the application does. ``variables`` are environment
    variables of both. Where BENCH_AT names one that runs already, that one is given.
    """
    os.environ.update(variables)
    at = os.environ.get(AT)
    if at:
        _use(Installation(Path(at), given=_nothing_given()))
        from tests.accounts import make as people
        from tests.offices import make as offices
        from tests.services import make as stock

        # What an earlier campaign made is there still.
        people._next = offices._next = stock._next = count(1000 * (os.getpid() % 900 + 1))
        yield RunningInstallation(Path(at), port=int(os.environ["PORT"]))
        return
    with state_directory(on_disk=True) as home:
        one = bare(home)
        one.start(within=900)
        try:
            _use(Installation(home, given=_nothing_given()))
            yield one
        finally:
            from django.db import connections

            connections.close_all()
            one.stop()


def bare(home: Path, **variables: str) -> RunningInstallation:
    """An installation whose demonstration counts as loaded, so that its start takes seconds."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    (home / "demo-loaded").touch()
    one = RunningInstallation(home)
    one.environ |= variables
    return one


def _nothing_given() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OWN_PARTS}


def _use(installation: Installation) -> None:
    for name in OWN_PARTS:
        if name not in {"DJANGO_SETTINGS_MODULE", "FONTCONFIG_FILE"}:
            os.environ.pop(name, None)
    os.environ.update(installation.environ())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    # Thousands of people are made, and none of them signs in by a password.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
