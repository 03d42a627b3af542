"""A sealed file exchanged, changed or taken away is found by `verify_audit` (promise 19)."""

from pathlib import Path

import pytest
from django.db import connections
from django.test import override_settings

from accounts.tenancy import as_system
from audit.chain import extend
from audit.verifying import verify
from files.models import StoredFile
from files.storage import path_of
from macd import sealing
from signing.models import SealedFile
from tests.audit.tampering import as_owner, hash_again
from tests.macd import make


@pytest.fixture(scope="module")
def sealed(committed_once, tmp_path_factory):
    """Two sealed documents, the second signed after the first was chained; no anchor file."""
    home = tmp_path_factory.mktemp("home")
    with override_settings(
        STORAGE_ROOT=home / "files", SEAL_DIR=home / "seal", ANCHOR_DIR=home / "anchors"
    ):
        yield [_file(_sealed_document()) for _ in range(2)]


def _sealed_document():
    with as_system():
        world = make.world()
        document = make.agreed(world, make.change(world))
        rendering = document.renderings.get(purpose="sealed")
    sealing.seal_version(rendering.pk, at=make.AT)
    extend()
    return document.number


def _file(number):
    with as_system():
        entry = SealedFile.objects.get(seal__reference=number)
        return StoredFile.objects.get(pk=entry.stored_file_id)


def owner(statement):
    """Run a statement as the owner of the database, whom no trigger stops."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def found():
    """What `verify_audit` names first."""
    fault = verify().first_bad
    return fault.reason if fault else ""


def test_a_file_changed_exchanged_or_missing_on_disk_is_found(sealed):
    path, other = (path_of(file.sha256) for file in sealed)
    content = path.read_bytes()
    assert found() == ""
    Path(path).chmod(0o640)
    path.write_bytes(content.replace(b"%PDF-1.7", b"%PDF-1.4", 1))
    assert found() == "its sealed file was changed"
    assert verify(things=False).intact
    path.write_bytes(other.read_bytes())
    assert found() == "its sealed file was changed"
    path.unlink()
    assert found() == "its sealed file is missing"
    path.write_bytes(content)
    assert found() == ""


def test_a_file_exchanged_in_the_database_is_found(sealed):
    one, other = sealed
    swap = "UPDATE signing_sealedfile SET stored_file_id = {} WHERE sha256 = '{}'"
    owner(swap.format(other.pk, one.sha256))
    assert found() == "its sealed file was exchanged"
    owner(swap.format(one.pk, one.sha256))
    rename = "UPDATE signing_sealedfile SET sha256 = '{}' WHERE sha256 = '{}'"
    owner(rename.format("f" * 64, one.sha256))
    assert found() == "its sealed file is not in the ledger"
    owner(rename.format(one.sha256, "f" * 64))
    assert found() == ""


def test_a_chain_hashed_anew_is_found_by_the_heads_in_sealed_files(sealed):
    assert verify().anchored is None
    as_owner("UPDATE audit_auditevent SET person_id = 99 WHERE position = 2")
    hash_again()
    assert found() == "not the event that was anchored"
