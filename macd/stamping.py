"""Further files of a seal: a time stamp that was not to be had at once, and lasting proof."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from accounts.tenancy import as_system
from files.storage import read, store
from macd.models import Rendering
from macd.vocabulary import Purpose
from macd.witness import record_sealed_file
from signing.ledger import add_file, entry_for, has_file
from signing.models import Seal, Stage


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
    done = Seal.objects.filter(files__stage=stage).values_list("code", flat=True)
    with as_system():
        owed = (
            Rendering.objects.filter(purpose=Purpose.SEALED, stored_file__isnull=False)
            .exclude(code__in=done)
            .order_by("pk")
        )
        return list(owed.values_list("pk", "stored_file__name"))


def _add(rendering_id: int, *, stage: Stage, made: Callable[[bytes], bytes], at: datetime) -> bool:
    with as_system():
        rendering = Rendering.objects.select_related("document", "version", "stored_file").get(
            pk=rendering_id
        )
        seal = entry_for(rendering.document.number, rendering.version.number)
        if seal is None or rendering.stored_file is None or has_file(seal, stage):
            return False
        newest = read(rendering.stored_file)
    # An authority is asked outside any transaction.
    pdf = made(newest)
    with as_system(), transaction.atomic():
        row = Rendering.objects.select_for_update().get(pk=rendering_id)
        if has_file(seal, stage) or row.stored_file_id != rendering.stored_file_id:
            return False
        row.stored_file = store(
            content=pdf,
            customer_id=row.customer_id,
            name=rendering.stored_file.name,
            media_type=rendering.stored_file.media_type,
            at=at,
        )
        add_file(seal=seal, pdf=pdf, stage=stage, stored_file_id=row.stored_file.pk, at=at)
        record_sealed_file(rendering, pdf, at=at)
        row.save(update_fields=["stored_file"])
    return True
