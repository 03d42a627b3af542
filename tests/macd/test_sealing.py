"""The owed PDF: made once, genuine, whatever is repeated or breaks on the way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from files.models import StoredFile
from files.storage import read
from macd import queries, sealing
from macd.models import Rendering
from macd.pdf import RenderFailed
from macd.sealing import file_name, make_preview, seal_version
from macd.vocabulary import Purpose, Status
from signing.models import Seal
from signing.verify import Finding, verify_pdf
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    """Keep files and the demo's key in folders of the test's own."""
    settings.STORAGE_ROOT = tmp_path / "files"
    settings.SEAL_DIR = tmp_path / "seal"
    settings.DEMO = True
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = settings.TSA_URL = ""


@pytest.fixture
def owed() -> Rendering:
    """Sign a request, so that its seal is owed."""
    rendering: Rendering = make.signed(make.world()).renderings.get(purpose=Purpose.SEALED)
    return rendering


def status_of(rendering: Rendering) -> str:
    """Read the document's status anew."""
    return queries.whole(rendering.document_id).status


def test_the_sealed_file_is_genuine_and_delivery_starts(owed: Rendering) -> None:
    made = seal_version(owed.pk, at=make.AT)
    assert made.stored_file is not None
    verdict = verify_pdf(read(made.stored_file))
    assert verdict.verdict == Finding.GENUINE
    assert (verdict.document, verdict.version) == (owed.document.number, owed.version.number)
    assert status_of(owed) == Status.IN_DELIVERY
    assert made.stored_file.customer_id == owed.customer_id
    assert made.stored_file.name == file_name(owed)


def test_the_ledger_keeps_the_audit_head_of_the_signature(owed: Rendering) -> None:
    seal_version(owed.pk, at=make.AT)
    seal = Seal.objects.get(reference=owed.document.number)
    head = owed.render_input["audit"]
    assert (seal.audit_position, seal.audit_head) == (head["position"], head["head"])
    assert seal.code == owed.code == owed.render_input["verification_code"]
    assert seal.content_hash == owed.version.content_hash


def test_sealing_twice_makes_one_file(owed: Rendering) -> None:
    first = seal_version(owed.pk, at=make.AT)
    again = seal_version(owed.pk, at=make.AT)
    assert first.stored_file_id == again.stored_file_id
    assert Seal.objects.count() == 1


def test_the_second_of_two_workers_keeps_the_firsts_file(
    owed: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker seals the same version while this one renders."""
    render, inside = sealing.render_document, iter([True, False])

    def slowly(*given: Any, **named: Any) -> bytes:
        if next(inside, False):
            seal_version(owed.pk, at=make.AT)
        return render(*given, **named)

    monkeypatch.setattr(sealing, "render_document", slowly)
    made = seal_version(owed.pk, at=make.AT)
    assert made.stored_file is not None
    assert verify_pdf(read(made.stored_file)).verdict == Finding.GENUINE
    assert Seal.objects.count() == 1


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let the ledger fail, as when the database goes away between storing and recording."""

    def gone(**_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(sealing, "record_seal", gone)
        yield patch


def test_a_crash_before_the_ledger_leaves_nothing_half_done(
    owed: Rendering, broken: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConnectionError):
        seal_version(owed.pk, at=make.AT)
    owed.refresh_from_db()
    assert owed.stored_file_id is None
    assert not StoredFile.objects.exists()
    assert status_of(owed) == Status.SIGNED
    broken.undo()
    seal_version(owed.pk, at=make.AT)
    assert status_of(owed) == Status.IN_DELIVERY


def test_what_cannot_be_rendered_stays_owed(owed: Rendering) -> None:
    broken_input = owed.render_input | {"overview": None}
    Rendering.objects.filter(pk=owed.pk).update(render_input=broken_input)
    with pytest.raises(RenderFailed):
        seal_version(owed.pk, at=make.AT)
    assert status_of(owed) == Status.SIGNED
    assert not Seal.objects.exists()


def test_a_preview_is_made_once_while_it_is_awaited() -> None:
    owed = make.approved(make.world()).renderings.get(purpose=Purpose.PREVIEW)
    made = make_preview(owed.pk, at=make.AT)
    assert made.stored_file is not None
    assert made.stored_file.name.endswith("-preview.pdf")
    assert verify_pdf(read(made.stored_file)).verdict == Finding.UNKNOWN
    assert make_preview(owed.pk, at=make.AT).stored_file_id == made.stored_file_id


def test_a_preview_nobody_waits_for_is_not_made() -> None:
    document = make.signed(make.world())
    owed = document.renderings.get(purpose=Purpose.PREVIEW)
    assert make_preview(owed.pk, at=make.AT).stored_file_id is None
