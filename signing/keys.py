"""The provider's seal key: a file, a text, a token (PKCS#11), or a demonstration's own.

Each seal remembers its certificate, so a new key makes no old seal invalid: to change keys, give
the new one and start the workers anew.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from signing.demo_key import demo_pem

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class SealKeyUnusable(ImproperlyConfigured):
    """The seal key or its certificate is missing, unreadable, ended, or not one pair."""


@dataclass(frozen=True, eq=False)
class SealKey:
    """A certificate, the certificates above it, and somewhere the private key to it."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def ends_at(self) -> datetime:
        """The certificate's last instant."""
        return self.certificate.not_valid_after_utc

    def require_valid(self, *, at: datetime) -> None:
        """Raise SealKeyUnusable outside the certificate's dates: such a seal would hold nowhere."""
        if at > self.ends_at:
            raise SealKeyUnusable(f"The seal's certificate ended on {self.ends_at:%Y-%m-%d}.")
        begins_at = self.certificate.not_valid_before_utc
        if at < begins_at:
            raise SealKeyUnusable(f"The seal's certificate begins on {begins_at:%Y-%m-%d}.")


@dataclass(frozen=True, eq=False, kw_only=True)
class LoadedKey(SealKey):
    """A private key in this process's memory."""

    private_key: PrivateKey


def seal_key() -> SealKey:
    """Return the installation's seal key, loaded once. Raises SealKeyUnusable."""
    if settings.SEAL_PKCS11:
        return _token(settings.SEAL_PKCS11, settings.SEAL_CERTIFICATE or "")
    if settings.SEAL_KEY or settings.SEAL_CERTIFICATE:
        return _given(settings.SEAL_KEY or "", settings.SEAL_CERTIFICATE or "")
    if settings.DEMO:
        return _demo(Path(settings.SEAL_DIR))
    raise SealKeyUnusable(
        "SEAL_KEY and SEAL_CERTIFICATE, or SEAL_PKCS11, must be set when DEMO is off."
    )


def forget_keys() -> None:
    """Load the key anew when it is next needed: a token's session may have been lost."""
    for load in (_token, _given, _demo):
        load.cache_clear()


@lru_cache(maxsize=4)
def _token(uri: str, certificate: str) -> SealKey:
    # Loaded here: processes without a token do not carry its library.
    from signing.token import TokenUnusable, open_token

    try:
        return open_token(uri, certificates=_certificates(certificate) if certificate else [])
    except TokenUnusable as reason:
        raise SealKeyUnusable(f"SEAL_PKCS11: {reason}") from reason


@lru_cache(maxsize=4)
def _given(key: str, certificate: str) -> SealKey:
    if not (key and certificate):
        raise SealKeyUnusable("SEAL_KEY and SEAL_CERTIFICATE must be set together.")
    return _pair(pem("SEAL_KEY", key), _certificates(certificate))


@lru_cache(maxsize=4)
def _demo(folder: Path) -> SealKey:
    both = demo_pem(folder)
    return _pair(both, x509.load_pem_x509_certificates(both))


def pem(name: str, value: str) -> bytes:
    """Return PEM text given either itself or as the path of a file. Raises SealKeyUnusable."""
    if value.lstrip().startswith("-----BEGIN"):
        return value.encode()
    try:
        return Path(value).read_bytes()
    except OSError as error:
        raise SealKeyUnusable(f"{name} cannot be read: {error.strerror}.") from error


def _certificates(value: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem("SEAL_CERTIFICATE", value))
    except ValueError as error:
        raise SealKeyUnusable(f"SEAL_CERTIFICATE holds no certificate: {error}") from error


def _pair(key_pem: bytes, certificates: list[x509.Certificate]) -> SealKey:
    try:
        key = serialization.load_pem_private_key(key_pem, password=None)
    except (ValueError, TypeError) as error:
        raise SealKeyUnusable(f"The seal key is unusable: {error}") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SealKeyUnusable("The seal key must be an elliptic-curve or an RSA key.")
    leaf, *chain = certificates
    if key.public_key() != leaf.public_key():
        raise SealKeyUnusable("SEAL_CERTIFICATE does not belong to SEAL_KEY.")
    return LoadedKey(leaf, tuple(chain), private_key=key)
