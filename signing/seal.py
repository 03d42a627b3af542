"""Sealing: one certification signature over the whole file, after which nothing may change."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import asn1crypto.x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pkcs11 import PKCS11Error
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.keys import LoadedKey, SealKey, SealKeyUnusable, forget_keys, seal_key

logger = logging.getLogger(__name__)
TSA_SECONDS = 5

HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def seal_pdf(
    *,
    pdf: bytes,
    reason: str,
    location: str,
    at: datetime,
    field_name: str = "ProviderSeal",
) -> bytes:
    """Return the PDF with the provider's certification seal, after which nothing may change.

    PAdES B-T where TSA_URL names a time-stamp authority that answers, else B-B. The input bytes
    stay a prefix of the result. `at` becomes the seal's own statement of time. Raises
    SealKeyUnusable, or PyHanko's errors for bytes that are no PDF.
    """
    metadata = PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        reason=reason,
        location=location,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    try:
        return _sealed(pdf, metadata, at, authority())
    except TimestampRequestError as error:
        # The seal is owed now; what it lacks is a third party's word on the time.
        logger.warning("Sealed without a time stamp: %s", error)
        return _sealed(pdf, metadata, at, None)


def authority() -> TimeStamper | None:
    """Return the installation's time-stamp authority, if it has one."""
    return HTTPTimeStamper(settings.TSA_URL, timeout=TSA_SECONDS) if settings.TSA_URL else None


def _sealed(
    pdf: bytes, metadata: PdfSignatureMetadata, at: datetime, stamper: TimeStamper | None
) -> bytes:
    key = seal_key()
    key.require_valid(at=at)
    signer = DatedPdfSigner(metadata, signer=signer_of(key), at=at, timestamper=stamper)
    output = BytesIO()
    try:
        asyncio.run(signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=output))
    except PKCS11Error as error:
        # The token may have been taken away and put back: the next attempt opens it anew.
        forget_keys()
        raise SealKeyUnusable(f"The token did not sign: {type(error).__name__} {error}") from error
    return output.getvalue()


@lru_cache(maxsize=4)
def signer_of(key: SealKey) -> Signer:
    """Return the signer of a key, made and tried once per process. Raises SealKeyUnusable."""
    if isinstance(key, LoadedKey):
        return LoadedSigner(key)
    signer = _token_signer(key)
    _refuse_foreign(key, signer)
    return signer


def _token_signer(key: SealKey) -> Signer:
    from signing.token import TokenKey

    if not isinstance(key, TokenKey):
        raise SealKeyUnusable(f"Nobody can sign with {type(key).__name__}.")
    # The raw mechanism: hashing here asks of a token only what every token can do.
    return PKCS11Signer(
        pkcs11_session=key.session,
        key_label=key.label,
        signing_cert=asn1_of(key.certificate),
        ca_chain=[asn1_of(each) for each in key.chain],
        use_raw_mechanism=True,
    )


def _refuse_foreign(key: SealKey, signer: Signer) -> None:
    """Sign something small: a token does not tell whether its key belongs to the certificate."""
    proof = asyncio.run(signer.async_sign_raw(b"proof", "sha256"))
    public = key.certificate.public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(proof, b"proof", ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(proof, b"proof", padding.PKCS1v15(), hashes.SHA256())
        else:
            raise SealKeyUnusable("The seal key must be an elliptic-curve or an RSA key.")
    except InvalidSignature as error:
        raise SealKeyUnusable("The certificate does not belong to the token's key.") from error


class LoadedSigner(Signer):
    """Signs with a key that stays loaded: parsing it took longer than signing."""

    def __init__(self, key: LoadedKey) -> None:
        """Take the key's certificate as the signer's and embed the chain above it."""
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple(asn1_of(certificate) for certificate in key.chain)
        super().__init__(signing_cert=asn1_of(key.certificate), cert_registry=registry)
        self.key = key.private_key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Return the raw signature of the data."""
        digest = HASHES[digest_algorithm]()
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(digest))
        return self.key.sign(data, padding.PKCS1v15(), digest)


class DatedPdfSigner(PdfSigner):
    """A signer that takes the time from its caller, as everything here does."""

    def __init__(
        self,
        metadata: PdfSignatureMetadata,
        *,
        signer: Signer,
        at: datetime,
        timestamper: TimeStamper | None,
    ) -> None:
        """Remember the instant the seal will state."""
        super().__init__(metadata, signer=signer, timestamper=timestamper)
        self.at = at

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        """Start the session at our instant."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def asn1_of(certificate: x509.Certificate) -> asn1.Certificate:
    """Return a certificate as PyHanko reads it."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
