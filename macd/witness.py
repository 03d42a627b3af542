"""Sealed files and the audit trail vouch for each other: neither is exchanged unseen."""

import hashlib
from datetime import datetime

from accounts.tenancy import as_system
from audit import trail
from audit.chain import Head
from audit.models import AuditEvent
from files.models import StoredFile
from files.storage import FileDamaged, FileMissing, read
from signing.models import Seal, SealedFile

SEALED = "document.sealed"


def record_sealed_file(
    customer_id: int, reference: str, version: int, *, pdf: bytes, at: datetime
) -> None:
    """Write into the audit trail which bytes are the file of a version, in the transaction."""
    trail.record(
        event=SEALED,
        at=at,
        customer_id=customer_id,
        reference=reference,
        facts={
            "version": version,
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "size": len(pdf),
        },
    )


def sealed_heads() -> list[Head]:
    """Return the heads of the chain that stand in sealed files: a second anchor."""
    heads = Seal.objects.filter(audit_position__gte=1).values_list("audit_position", "audit_head")
    return [Head(position, digest) for position, digest in heads.distinct() if position]


def sealed_file(event: AuditEvent) -> str:
    """Say what became of the sealed file that an event tells of; nothing where all is well."""
    if event.event != SEALED:
        return ""
    sha256 = str(event.facts.get("sha256"))
    entry = SealedFile.objects.select_related("seal").filter(sha256=sha256).first()
    told = (event.reference, event.facts.get("version"))
    if entry is None or (entry.seal.reference, entry.seal.version) != told:
        return "its sealed file is not in the ledger"
    with as_system():
        stored = StoredFile.objects.filter(pk=entry.stored_file_id).first()
    if stored is None or stored.sha256 != sha256:
        return "its sealed file was exchanged"
    try:
        read(stored)
    except FileMissing:
        return "its sealed file is missing"
    except FileDamaged:
        return "its sealed file was changed"
    return ""
