"""Bytes are durable before their row, stored once, never overwritten, checked when read."""

import hashlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from files import storage
from files.models import StoredFile
from files.storage import FileDamaged, FileMissing, path_of, plain_name, read
from tests.files.conftest import AT

Storing = Callable[..., StoredFile]
pytestmark = pytest.mark.usefixtures("system")


def on_disk(root: Path) -> list[Path]:
    """Return every file below the root."""
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_what_is_stored_is_read(keep: Storing) -> None:
    stored = keep(b"order", name="order.pdf")
    assert stored.sha256 == hashlib.sha256(b"order").hexdigest()
    assert (stored.size, stored.name, stored.created_at) == (5, "order.pdf", AT)
    assert read(stored) == b"order"


def test_the_same_bytes_twice_are_two_rows_and_one_file(keep: Storing, root: Path) -> None:
    first, second = keep(b"order", name="one"), keep(b"order", name="two")
    assert first.public_id != second.public_id
    assert on_disk(root) == [path_of(first.sha256)]


def test_an_empty_file_is_a_file(keep: Storing) -> None:
    assert read(keep(b"")) == b""


def test_stored_files_are_read_only_and_never_rewritten(keep: Storing) -> None:
    path = path_of(keep(b"order").sha256)
    before = path.stat()
    keep(b"order")
    after = path.stat()
    assert before.st_mode & 0o777 == 0o440
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_damaged_bytes_are_told_and_not_overwritten(keep: Storing) -> None:
    stored = keep(b"order")
    path = path_of(stored.sha256)
    path.chmod(0o600)
    path.write_bytes(b"0rder")
    with pytest.raises(FileDamaged):
        read(stored)
    with pytest.raises(FileDamaged):
        keep(b"order")
    assert path.read_bytes() == b"0rder"
    assert StoredFile.objects.count() == 1


def test_missing_bytes_are_told(keep: Storing) -> None:
    stored = keep(b"order")
    path_of(stored.sha256).unlink()
    with pytest.raises(FileMissing):
        read(stored)


def test_writers_that_meet_leave_one_whole_file(root: Path) -> None:
    content = os.urandom(200_000)
    sha256 = hashlib.sha256(content).hexdigest()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: storage._keep(content, path_of(sha256), sha256), range(16)))
    assert on_disk(root) == [path_of(sha256)]
    assert path_of(sha256).read_bytes() == content


def crash(*_: object, **__: object) -> None:
    """Stop as a machine does that loses its power."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("moment", ["fsync", "link"])
def test_a_crash_leaves_no_half_file_and_no_row(
    keep: Storing, root: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(storage.os, moment, crash)
        with pytest.raises(KeyboardInterrupt):
            keep(b"order")
    assert not path_of(hashlib.sha256(b"order").hexdigest()).exists()
    assert not StoredFile.objects.exists()
    assert read(keep(b"order")) == b"order"


def test_bytes_are_synced_before_they_get_their_name(
    keep: Storing, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, link = os.fsync, os.link

    def noting(name: str, call: Callable[..., None]) -> Callable[..., None]:
        def noted(*arguments: Any) -> None:
            done.append(name)
            call(*arguments)

        return noted

    monkeypatch.setattr(storage.os, "fsync", noting("fsync", fsync))
    monkeypatch.setattr(storage.os, "link", noting("link", link))
    keep(b"order")
    where = done.index("link")
    assert "fsync" in done[:where]
    assert "fsync" in done[where:], "the folder's new entry is made durable too"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("order.pdf", "order.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\order.pdf", "order.pdf"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("", "file"),
        ("///", "file"),
        ("é" * 300 + ".pdf", "é" * 251 + ".pdf"),
    ],
)
def test_names_are_made_plain(given: str, kept: str) -> None:
    assert plain_name(given) == kept
