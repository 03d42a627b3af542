"""The provider's seal key: given by the installation, or made on the first start of a demo."""

import os
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# Wide, because a demo may be started at any day (MACD_CLOCK) and its seals must hold then.
DEMO_FROM = datetime(2000, 1, 1, tzinfo=UTC)
DEMO_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)


class SealKeyUnusable(ImproperlyConfigured):
    """The seal key or its certificate is missing, unreadable, or they do not belong together."""


@dataclass(frozen=True)
class SealKey:
    """A loaded private key, its certificate, and the certificates above it."""

    private_key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()


def seal_key() -> SealKey:
    """Return the installation's seal key, loaded once. Raises SealKeyUnusable."""
    if settings.SEAL_KEY or settings.SEAL_CERTIFICATE:
        return _given(settings.SEAL_KEY or "", settings.SEAL_CERTIFICATE or "")
    if settings.DEMO:
        return _demo(Path(settings.SEAL_DIR))
    raise SealKeyUnusable("SEAL_KEY and SEAL_CERTIFICATE must be set when DEMO is off.")


@lru_cache(maxsize=4)
def _given(key: str, certificate: str) -> SealKey:
    if not (key and certificate):
        raise SealKeyUnusable("SEAL_KEY and SEAL_CERTIFICATE must be set together.")
    return _parse(_pem("SEAL_KEY", key), _pem("SEAL_CERTIFICATE", certificate))


@lru_cache(maxsize=4)
def _demo(folder: Path) -> SealKey:
    path = folder / "demo-seal.pem"
    if not path.exists():
        _write_once(path, _make_demo_pem())
    pem = path.read_bytes()
    return _parse(pem, pem)


def _pem(name: str, value: str) -> bytes:
    """Return PEM text given either itself or as the path of a file."""
    if value.lstrip().startswith("-----BEGIN"):
        return value.encode()
    try:
        return Path(value).read_bytes()
    except OSError as error:
        raise SealKeyUnusable(f"{name} cannot be read: {error.strerror}.") from error


def _parse(key_pem: bytes, certificate_pem: bytes) -> SealKey:
    try:
        key = serialization.load_pem_private_key(key_pem, password=None)
        leaf, *chain = x509.load_pem_x509_certificates(certificate_pem)
    except (ValueError, TypeError) as error:
        raise SealKeyUnusable(f"The seal key or certificate is unusable: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SealKeyUnusable("The seal key must be an elliptic-curve or an RSA key.")
    if key.public_key() != leaf.public_key():
        raise SealKeyUnusable("SEAL_CERTIFICATE does not belong to SEAL_KEY.")
    return SealKey(private_key=key, certificate=leaf, chain=tuple(chain))


def _make_demo_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "MACD demonstration seal"),
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Demonstration, not a real seal"),
        ]
    )
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder(
            issuer_name=name,
            subject_name=name,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=DEMO_FROM,
            not_valid_after=DEMO_UNTIL,
        )
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
        )
        .sign(key, hashes.SHA256())
    )
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)


def _write_once(path: Path, content: bytes) -> None:
    """Write the file whole or not at all; of two processes that start together one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.parent / f".{uuid.uuid4().hex}"
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
