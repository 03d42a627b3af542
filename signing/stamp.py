"""What may follow a seal: a time stamp over the file, and what proves the certificates valid.

Each is an increment (ISO 32000-2, 12.8.2.2): the sealed file stays its beginning, byte for byte.
"""

import asyncio
from collections.abc import Iterable
from io import BytesIO

from cryptography import x509
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.keys import pem
from signing.seal import asn1_of, authority

FAILURES = (
    *(SignatureValidationError, PathError, ValidationError),
    *(PdfError, SigningError, ValueError),
)


class NotStamped(Exception):
    """No time-stamp authority is set, or it does not answer; the text says which."""


class NotExtended(Exception):
    """The certificates could not be proved valid; the text says what was missing."""


def stamp_pdf(pdf: bytes) -> bytes:
    """Return the file with the authority's time stamp over all of it (PAdES B-T).

    Raises NotStamped.
    """
    stamper = authority()
    if stamper is None:
        raise NotStamped("TSA_URL is not set.")
    earlier = len(PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures)
    output = BytesIO()
    work = PdfTimeStamper(stamper, field_name=f"TimeStamp{earlier + 1}").async_timestamp_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)), "sha256", output=output
    )
    try:
        asyncio.run(work)
    except TimestampRequestError as error:
        raise NotStamped(f"The time-stamp authority did not stamp: {error}") from error
    return output.getvalue()


def extend_pdf(pdf: bytes, *, trust: Iterable[x509.Certificate]) -> bytes:
    """Return the file with the certificates, revocation lists and answers that prove it.

    PAdES B-LT; with a time-stamp authority another stamp follows over these (B-LTA). `trust` are
    the roots that are believed. Raises NotExtended, NotStamped.
    """
    try:
        proven = asyncio.run(_with_proof(pdf, list(trust)))
    except FAILURES as error:
        raise NotExtended(f"{type(error).__name__}: {error}") from error
    return stamp_pdf(proven) if settings.TSA_URL else proven


def trusted_roots() -> list[x509.Certificate]:
    """Return the certificates of SEAL_TRUST. Raises SealKeyUnusable, ValueError."""
    if not settings.SEAL_TRUST:
        return []
    return x509.load_pem_x509_certificates(pem("SEAL_TRUST", settings.SEAL_TRUST))


async def _with_proof(pdf: bytes, trust: list[x509.Certificate]) -> bytes:
    seal = PdfFileReader(BytesIO(pdf)).embedded_regular_signatures[0]
    context = ValidationContext(
        trust_roots=[asn1_of(each) for each in trust],
        allow_fetching=True,
        # A certificate that says where its revocations stand must be proved not to be revoked.
        revocation_mode="hard-fail",
    )
    output = BytesIO()
    try:
        await async_add_validation_info(seal, context, output=output, force_write=True)
    finally:
        await context.aclose()  # type: ignore[no-untyped-call]
    return output.getvalue()
