"""Writing the backup: database, files and anchors, as they were at one instant."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from files.models import StoredFile
from files.storage import FileDamaged, FileMissing, path_of
from macd.management.backups import programs

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
FOLDERS = {"anchors": "ANCHOR_DIR", "seal": "SEAL_DIR"}
TABLES = """
SELECT relname FROM pg_class
 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


@dataclass
class Saved:
    """What went into a backup, and what could not."""

    tables: int = 0
    rows: int = 0
    files: int = 0
    size: int = 0
    problems: list[str] = field(default_factory=list)


def save(path: Path, *, at: datetime) -> Saved:
    """Write a backup to a file that is not there yet, readable by its owner only.

    The database's rows are those of one instant; the files are those that its rows name, each
    checked against its hash. A missing or damaged file is told and the rest is saved. Raises
    FileExistsError, OSError, or ProgramFailed, and then no file is left.
    """
    if path.exists():
        raise FileExistsError(path)
    saved = Saved()
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        draft = Path(folder) / "draft.tar"
        with _opened(draft) as archive:
            _fill(archive, Path(folder), saved, at=at)
        os.link(draft, path)
        saved.size = path.stat().st_size
    return saved


@contextmanager
def _opened(draft: Path) -> Iterator[tarfile.TarFile]:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as archive:
            yield archive
        file.flush()
        os.fsync(file.fileno())


def _fill(archive: tarfile.TarFile, folder: Path, saved: Saved, *, at: datetime) -> None:
    # The anchors first: a head that is not in the rows would look like a cut chain.
    for name, setting in FOLDERS.items():
        if Path(getattr(settings, setting)).is_dir():
            archive.add(getattr(settings, setting), name)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = str((cursor.fetchone() or [""])[0])
        dump = folder / DUMP
        programs.run(
            "pg_dump",
            ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={dump}"],
        )
        counts = _counts(cursor)
        hashes = sorted(set(StoredFile.objects.using("owner").values_list("sha256", flat=True)))
        manifest = _manifest(cursor, counts, hashes, at=at)
    archive.add(dump, DUMP)
    dump.unlink()
    _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    for sha256 in hashes:
        _add_file(archive, sha256, saved)
    saved.tables, saved.rows = len(counts), sum(counts.values())


def _counts(cursor: CursorWrapper) -> dict[str, int]:
    """How many rows each table has, so that a restored one can be compared."""
    cursor.execute(TABLES)
    return {name: count_of(cursor, name) for (name,) in cursor.fetchall()}


def count_of(cursor: CursorWrapper, table: str) -> int:
    """How many rows a table has."""
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    (count,) = cursor.fetchone() or (0,)
    return int(count)


def _manifest(
    cursor: CursorWrapper, counts: dict[str, int], hashes: list[str], *, at: datetime
) -> dict[str, Any]:
    cursor.execute("SELECT current_user")
    (owner,) = cursor.fetchone() or ("",)
    return {
        "format": FORMAT,
        "at": at.isoformat(),
        "roles": {"owner": owner, "app": settings.APP_ROLE, "staff": settings.STAFF_ROLE},
        "rows": counts,
        "files": hashes,
    }


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    facts = tarfile.TarInfo(name)
    facts.size, facts.mode = len(content), 0o600
    archive.addfile(facts, io.BytesIO(content))


def _add_file(archive: tarfile.TarFile, sha256: str, saved: Saved) -> None:
    try:
        content = checked(path_of(sha256), sha256)
    except (FileMissing, FileDamaged) as problem:
        what = "missing" if isinstance(problem, FileMissing) else "damaged"
        saved.problems.append(f"file {sha256} is {what}")
        return
    _add(archive, f"files/{sha256}", content)
    saved.files += 1


def checked(path: Path, sha256: str) -> bytes:
    """Return a file's bytes. Raises FileMissing, or FileDamaged where they have another hash."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileMissing(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FileDamaged(sha256)
    return content
