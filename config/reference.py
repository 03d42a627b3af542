"""Prints docs/configuration.md from config/env.py."""

from dataclasses import MISSING, Field, fields
from typing import Any

from config.env import Environment

HEAD = """# Configuration

Everything is read from the environment when a process starts. In production (`DEMO` off) nothing
falls back to an insecure default: a missing variable stops the start with its name.

This page is printed from `config/env.py`: `python -m config.reference > docs/configuration.md`.

| variable | meaning | default | with DEMO on |
|---|---|---|---|
"""
TAIL = """
`bin/run` sets what it provides itself: with its own PostgreSQL and broker also `DATABASE_URL`,
`DATABASE_OWNER_URL`, `REDIS_URL`, `SECRET_KEY`, `STORAGE_URL`, and `DEMO` unless that is given.
Given only `DATABASE_OWNER_URL`, it makes the login `<database>_app` for the application, or prints
the SQL for an administrator where the owner may not make roles.

It reads three variables more: `PORT` (8000), `BIND` (127.0.0.1, the interface it listens on) and
`MACD_HOME` (`var`, the state directory).
"""


def as_markdown() -> str:
    """Return the page."""
    return HEAD + "".join(_row(one) for one in fields(Environment)) + TAIL


def _row(one: "Field[Any]") -> str:
    default, demo = one.metadata["default"], one.metadata["demo"]
    shown = "**required**" if default is None else _shown(default)
    if one.metadata["unless"]:
        shown += f" unless `{one.metadata['unless']}` is given"
    return f"| `{one.name.upper()}` | {one.metadata['meaning']} | {shown} | {_shown(demo)} |\n"


def _shown(value: Any) -> str:
    if value is None or value is MISSING or value == "":
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"`{value}`"


if __name__ == "__main__":
    print(as_markdown(), end="")
