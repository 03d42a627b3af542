"""What many tests begin with is made once a process and then written again as the rows it left.

A function of the `make` modules that is called while nothing but such functions has written in a
test, with the same arguments after the same calls, leaves the same rows and returns the same. The
second time it is met its rows are kept; from then on they are written instead of made. A test that
writes in any other way is on its own from there: what it makes then is made.
"""

import pickle
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection
from django.db.models import Model
from django.utils.translation import get_language
from psycopg.types.range import Range

from tests.rows import can_be_written, difference, rows_now, write

P = ParamSpec("P")
R = TypeVar("R")

# A sign-in writes these; nothing that is made depends on them.
SIGN_IN = (
    'INSERT INTO "django_session"',
    'UPDATE "django_session"',
    'DELETE FROM "django_session"',
    'UPDATE "accounts_person" SET "last_login"',
)
HARMLESS = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE", *SIGN_IN)
PLAIN = (str, bytes, int, float, Decimal, date, time, UUID, type(None))


@dataclass(frozen=True)
class Kept:
    """What a call left: the statements that write its rows, and what it returned, pickled."""

    statements: str
    returned: bytes


class Recall:
    """The memory of one process.

    `here` is what the running test has made so far, as a number that stands for its calls; None
    while what is made would not be the same.
    """

    def __init__(self) -> None:
        self.here: int | None = None
        self.patch = pytest.MonkeyPatch()
        self.places: dict[Any, int] = {}
        self.kept: dict[int, Kept] = {}

    def __call__(self, make: Callable[P, R]) -> Callable[P, R]:
        """Decorate a function that makes something and does nothing else."""

        @wraps(make)
        def recalled(*args: P.args, **kwargs: P.kwargs) -> R:
            if self.here is None or self._patched():
                return make(*args, **kwargs)
            try:
                call = make.__module__, make.__qualname__, frozen(args), frozen(kwargs)
            except TypeError:
                self.here = None
                return make(*args, **kwargs)
            return self._make((self.here, call, _surroundings()), lambda: make(*args, **kwargs))

        return recalled

    @contextmanager
    def test(self, patch: pytest.MonkeyPatch, *, as_migrated: bool) -> Generator[None]:
        """One test, in a transaction of its own.

        Nothing is recalled on a database where others have committed, nor beside patches.
        """
        self.here = 0 if as_migrated and can_be_written() else None
        self.patch = patch
        try:
            with connection.execute_wrapper(self._watch):
                yield
        finally:
            self.here = None

    def _make(self, key: Any, make: Callable[[], Any]) -> Any:
        """Write again what was kept of this call, or make it; keep it the second time."""
        met = key in self.places
        place = self.places.setdefault(key, len(self.places) + 1)
        self.here = None  # what the call itself calls is part of it
        if place in self.kept:
            kept = self.kept[place]
            write(kept.statements)
            returned = pickle.loads(kept.returned)  # noqa: S301 (of this process itself)
        elif met:
            before = rows_now()
            returned = make()
            self.kept[place] = Kept(difference(before, rows_now()), pickle.dumps(returned))
        else:
            returned = make()
        self.here = place
        return returned

    def _patched(self) -> bool:
        """Whether the test replaced something; pytest-django itself does so with one name."""
        replaced = [name for _, name, _ in self.patch._setattr if name != "DNS_NAME"]
        return bool(replaced or self.patch._setitem)

    def _watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.here is not None and not str(sql).lstrip().startswith(HARMLESS):
            self.here = None
        return execute(sql, params, many, context)


recall = Recall()


def frozen(value: Any) -> Any:
    """Return what two values have in common when something made from them is the same.

    Raise TypeError for what cannot be compared.
    """
    if isinstance(value, PLAIN):
        return type(value), value
    if isinstance(value, Range):
        return type(value), frozen((value.lower, value.upper, value.bounds))
    if isinstance(value, Model):
        # When somebody signed in last says nothing of what is made.
        facts = {f.attname: value.__dict__.get(f.attname) for f in value._meta.concrete_fields}
        return type(value), frozen({k: v for k, v in facts.items() if k != "last_login"})
    if is_dataclass(value) and not isinstance(value, type):
        return type(value), tuple(frozen(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, Mapping):
        return type(value), tuple((key, frozen(value[key])) for key in value)
    if isinstance(value, list | tuple):
        return type(value), tuple(frozen(each) for each in value)
    raise TypeError(value)


def _surroundings() -> Any:
    """Return what else than its arguments a call may look at."""
    changed = []
    holder = settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed += [(name, repr(value)) for name, value in vars(holder).items() if name.isupper()]
        holder = holder.default_settings
    return get_language(), tuple(changed)
