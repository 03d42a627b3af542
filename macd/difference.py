"""The difference between two sets of values; pure functions, the only ones that compute it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs: ``path`` says where, None means there is nothing on that side."""

    path: str
    before: Any
    after: Any


def flatten(value: Any, path: str = "") -> dict[str, Any]:
    """Leaves of nested mappings and lists as ``{"a.b.1": leaf}``; empty ones leave nothing."""
    if isinstance(value, Mapping):
        items = [(str(key), child) for key, child in value.items()]
    elif isinstance(value, list | tuple):
        items = [(_name(child, index), child) for index, child in enumerate(value)]
    else:
        return {} if value is None else {path: value}
    leaves: dict[str, Any] = {}
    for name, child in items:
        leaves.update(flatten(child, f"{path}.{name}" if path else name))
    return leaves


def _name(child: Any, index: int) -> str:
    """Rows of a list are known by their own number, so that one more row moves no other."""
    if isinstance(child, Mapping) and "number" in child:
        return str(child["number"])
    return str(index)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What differs between two mappings, leaf by leaf, in the order of the new one."""
    old, new = flatten(before), flatten(after)
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Difference(path, old.get(path), new.get(path))
        for path in paths
        if old.get(path) != new.get(path)
    ]
