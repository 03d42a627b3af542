"""Owing the PDF of a version: its input is frozen here, rendered elsewhere (decisions.md 25)."""

from datetime import datetime

from audit import chain
from macd.models import Document, DocumentVersion, Rendering
from macd.printing import render_input
from macd.vocabulary import Purpose
from outbox.owing import owe
from signing.ledger import new_code


def owe_preview(*, document: Document, version: DocumentVersion, at: datetime) -> Rendering:
    """Owe the file that a signatory reads before signing."""
    return _owe(document, version, Purpose.PREVIEW, at=at, code="", head=None)


def owe_seal(*, document: Document, version: DocumentVersion, at: datetime) -> Rendering:
    """Owe the sealed file, with the head of the audit chain as it stands now."""
    return _owe(document, version, Purpose.SEALED, at=at, code=new_code(), head=chain.head())


def is_sealed(document: Document) -> bool:
    """Whether the sealed file of the document's version is recorded."""
    return document.renderings.filter(
        purpose=Purpose.SEALED, version__number=document.version, stored_file__isnull=False
    ).exists()


def _owe(
    document: Document,
    version: DocumentVersion,
    purpose: Purpose,
    *,
    at: datetime,
    code: str,
    head: chain.Head | None,
) -> Rendering:
    """One row and one message; a version that was put up twice keeps its first row."""
    rendering, created = Rendering.objects.get_or_create(
        version=version,
        purpose=purpose,
        defaults={
            "customer_id": document.customer_id,
            "document": document,
            "code": code,
            "render_input": render_input(
                document, version, at=at, purpose=purpose, code=code, head=head
            ),
            "owed_at": at,
        },
    )
    if created:
        owe(
            channel="preview" if purpose == Purpose.PREVIEW else "seal",
            subject=document.number,
            at=at,
            payload={"rendering": rendering.pk},
            ordering_key=document.number,
            key=f"{purpose}:{version.pk}",
        )
    return rendering
