"""Further files of a seal: a time stamp that was not to be had at once, and lasting proof."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.tenancy import as_system
from files.storage import read, store
from macd.models import Rendering
from macd.vocabulary import Purpose
from macd.witness import record_sealed_file
from outbox.owing import owe
from signing.ledger import add_file, codes_with, entry_for, has_file
from signing.models import Stage


def stamp_version(rendering_id: int, *, at: datetime) -> bool:
    """Add the authority's time stamp to a sealed file; return whether it was done now.

    Raises NotStamped.
    """
    from signing.stamp import stamp_pdf

    return _add(rendering_id, stage=Stage.TIMESTAMPED, made=stamp_pdf, at=at)


def extend_version(rendering_id: int, *, made: Callable[[bytes], bytes], at: datetime) -> bool:
    """Add what proves a sealed file's certificates; return whether it was done now.

    `made` gives the extended file. Raises what it raises.
    """
    return _add(rendering_id, stage=Stage.EXTENDED, made=made, at=at)


def sealed_without(stage: Stage) -> list[tuple[int, str]]:
    """Return id and name of the sealed files without a further file at this stage, oldest first."""
    with as_system():
        owed = (
            Rendering.objects.filter(purpose=Purpose.SEALED, stored_file__isnull=False)
            .exclude(code__in=codes_with(stage))
            .order_by("pk")
        )
        return list(owed.values_list("pk", "stored_file__name"))


def _add(rendering_id: int, *, stage: Stage, made: Callable[[bytes], bytes], at: datetime) -> bool:
    with as_system():
        rendering = Rendering.objects.select_related("document", "version").get(pk=rendering_id)
    return add_further(
        rendering,
        reference=rendering.document.number,
        version=rendering.version.number,
        stage=stage,
        made=made,
        at=at,
    )


def add_further(
    row: Any,
    *,
    reference: str,
    version: int,
    stage: Stage,
    made: Callable[[bytes], bytes],
    at: datetime,
) -> bool:
    """Add one further file to what was sealed as a version; return whether it was done now.

    ``row`` has the ``stored_file``: a rendering, or a letter. ``made`` gives the file from the
    one before, outside any transaction, because it asks others. Raises what it raises.
    """
    rows = type(row)._default_manager
    with as_system():
        seal, before = entry_for(reference, version), rows.get(pk=row.pk).stored_file
        if seal is None or before is None or has_file(seal, stage):
            return False
        newest = read(before)
    pdf = made(newest)
    with as_system(), transaction.atomic():
        now = rows.select_for_update(of=("self",)).get(pk=row.pk)
        if has_file(seal, stage) or now.stored_file_id != before.pk:
            return False
        now.stored_file = store(
            content=pdf,
            customer_id=before.customer_id,
            name=before.name,
            media_type=before.media_type,
            at=at,
        )
        add_file(seal=seal, pdf=pdf, stage=stage, stored_file_id=now.stored_file.pk, at=at)
        record_sealed_file(before.customer_id, reference, version, pdf=pdf, at=at)
        now.save(update_fields=["stored_file"])
    return True


def owe_time_stamp(
    *, channel: str, subject: str, payload: dict[str, Any], pdf: bytes, at: datetime
) -> None:
    """Owe the stamp that the authority did not give with the seal, where there is one to ask."""
    # Loaded here, so that a worker that only sends mails does not carry the PDF library.
    from signing.signature import read_seal

    if settings.TSA_URL and not read_seal(pdf).is_stamped:
        key = ":".join([channel, *(str(value) for value in payload.values())])
        owe(channel=channel, subject=subject, at=at, payload=payload, key=key)
