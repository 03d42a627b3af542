"""One value of a document: its path, its owner, and how it is read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from macd.vocabulary import SectionName, Side


@dataclass(frozen=True, slots=True)
class Place:
    """One value of a document: its path, label, owner, and how it is read and written."""

    path: str
    label: str
    section: SectionName
    owner: Side
    value: Any
    fit: Callable[[Any], Any]
    write: Callable[[Any], None]
    shown: Callable[[Any], str] = str
    # Changing it voids what was approved and signed (rule 12).
    material: bool = True
    # A day that lies ahead when it is written.
    ahead: bool = False


def plain(value: Any) -> Any:
    """A value as it is compared and kept in a page: what JSON knows, None for nothing."""
    if value in (None, "", False, {}, []):
        return None
    return value if isinstance(value, bool | int | dict | list) else str(value)
