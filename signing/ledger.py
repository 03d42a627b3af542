"""The ledger of sealed files: written once per version, then only marked."""

import hashlib
from datetime import datetime
from typing import Protocol

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from signing.codes import new_code
from signing.models import Seal, SealedFile, Stage

__all__ = [
    "AlreadySealed",
    "AuditHead",
    "NotOfThisSeal",
    "add_file",
    "codes_with",
    "entry_for",
    "entry_for_code",
    "has_file",
    "new_code",
    "record_seal",
    "supersede",
    "withdraw",
]


class AlreadySealed(Exception):
    """This version, or this code, stands in the ledger with another file."""


class NotOfThisSeal(Exception):
    """A file was to be entered under a seal that is not, or not wholly, in it."""


class AuditHead(Protocol):
    """The end of the audit chain at the time of signing."""

    @property
    def position(self) -> int:
        """Return the number of the last chained event."""

    @property
    def hash(self) -> str:
        """Return its hash, hexadecimal."""


@transaction.atomic
def record_seal(
    *,
    reference: str,
    version: int,
    content_hash: str,
    code: str,
    pdf: bytes,
    stored_file_id: int,
    audit_head: AuditHead | None,
    at: datetime,
) -> Seal:
    """Enter a freshly sealed file. Entering the same bytes again changes nothing.

    Raises NoSeal for bytes without our seal in them, AlreadySealed where the version or the code
    already has another file.
    """
    # Loaded here, so that processes that only look codes up do not carry the PDF library.
    from signing.signature import read_seal

    sha256, inside = hashlib.sha256(pdf).hexdigest(), read_seal(pdf)
    try:
        with transaction.atomic():
            seal = Seal.objects.create(
                reference=reference,
                version=version,
                content_hash=content_hash,
                code=code,
                audit_position=audit_head.position if audit_head else None,
                audit_head=audit_head.hash if audit_head else "",
                sealed_at=at,
                certificate_fingerprint=inside.fingerprint,
            )
            SealedFile.objects.create(
                seal=seal,
                sha256=sha256,
                size=len(pdf),
                stage=Stage.TIMESTAMPED if inside.is_stamped else Stage.SEALED,
                stored_file_id=stored_file_id,
                created_at=at,
            )
    except IntegrityError as error:
        return _the_same(reference, version, code, sha256, error)
    return seal


@transaction.atomic
def add_file(*, seal: Seal, pdf: bytes, stage: Stage, stored_file_id: int, at: datetime) -> None:
    """Enter a further file of a seal: what was sealed, with a time stamp or proof after it.

    Raises NotOfThisSeal for bytes that do not begin with a file of the seal, or in which the seal
    does not hold; IntegrityError where the seal has another file at this stage.
    """
    from signing.signature import holds

    begins = any(
        hashlib.sha256(pdf[: file.size]).hexdigest() == file.sha256 for file in seal.files.all()
    )
    if not begins or not holds(pdf, fingerprint=seal.certificate_fingerprint):
        raise NotOfThisSeal(str(seal))
    SealedFile.objects.create(
        seal=seal,
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        stage=stage,
        stored_file_id=stored_file_id,
        created_at=at,
    )


def has_file(seal: Seal, stage: Stage) -> bool:
    """Whether the seal has a file at this stage."""
    return seal.files.filter(stage=stage).exists()


def codes_with(stage: Stage) -> QuerySet[Seal, str]:
    """The codes of what has a file at this stage already."""
    return Seal.objects.filter(files__stage=stage).values_list("code", flat=True)


def supersede(*, reference: str, version: int, by: int) -> None:
    """Mark a sealed version as replaced by a later one; the first mark stays."""
    Seal.objects.filter(reference=reference, version=version, superseded_by__isnull=True).update(
        superseded_by=by
    )


def withdraw(*, reference: str, version: int, at: datetime) -> None:
    """Mark a sealed version as withdrawn; the first mark stays."""
    Seal.objects.filter(reference=reference, version=version, withdrawn_at__isnull=True).update(
        withdrawn_at=at
    )


def entry_for_code(code: str) -> Seal | None:
    """Return the seal with this code, in its one spelling."""
    return Seal.objects.filter(code=code).first()


def entry_for(reference: str, version: int) -> Seal | None:
    """Return the seal of this version."""
    return Seal.objects.filter(reference=reference, version=version).first()


def _the_same(reference: str, version: int, code: str, sha256: str, error: IntegrityError) -> Seal:
    known = SealedFile.objects.select_related("seal").filter(sha256=sha256).first()
    seal = known.seal if known else None
    if seal is None or (seal.reference, seal.version, seal.code) != (reference, version, code):
        raise AlreadySealed(f"{reference} · {version}") from error
    return seal
