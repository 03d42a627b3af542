"""Asking for a PDF of one's own: a draft as it would be signed, a table that is looked at."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation

from accounts.models import Customer
from accounts.standing import Standing
from macd.canonical import canonical
from macd.models import Document, DocumentVersion, Printout
from macd.operations.filling.versions import rehash
from macd.printing import render_input
from macd.vocabulary import Purpose
from outbox.owing import owe

KEPT = timedelta(days=1)


@transaction.atomic
def print_draft(*, document: Document, by: Standing, at: datetime) -> Printout:
    """Owe the PDF of a document as it stands now, marked as not signed (domain.md §7).

    No version is made by it: what is printed may change with the next word that is typed.
    """
    content, content_hash = rehash(document)
    version = DocumentVersion(
        customer_id=document.customer_id,
        document=document,
        number=max(document.version, 1),
        content=content,
        content_hash=content_hash,
        created_at=at,
    )
    made_of = render_input(document, version, at=at, purpose=Purpose.PREVIEW, code="", head=None)
    return _owed(
        customer_id=document.customer_id,
        document=document,
        name=f"{document.number}-preview.pdf",
        made_of={"document": made_of, "canonical": canonical(content).decode()},
        by=by,
        at=at,
    )


@transaction.atomic
def print_table(
    *,
    customer: Customer,
    title: str,
    lead: str,
    rows: Sequence[Sequence[Any]],
    by: Standing,
    at: datetime,
) -> Printout:
    """Owe the PDF of a table: its head, its rows, and its total last."""
    made_of = {
        "title": title,
        "lead": lead,
        "language": translation.get_language() or "en",
        "generated_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "rows": [[_as_text(cell) for cell in row] for row in rows],
    }
    return _owed(
        customer_id=customer.pk,
        document=None,
        name=f"services-{at:%Y-%m-%d}.pdf",
        made_of={"table": made_of},
        by=by,
        at=at,
    )


def drop_old_printouts(*, at: datetime) -> int:
    """Let go of what was asked for a day ago; its files are swept with the orphans."""
    gone, _each = Printout.objects.filter(owed_at__lt=at - KEPT).delete()
    return gone


def _as_text(cell: Any) -> Any:
    """Days and amounts as text that JSON keeps, to be written out in the reader's way."""
    if cell is None or isinstance(cell, int | str):
        return cell
    return {type(cell).__name__.lower(): str(cell)}


def _owed(
    *,
    customer_id: int,
    document: Document | None,
    name: str,
    made_of: dict[str, Any],
    by: Standing,
    at: datetime,
) -> Printout:
    printout = Printout.objects.create(
        customer_id=customer_id,
        person_id=by.person_id,
        document=document,
        name=name,
        made_of=made_of,
        owed_at=at,
    )
    owe(
        channel="printout",
        subject=name,
        at=at,
        payload={"printout": printout.pk},
        key=f"printout:{printout.pk}",
    )
    return printout
