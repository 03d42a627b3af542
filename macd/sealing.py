"""Making the PDF that is owed: rendered and sealed outside a transaction, recorded inside one."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.tenancy import as_system
from audit.chain import Head
from files.storage import store
from macd import queries
from macd.canonical import canonical
from macd.models import Rendering
from macd.operations import take_step
from macd.pdf import render_document
from macd.stamping import owe_time_stamp
from macd.vocabulary import Purpose, Status, Step
from macd.witness import record_sealed_file
from signing.ledger import record_seal, supersede, withdraw

PDF = "application/pdf"


def make_preview(rendering_id: int, *, at: datetime) -> Rendering:
    """Render what the signatory will read; made once, and only while it is there to be read.

    Raises RenderFailed.
    """
    rendering = _owed(rendering_id)
    wanted = rendering.document.status == Status.AWAITING_SIGNATURE
    if rendering.stored_file_id is not None or not wanted:
        return rendering
    pdf = _rendered(rendering)
    return _keep(rendering, pdf, at=at)


def seal_version(rendering_id: int, *, at: datetime) -> Rendering:
    """Render, seal, store and record the signed document, and start its delivery.

    Run twice, or after a crash at any point, it ends the same: the row that holds the file is
    the verdict. Raises RenderFailed where the content cannot be rendered.
    """
    # Loaded here, so that a worker that only sends mails does not carry the PDF library.
    from signing.seal import seal_pdf

    rendering = _owed(rendering_id)
    if rendering.stored_file_id is None:
        sealed = seal_pdf(
            pdf=_rendered(rendering),
            reason=f"{rendering.document.number} v{rendering.version.number}",
            location=settings.PROVIDER_NAME,
            at=at,
        )
        rendering = _keep(rendering, sealed, at=at, then=_record_and_start)
    return rendering


def _owed(rendering_id: int) -> Rendering:
    with as_system():
        return Rendering.objects.select_related("document", "version").get(pk=rendering_id)


def _rendered(rendering: Rendering) -> bytes:
    return render_document(rendering.render_input, canonical=canonical(rendering.version.content))


def _keep(
    rendering: Rendering,
    pdf: bytes,
    *,
    at: datetime,
    then: Callable[[Rendering, bytes, int, datetime], None] | None = None,
) -> Rendering:
    """Store the bytes and note them, unless another worker was first."""
    with as_system(), transaction.atomic():
        row = Rendering.objects.select_for_update().get(pk=rendering.pk)
        if row.stored_file_id is not None:
            return row
        row.stored_file = store(
            content=pdf,
            customer_id=row.customer_id,
            name=file_name(rendering),
            media_type=PDF,
            at=at,
        )
        row.made_at = at
        row.save(update_fields=["stored_file", "made_at"])
        if then:
            then(row, pdf, row.stored_file.pk, at)
        return row


def file_name(rendering: Rendering) -> str:
    """How the file is called when somebody keeps it."""
    mark = "-preview" if rendering.purpose == Purpose.PREVIEW else ""
    return f"{rendering.document.number}-v{rendering.version.number}{mark}.pdf"


def _record_and_start(rendering: Rendering, pdf: bytes, stored_file_id: int, at: datetime) -> None:
    document, version = rendering.document, rendering.version
    audit = rendering.render_input["audit"]
    record_seal(
        reference=document.number,
        version=version.number,
        content_hash=version.content_hash,
        code=rendering.code,
        pdf=pdf,
        stored_file_id=stored_file_id,
        audit_head=Head(audit["position"], audit["head"]),
        at=at,
    )
    record_sealed_file(document.customer_id, document.number, version.number, pdf=pdf, at=at)
    owe_time_stamp(
        channel="stamp",
        subject=document.number,
        payload={"rendering": rendering.pk},
        pdf=pdf,
        at=at,
    )
    for earlier in document.renderings.filter(
        purpose=Purpose.SEALED, stored_file__isnull=False, version__number__lt=version.number
    ).select_related("version"):
        supersede(reference=document.number, version=earlier.version.number, by=version.number)
    now = queries.whole(document.pk)
    if now.status == Status.SIGNED:
        take_step(document=now, step=Step.START_DELIVERY, by=None, at=at)
    elif now.status == Status.CANCELLED:
        withdraw(reference=document.number, version=version.number, at=at)
