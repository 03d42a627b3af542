"""Bytes on disk under their SHA-256: durable before the row that names them, never overwritten."""

import hashlib
import os
import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings

from files.models import StoredFile


class FileMissing(Exception):
    """The bytes of a stored file are not on disk."""


class FileDamaged(Exception):
    """The bytes on disk are not those whose hash they are stored under."""


def store(
    *, content: bytes, customer_id: int, name: str, media_type: str, at: datetime
) -> StoredFile:
    """Put the bytes safely on disk, then insert the row that names them.

    The bytes survive a crash from the moment the row exists; a transaction that is undone leaves
    at most bytes without a row. Raises FileDamaged when other bytes stand under this hash.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(content, path_of(sha256), sha256)
    return StoredFile.objects.create(
        customer_id=customer_id,
        sha256=sha256,
        size=len(content),
        media_type=media_type,
        name=plain_name(name),
        created_at=at,
    )


def read(stored: StoredFile) -> bytes:
    """Return the bytes, checked against their hash. Raises FileMissing or FileDamaged."""
    return _read(path_of(stored.sha256), stored.sha256)


def path_of(sha256: str) -> Path:
    """Return where the bytes with this hash stand, whether or not they do."""
    return Path(settings.STORAGE_ROOT) / sha256[:2] / sha256[2:4] / sha256


def plain_name(name: str) -> str:
    """Return the name without folders and control characters, at most 255 characters."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    shown = "".join(character for character in last if character.isprintable()).strip()
    return shown[-255:] or "file"


def _keep(content: bytes, path: Path, sha256: str) -> None:
    if path.exists():
        _read(path, sha256)
        return
    _make_folder(path.parent)
    draft = path.parent / f".{uuid.uuid4().hex}"
    try:
        _write_durably(draft, content)
        # A link, unlike a rename, fails where the name is taken: the first writer wins.
        os.link(draft, path)
    except FileExistsError:
        _read(path, sha256)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _write_durably(path: Path, content: bytes) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o440)) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())


def _read(path: Path, sha256: str) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(sha256)
    return content


def _make_folder(folder: Path) -> None:
    """Make the folder and those above it, each entered durably into its parent."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o750, exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
