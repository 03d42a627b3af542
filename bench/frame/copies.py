"""Rows multiplied within the database, as its owner: seconds instead of hours; and pages opened."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.models import Model

    from accounts.models import Person


def pages_of(person: "Person", urls: dict[str, str]) -> dict[str, Callable[[], None]]:
    """What is opened as a person, by name; an answer that is none stops the run."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(person)

    def page(url: str) -> Callable[[], None]:
        def opened() -> None:
            answer = client.get(url)
            if answer.status_code != 200:
                raise RuntimeError(f"{url}: {answer.status_code}")

        return opened

    return {name: page(url) for name, url in urls.items()}


def files_of(person: "Person", urls: dict[str, str]) -> list[Callable[[], None]]:
    """The same for what is sent as a file: each piece is read and let go of."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    client.force_login(person)

    def file(url: str) -> Callable[[], None]:
        def read() -> None:
            answer = client.get(url)
            pieces: Iterable[bytes] = answer.streaming_content  # type: ignore[attr-defined]
            sent = sum(len(piece) for piece in pieces)
            answer.close()
            if answer.status_code != 200 or not sent:
                raise RuntimeError(f"{url}: {answer.status_code}")

        return read

    return [file(url) for url in urls.values()]


def copy_of(one: "Model", times: int, **changed: str) -> str:
    """Insert so many copies of a row; ``n`` counts them in what is changed."""
    return (
        f"INSERT INTO {table_of(one)} ({columns_of(one)}) SELECT {values_of(one, **changed)}"  # noqa: S608
        f" FROM {table_of(one)} t, generate_series(1, {times}) n WHERE t.id = {one.pk}"
    )


def copy_per(one: "Model", other: "Model", where: str, **changed: str) -> str:
    """Insert a copy of a row for each row ``o`` of another table that a condition finds."""
    return (
        f"INSERT INTO {table_of(one)} ({columns_of(one)}) SELECT {values_of(one, **changed)}"  # noqa: S608
        f" FROM {table_of(one)} t, {table_of(other)} o WHERE t.id = {one.pk} AND {where}"
    )


def table_of(one: "Model") -> str:
    """The table of a row."""
    return one._meta.db_table


def _names(one: "Model") -> list[str]:
    return [str(each.column) for each in one._meta.concrete_fields if each.column != "id"]


def columns_of(one: "Model") -> str:
    """All its columns but the key."""
    return ", ".join(f'"{name}"' for name in _names(one))


def values_of(one: "Model", **changed: str) -> str:
    """The same as values of ``t``, some changed."""
    return ", ".join(changed.get(name, f't."{name}"') for name in _names(one))
