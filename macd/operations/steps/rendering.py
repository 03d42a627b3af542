"""Owing the PDF of a version: its input is frozen here, rendered elsewhere (decisions.md 25)."""

from datetime import datetime

from audit import chain
from macd.models import Document, DocumentVersion, Rendering
from macd.printing import render_input
from macd.vocabulary import Purpose
from outbox.owing import owe
from signing.ledger import new_code


def owe_preview(*, document: Document, version: DocumentVersion, at: datetime) -> Rendering:
    """Owe the file that a signatory reads before signing.

    Approved again, the same version is printed again: with the approval that holds now.
    """
    made_of = render_input(document, version, at=at, purpose=Purpose.PREVIEW, code="", head=None)
    fresh = {"render_input": made_of, "owed_at": at, "stored_file": None, "made_at": None}
    rendering, _created = Rendering.objects.update_or_create(
        version=version,
        purpose=Purpose.PREVIEW,
        defaults=fresh,
        create_defaults={
            **fresh,
            "customer_id": document.customer_id,
            "document": document,
        },
    )
    _owe(rendering, document, channel="preview", key=f"preview:{version.pk}:{document.revision}")
    return rendering


def owe_seal(*, document: Document, version: DocumentVersion, at: datetime) -> Rendering:
    """Owe the sealed file, with the head of the audit chain as it stands now."""
    code, head = new_code(), chain.head()
    rendering = Rendering.objects.create(
        customer_id=document.customer_id,
        document=document,
        version=version,
        purpose=Purpose.SEALED,
        code=code,
        render_input=render_input(
            document, version, at=at, purpose=Purpose.SEALED, code=code, head=head
        ),
        owed_at=at,
    )
    _owe(rendering, document, channel="seal", key=f"sealed:{version.pk}")
    return rendering


def _owe(rendering: Rendering, document: Document, *, channel: str, key: str) -> None:
    owe(
        channel=channel,
        subject=document.number,
        at=rendering.owed_at,
        payload={"rendering": rendering.pk},
        ordering_key=document.number,
        key=key,
    )


def is_sealed(document: Document) -> bool:
    """Whether the sealed file of the document's version is recorded."""
    return document.renderings.filter(
        purpose=Purpose.SEALED, version__number=document.version, stored_file__isnull=False
    ).exists()
