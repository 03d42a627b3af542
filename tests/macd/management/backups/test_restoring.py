"""A backup restored into an empty installation is the same installation, and works."""

import io
import json
import tarfile

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from psycopg import sql

from accounts.tenancy import as_customers, as_system
from audit.tasks import extend_chain
from audit.verifying import verify
from files.models import StoredFile
from files.storage import path_of, read
from macd import queries
from macd.management.backups.restoring import CannotRestore, _unpack, with_names
from macd.models import Document
from macd.vocabulary import Status, Step
from tests.macd import make


def run(command, *arguments):
    """The exit code and the JSON that a command answers."""
    words = io.StringIO()
    try:
        call_command(command, *arguments, json=True, stdout=words, stderr=io.StringIO())
    except SystemExit as stopped:
        return stopped.code, json.loads(words.getvalue())
    return 0, json.loads(words.getvalue())


@pytest.fixture
def places(settings, tmp_path):
    """Directories of an installation, and a way to move to those of another one."""

    def move_to(name):
        settings.STORAGE_ROOT = tmp_path / name / "files"
        settings.ANCHOR_DIR = tmp_path / name / "anchors"
        settings.SEAL_DIR = tmp_path / name / "seal"

    move_to("first")
    return move_to


@pytest.fixture
def empty_database(test_database, committed):
    """Make a database without tables, and a way to move to it."""
    name = f"{test_database.name}_restored"
    test_database._drop(name)
    test_database._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield lambda: test_database._point_at(name)
    test_database._point_at(test_database.name)
    test_database._drop(name)


def furnish(settings):
    """An installation with a request in delivery, its file, a seal and an anchored chain."""
    settings.SEAL_DIR.mkdir(parents=True)
    (settings.SEAL_DIR / "demo-seal.pem").write_text("a key")
    with as_system():
        world = make.world()
        document = make.started(world, make.change(world))
    extend_chain()
    return world, document


def test_a_restored_installation_is_the_same_and_goes_on(
    settings, places, empty_database, tmp_path
):
    world, document = furnish(settings)
    path = tmp_path / "backup.tar"
    code, saved = run("backup", str(path))
    assert (code, saved["problems"]) == (0, [])
    assert path.stat().st_mode & 0o777 == 0o600

    places("second")
    empty_database()
    code, restored = run("restore", str(path))
    assert (code, restored["problems"]) == (0, [])
    assert restored["rows"] == saved["rows"] > 100
    assert restored["files"] == saved["files"] > 0
    assert restored["audit_events"] > 0
    assert verify().intact
    assert (settings.SEAL_DIR / "demo-seal.pem").read_text() == "a key"

    goes_on(world, document)


def goes_on(world, document):
    """The wall stands, what was append-only still is, and the life of the document goes on."""
    assert not Document.objects.exists()
    with as_customers([world.customer.pk]):
        assert Document.objects.get().number == document.number
        assert read(StoredFile.objects.first())
    with as_system():
        again = queries.whole(document.pk)
        assert again.status == Status.IN_DELIVERY
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
            again.events.update(note="x")
    with as_system():
        other = make.change(make.world())
        assert other.number > document.number
        note = "The street is closed."
        again = make.line_step(
            world, again, 1, "hold", world.operations, note=note, party="carrier"
        )
        make.step(world, again, Step.HOLD, world.manager, note=note)


def test_what_is_missing_or_damaged_is_told_and_the_rest_is_saved(
    settings, places, committed, tmp_path
):
    furnish(settings)
    with as_system():
        damaged = StoredFile.objects.first()
    path_of(damaged.sha256).chmod(0o600)
    path_of(damaged.sha256).write_bytes(b"other bytes")
    code, saved = run("backup", str(tmp_path / "backup.tar"))
    assert code == 1
    assert saved["problems"] == [f"file {damaged.sha256} is damaged"]
    assert saved["rows"] > 100


def test_a_loss_in_the_backup_is_found_when_it_is_restored(
    settings, places, empty_database, tmp_path
):
    furnish(settings)
    path, thinner = tmp_path / "backup.tar", tmp_path / "thinner.tar"
    run("backup", str(path))
    with tarfile.open(path) as whole, tarfile.open(thinner, "w") as less:
        for member in whole:
            if member.name.startswith("files/"):
                continue
            less.addfile(member, whole.extractfile(member) if member.isfile() else None)
    places("second")
    empty_database()
    code, restored = run("restore", str(thinner))
    assert code == 1
    assert all("missing or damaged" in problem for problem in restored["problems"])


def test_nothing_is_restored_over_something(settings, places, committed, tmp_path):
    furnish(settings)
    path = tmp_path / "backup.tar"
    run("backup", str(path))
    with pytest.raises(CommandError, match="not empty") as refused:
        call_command("restore", str(path))
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="exists already") as refused:
        call_command("backup", str(path))
    assert refused.value.returncode == 2


@pytest.mark.parametrize("content", [b"", b"not a tar", "a tar without a manifest"])
def test_what_is_no_backup_is_refused(content, tmp_path, db):
    path = tmp_path / "backup.tar"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        with tarfile.open(path, "w") as archive:
            archive.addfile(tarfile.TarInfo("other"), io.BytesIO())
    with pytest.raises(CommandError, match="Not restored") as refused:
        call_command("restore", str(path))
    assert refused.value.returncode == 2


def test_roles_are_renamed_where_roles_stand_only():
    names = {"old_app": "new_app", "old_staff": "new_staff"}
    assert with_names("GRANT SELECT ON TABLE x TO old_app;", names).endswith("TO new_app;")
    assert with_names("CREATE POLICY p ON x TO old_staff USING (true);", names) == (
        "CREATE POLICY p ON x TO new_staff USING (true);"
    )
    assert with_names("COMMENT ON TABLE x IS 'old_app';", names) == (
        "COMMENT ON TABLE x IS 'old_app';"
    )


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "files/../../outside"])
def test_no_file_is_written_outside_the_backups_folder(tmp_path, name):
    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    into = tmp_path / "into"
    with tarfile.open(tmp_path / "evil.tar") as archive, pytest.raises(CannotRestore):
        _unpack(archive, into)
    assert not list(into.parent.glob("**/outside"))


def test_links_of_a_backup_are_left_out(tmp_path):
    link = tarfile.TarInfo("link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(tmp_path / "linked.tar", "w") as archive:
        archive.addfile(link)
    with tarfile.open(tmp_path / "linked.tar") as archive:
        _unpack(archive, tmp_path / "into")
    assert not (tmp_path / "into").exists()
