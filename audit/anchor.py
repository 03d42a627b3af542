"""Heads of the chain kept outside the database, where its owner does not reach."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from audit.chain import Head, instant

# How much of the file's end is read to find its last line; a line has about 130 bytes.
TAIL = 4096


def anchor_file() -> Path:
    """Return where the heads are appended, one JSON object per line."""
    return Path(settings.ANCHOR_DIR) / "heads.jsonl"


def append_head(head: Head, *, at: datetime) -> bool:
    """Append a head that is further than the last one; returns whether it was.

    A head that is not further is never written: after a tail cut or an old backup the file keeps
    what it saw, and `verify_audit` finds the difference.
    """
    if head.position <= last_head().position:
        return False
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"position": head.position, "hash": head.hash, "at": instant(at)}) + "\n"
    if _is_torn(path):
        line = "\n" + line
    # One write in append mode: two hosts never tear each other's lines.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(descriptor, line.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return True


def last_head() -> Head:
    """Return the head appended last, or position 0 when there is none."""
    path = anchor_file()
    if not path.exists():
        return Head(0, "")
    heads = [head for head in map(_head_in, _tail(path).splitlines()) if head]
    return heads[-1] if heads else Head(0, "")


def known_heads() -> list[Head]:
    """Return every head of the file in the order of appending."""
    path = anchor_file()
    if not path.exists():
        return []
    with path.open(errors="replace") as file:
        return [head for head in map(_head_in, file) if head]


def _is_torn(path: Path) -> bool:
    """Whether a crash left the file's last line without its end."""
    return path.exists() and not _tail(path).endswith("\n")


def _tail(path: Path) -> str:
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - TAIL))
        return file.read().decode(errors="replace")


def _head_in(line: str) -> Head | None:
    """Read a line; a torn one, from a crash while appending, holds no head."""
    try:
        content = json.loads(line)
        return Head(position=int(content["position"]), hash=str(content["hash"]))
    except (ValueError, TypeError, KeyError):
        return None


def utc_now() -> datetime:
    """Return the machine's own time: anchors are evidence and know no demonstration clock."""
    return datetime.now(UTC)
