"""Checking the seal inside a file: are these bytes what the named certificate sealed?"""

from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel


class NoSeal(Exception):
    """The bytes hold no readable certification seal."""


def fingerprint_of(pdf: bytes) -> str:
    """Return the SHA-256 of the certificate whose seal stands in the file. Raises NoSeal."""
    return _fingerprint(_seal_in(pdf))


def holds(pdf: bytes, *, fingerprint: str) -> bool:
    """Tell whether the file's one seal covers every byte and was made with that certificate.

    The certificate's own dates and issuer are not asked: the ledger says which one it was.
    """
    try:
        return _holds(_seal_in(pdf), fingerprint)
    # A damaged file can fail anywhere in the parser; each failure means that no seal holds.
    except Exception:
        return False


def _holds(seal: EmbeddedPdfSignature, fingerprint: str) -> bool:
    intact, valid = validate_sig_integrity(
        seal.signer_info,
        seal.signer_cert,
        expected_content_type="data",
        actual_digest=seal.compute_digest(),
    )
    return (
        intact
        and valid
        and seal.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
        and seal.docmdp_level == MDPPerm.NO_CHANGES
        and _fingerprint(seal) == fingerprint
    )


def _seal_in(pdf: bytes) -> EmbeddedPdfSignature:
    try:
        seals: list[EmbeddedPdfSignature] = list(PdfFileReader(BytesIO(pdf)).embedded_signatures)
    # As above: whatever the parser trips over, there is no seal to be read.
    except Exception as error:
        raise NoSeal from error
    if len(seals) != 1:
        raise NoSeal
    return seals[0]


def _fingerprint(seal: EmbeddedPdfSignature) -> str:
    return str(seal.signer_cert.sha256.hex())
