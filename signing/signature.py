"""Checking the seal inside a file: are these bytes what the named certificate sealed?

Stricter than readers are. A signature leaves out the place where it stands itself, so there every
digit is compared with the one way in which it can be written; after the seal nothing may follow
but time stamps and what proves certificates valid.
"""

from dataclasses import dataclass
from io import BytesIO

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.der import is_der

TIME_STAMP = "signature_time_stamp_token"


class NoSeal(Exception):
    """The bytes hold no readable certification seal."""


@dataclass(frozen=True)
class SealInside:
    """The seal in a file: the SHA-256 of its certificate, and whether an authority stamped it."""

    fingerprint: str
    is_stamped: bool


def read_seal(pdf: bytes) -> SealInside:
    """Return what the file says of its seal, unchecked. Raises NoSeal."""
    seal = _seal_in(pdf)
    attributes = seal.signer_info["unsigned_attrs"]
    inside = any(each["type"].native == TIME_STAMP for each in attributes)
    return SealInside(_fingerprint(seal), inside or bool(_stamps_after(seal)))


def holds(pdf: bytes, *, fingerprint: str) -> bool:
    """Tell whether the file's one seal covers every byte and was made with that certificate.

    The certificate's own dates and issuer are not asked: the ledger says which one it was.
    """
    try:
        return _holds(pdf, _seal_in(pdf), fingerprint)
    # A damaged file can fail anywhere in the parser; each failure means that no seal holds.
    except Exception:
        return False


def _holds(pdf: bytes, seal: EmbeddedPdfSignature, fingerprint: str) -> bool:
    return (
        _is_written_plainly(pdf, seal)
        and _is_intact(seal)
        and seal.docmdp_level == MDPPerm.NO_CHANGES
        and _fingerprint(seal) == fingerprint
        and _nothing_but_proof_follows(seal)
    )


def _is_intact(seal: EmbeddedPdfSignature) -> bool:
    intact, valid = validate_sig_integrity(
        seal.signer_info,
        seal.signer_cert,
        expected_content_type="data",
        actual_digest=seal.compute_digest(),
    )
    return bool(intact and valid)


def _nothing_but_proof_follows(seal: EmbeddedPdfSignature) -> bool:
    if seal.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    stamps = _stamps_after(seal)
    # Neither a stamp nor a proof: what follows is something else. Comparing all objects with what
    # they were, which tells the same, takes seconds.
    if not stamps and "/DSS" not in seal.reader.root:
        return False
    seal.compute_integrity_info()  # type: ignore[no-untyped-call]
    found: object = seal.diff_result
    return (
        isinstance(found, DiffResult)
        and found.modification_level == ModificationLevel.LTA_UPDATES
        and all(_imprint(each) == each.compute_digest() for each in stamps)
    )


def _stamps_after(seal: EmbeddedPdfSignature) -> list[EmbeddedPdfSignature]:
    return list(seal.reader.embedded_timestamp_signatures)


def _imprint(stamp: EmbeddedPdfSignature) -> bytes:
    """Return the hash that a time stamp vouches for."""
    signed = cms.ContentInfo.load(bytes(stamp.pkcs7_content))["content"]
    stated = signed["encap_content_info"]["content"].parsed
    return bytes(stated["message_imprint"]["hashed_message"].native)


def _is_written_plainly(pdf: bytes, seal: EmbeddedPdfSignature) -> bool:
    """Whether each signature stands in its gap as it is written here, in the one way.

    Readers take small and capital digits, any padding, and parts of a container that nothing
    signs; none of these may be used to make a second file of one.
    """
    return all(_fills_its_gap(pdf, each) for each in (seal, *_stamps_after(seal)))


def _fills_its_gap(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    _, first, second, _ = (int(each) for each in signature.byte_range)
    container = cms.ContentInfo.load(bytes(signature.pkcs7_content))
    written = container.dump()
    gap = b"<" + written.hex().upper().encode().ljust(second - first - 2, b"0") + b">"
    return (
        pdf[first:second] == gap
        and is_der(written)
        and _says_what_is_signed(container["content"])
        and _names_its_maker(container["content"], signature.signer_cert)
    )


def _names_its_maker(signed: cms.SignedData, certificate: x509.Certificate) -> bool:
    """Whether the maker's name is written as in the certificate: readers ignore its capitals."""
    [signer] = signed["signer_infos"]
    named = signer["sid"]
    return named.name != "issuer_and_serial_number" or bool(
        named.chosen["issuer"].dump() == certificate.issuer.dump()
    )


def _says_what_is_signed(signed: cms.SignedData) -> bool:
    """Whether the parts that nothing signs repeat what is signed, and add nothing."""
    [signer] = signed["signer_infos"]
    attributes = {each["type"].native: each["values"][0] for each in signer["signed_attrs"]}
    protected = attributes.get("cms_algorithm_protection")
    algorithms = [each.dump() for each in signed["digest_algorithms"]]
    certificates = [each.dump() for each in signed["certificates"]]
    plain = signed["encap_content_info"]["content_type"].native == "data"
    return (
        signed["version"].native == ("v1" if plain else "v3")
        and signer["version"].native == "v1"
        and algorithms == [signer["digest_algorithm"].dump()]
        and certificates == sorted(certificates)
        and (
            protected is None
            or (
                protected["digest_algorithm"].dump() == signer["digest_algorithm"].dump()
                and protected["signature_algorithm"].chosen.dump()
                == signer["signature_algorithm"].dump()
            )
        )
    )


def _seal_in(pdf: bytes) -> EmbeddedPdfSignature:
    try:
        reader = PdfFileReader(BytesIO(pdf))
        seals: list[EmbeddedPdfSignature] = list(reader.embedded_regular_signatures)
    # As above: whatever the parser trips over, there is no seal to be read.
    except Exception as error:
        raise NoSeal from error
    if len(seals) != 1:
        raise NoSeal
    return seals[0]


def _fingerprint(seal: EmbeddedPdfSignature) -> str:
    return str(seal.signer_cert.sha256.hex())
