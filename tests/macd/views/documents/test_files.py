"""Files of a document, for those who may see it and nobody else."""

import pytest
from django.test import Client

from files.storage import store
from macd.models import Document, DocumentVersion, Rendering
from macd.vocabulary import Purpose
from tests.accounts import make as people
from tests.macd import make

PDF = b"%PDF-1.7 sealed"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path, system):
    settings.STORAGE_ROOT = tmp_path


def get(person, document, what, query=""):
    client = Client()
    client.force_login(person)
    return client.get(f"{document.get_absolute_url()}{what}/{query}")


def made(document: Document, purpose: Purpose) -> None:
    rendering = Rendering.objects.get(document=document, purpose=purpose)
    rendering.stored_file = store(
        content=PDF,
        customer_id=document.customer_id,
        name=f"{document.number}.pdf",
        media_type="application/pdf",
        at=make.AT,
    )
    rendering.made_at = make.AT
    rendering.save()


def test_the_sealed_document_is_taken_along_and_can_do_nothing():
    world = make.world()
    document = make.signed(world)
    assert get(world.requester, document, "pdf").status_code == 404
    made(document, Purpose.SEALED)
    answer = get(world.requester, document, "pdf")
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{document.number}.pdf"'
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert get(world.operations, document, "pdf").status_code == 200


def test_a_version_can_be_asked_for():
    world = make.world()
    document = make.signed(world)
    made(document, Purpose.SEALED)
    number = document.version
    assert get(world.requester, document, "pdf", f"?version={number}").status_code == 200
    for absurd in (number + 1, "x", 2**63, "-1", "%00"):
        assert get(world.requester, document, "pdf", f"?version={absurd}").status_code == 404


def test_without_a_version_the_latest_that_is_sealed_is_sent():
    world = make.world()
    document = make.signed(world)
    made(document, Purpose.SEALED)
    first = DocumentVersion.objects.get(document=document, number=document.version)
    then = DocumentVersion.objects.create(
        document=document,
        customer=world.customer,
        number=first.number + 1,
        content={},
        content_hash="b" * 64,
        created_at=make.AT,
    )
    newer = Rendering.objects.create(
        document=document,
        customer=world.customer,
        version=then,
        purpose=Purpose.SEALED,
        render_input={},
        owed_at=make.AT,
    )
    assert get(world.requester, document, "pdf").content == PDF
    newer.stored_file = store(
        content=PDF + b" again",
        customer_id=document.customer_id,
        name="newer.pdf",
        media_type="application/pdf",
        at=make.AT,
    )
    newer.made_at = make.AT
    newer.save()
    assert get(world.requester, document, "pdf").content == PDF + b" again"
    earlier = get(world.requester, document, "pdf", f"?version={first.number}")
    assert earlier.content == PDF


def test_strangers_find_no_file():
    world = make.world()
    document = make.signed(world)
    made(document, Purpose.SEALED)
    foreign = people.membership().person
    assert get(foreign, document, "pdf").status_code == 404
    assert get(foreign, document, "preview").status_code == 404


def test_the_preview_is_announced_until_it_is_made():
    world = make.world()
    document = make.approved(world)
    before = get(world.signatory, document, "preview")
    assert before.status_code == 404
    assert "being made" in before.content.decode()
    made(document, Purpose.PREVIEW)
    assert get(world.signatory, document, "preview").content == PDF
    shown = get(world.signatory, document, "preview", "?inline=1")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert get(world.signatory, make.submitted(make.world()), "preview").status_code == 404
