"""Lasting proof is added on command to every sealed file: documents, and letters to who leaves."""

import json
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from files.storage import read
from finance.sealing import letters_without, seal_letter
from macd import sealing
from macd.stamping import sealed_without
from signing.models import SealedFile, Stage
from signing.verify import Finding, verify_pdf
from tests.finance.conftest import accepted
from tests.macd import make
from tests.signing.authorities import Authority, running_authority


@pytest.fixture(scope="module")
def one_authority() -> Iterator[Authority]:
    with running_authority() as one:
        yield one


@pytest.fixture
def authority(one_authority, settings, tmp_path):
    settings.TSA_URL = one_authority.stamps_at
    settings.SEAL_DIR = tmp_path / "seal"
    settings.STORAGE_ROOT = tmp_path / "files"
    settings.SEAL_TRUST = ""
    return one_authority


def sealed_document(world):
    document = make.agreed(world, make.change(world))
    rendering = document.renderings.get(purpose="sealed")
    return document.number, sealing.seal_version(rendering.pk, at=make.AT)


def sealed_letter(world, case):
    accepted(world, case)
    return str(case.public_id), seal_letter(case.letters.get().pk, at=make.AT)


def stages(reference):
    entries = SealedFile.objects.filter(seal__reference=reference).order_by("pk")
    return list(entries.values_list("stage", flat=True))


def test_proof_is_added_once_to_every_sealed_file(authority, world, case, settings, capsys):
    settings.SEAL_TRUST = authority.root_pem
    both = [sealed_document(world), sealed_letter(world, case)]
    assert [pk for pk, _name in sealed_without(Stage.EXTENDED)] == [both[0][1].pk]
    assert [pk for pk, _name in letters_without(Stage.EXTENDED)] == [both[1][1].pk]
    call_command("extend_seals", "--json")
    assert json.loads(capsys.readouterr().out) == {"extended": 2, "failed": {}}
    for reference, row in both:
        assert stages(reference) == [Stage.TIMESTAMPED, Stage.EXTENDED]
        row.refresh_from_db()
        assert verify_pdf(read(row.stored_file)).verdict == Finding.GENUINE
    call_command("extend_seals", "--json")
    assert json.loads(capsys.readouterr().out) == {"extended": 0, "failed": {}}


def test_what_cannot_be_proved_is_named(authority, world, capsys):
    number, rendering = sealed_document(world)
    with pytest.raises(SystemExit) as left:
        call_command("extend_seals")
    assert left.value.code == 1
    told = capsys.readouterr().out
    assert told.startswith("extended 0, failed 1\n")
    assert f"{rendering.stored_file.name}: NotExtended" in told
    assert stages(number) == [Stage.TIMESTAMPED]


def test_roots_that_cannot_be_read_are_wrong_use(authority, settings):
    settings.SEAL_TRUST = "/nowhere/roots.pem"
    with pytest.raises(CommandError) as refused:
        call_command("extend_seals")
    assert refused.value.returncode == 2
