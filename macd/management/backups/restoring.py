"""Making an installation from a backup, and proving that it is the same."""

import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from audit.verifying import verify
from files.storage import FileDamaged, FileMissing, path_of
from macd.management.backups import programs
from macd.management.backups.saving import (
    DUMP,
    FOLDERS,
    FORMAT,
    MANIFEST,
    TABLES,
    checked,
    count_of,
)

# Where role names stand in a dump; nowhere else are they touched.
NAMES_ROLES = re.compile(r"^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|CREATE POLICY)\b")


class CannotRestore(Exception):
    """The file is no backup, or this installation is not empty; nothing was changed."""


@dataclass
class Restored:
    """What was restored, and what is not as it was saved."""

    tables: int = 0
    rows: int = 0
    files: int = 0
    audit_events: int = 0
    problems: list[str] = field(default_factory=list)


def restore(path: Path) -> Restored:
    """Make this empty installation the one that was saved, and verify it.

    Raises CannotRestore before anything is changed, and ProgramFailed.
    """
    with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as folder:
        manifest = _manifest_of(archive)
        _refuse_unless_empty()
        saved = Path(folder)
        _unpack(archive, saved)
        _put_files(saved, manifest)
        for name, setting in FOLDERS.items():
            _put_folder(saved / name, Path(getattr(settings, setting)))
        call_command("prepare_database", verbosity=0, stdout=_Silent())
        _load(saved / DUMP, manifest["roles"])
    return verified(manifest)


def _manifest_of(archive: tarfile.TarFile) -> dict[str, Any]:
    try:
        member = archive.extractfile(MANIFEST)
        manifest: dict[str, Any] = json.loads(member.read()) if member else {}
    except (KeyError, ValueError, tarfile.TarError) as error:
        raise CannotRestore("This file is no backup.") from error
    if manifest.get("format") != FORMAT:
        raise CannotRestore("This backup was made by another release.")
    return manifest


def _unpack(archive: tarfile.TarFile, into: Path) -> None:
    """Write the archive's files below a folder; a backup holds nothing else.

    By hand: tarfile's own filters came with Python 3.11.4, and Debian 12 has 3.11.2.
    """
    for member in filter(tarfile.TarInfo.isfile, archive):
        content, target = archive.extractfile(member), (into / member.name).resolve()
        if content is None or not target.is_relative_to(into.resolve()):
            raise CannotRestore(f"This backup names a file outside itself: {member.name}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)


def _refuse_unless_empty() -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLES)
        if cursor.fetchall():
            raise CannotRestore("This database is not empty. Restore into a new one.")
    root = Path(settings.STORAGE_ROOT)
    if root.is_dir() and any(each.is_file() for each in root.rglob("*")):
        raise CannotRestore(f"There are files in {root} already. Restore into a new directory.")


def _put_files(saved: Path, manifest: Mapping[str, Any]) -> None:
    for sha256 in manifest["files"]:
        source, target = saved / "files" / sha256, path_of(sha256)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
            target.chmod(0o440)


def _put_folder(source: Path, target: Path) -> None:
    for each in sorted(source.rglob("*")) if source.is_dir() else ():
        if each.is_file():
            place = target / each.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            place.write_bytes(each.read_bytes())
            place.chmod(0o600)


def _load(dump: Path, roles: Mapping[str, str]) -> None:
    """Tables, rows, then what hangs on them: in this order no row meets a trigger or a key."""
    names = _renamed(roles)
    _execute(_script(dump, "pre-data"), names)
    database = str(connections["owner"].settings_dict["NAME"])
    programs.run(
        "pg_restore",
        ["--section=data", "--no-owner", "--exit-on-error", f"--dbname={database}", str(dump)],
    )
    _execute(_script(dump, "post-data"), names)


def _script(dump: Path, section: str) -> str:
    arguments = [f"--section={section}", "--no-owner", "--file=-", str(dump)]
    return programs.without_commands(programs.run("pg_restore", arguments))


def _execute(script: str, names: Mapping[str, str]) -> None:
    lines = [with_names(line, names) for line in script.splitlines()]
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("\n".join(lines))
        cursor.execute("RESET ALL")
    # The script empties the search path of its session.
    connections["owner"].close()


def with_names(line: str, names: Mapping[str, str]) -> str:
    """Write a line of a dump with this installation's roles instead of those that were saved."""
    if not NAMES_ROLES.match(line):
        return line
    return re.sub(r"\w+", lambda word: names.get(word[0], word[0]), line)


def _renamed(roles: Mapping[str, str]) -> dict[str, str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone() or ("",)
    here = {"owner": str(owner), "app": settings.APP_ROLE, "staff": settings.STAFF_ROLE}
    return {roles[name]: here[name] for name in here}


def verified(manifest: Mapping[str, Any]) -> Restored:
    """Compare rows, file hashes and the audit chain with what was saved."""
    answer = Restored()
    with connections["owner"].cursor() as cursor:
        for table, rows in manifest["rows"].items():
            found = count_of(cursor, table)
            answer.tables, answer.rows = answer.tables + 1, answer.rows + found
            if found != rows:
                answer.problems.append(f"{table} has {found} rows, not {rows}")
    for sha256 in manifest["files"]:
        try:
            checked(path_of(sha256), sha256)
        except (FileMissing, FileDamaged):
            answer.problems.append(f"file {sha256} is missing or damaged")
        else:
            answer.files += 1
    verdict = verify()
    answer.audit_events = verdict.events
    if not verdict.intact:
        answer.problems.append("the audit trail is not intact")
    return answer


class _Silent:
    """Takes what a command says about itself, for who asked something else."""

    def write(self, words: str) -> None:
        """Take the words."""

    def flush(self) -> None:
        """Have nothing to hand on."""
