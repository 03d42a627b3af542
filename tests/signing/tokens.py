"""A software token (SoftHSM) with a seal key in it, and one whose certificate is another's."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, CertificateType, ObjectClass

from signing.keys import PrivateKey
from tests.signing.papers import AT

PIN = "493817"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
MODULE = next((path for path in MODULES if Path(path).exists()), "")
needs_softhsm = pytest.mark.skipif(
    not (MODULE and shutil.which("softhsm2-util")),
    reason="SoftHSM is not installed: apt-get install softhsm2",
)


@dataclass(frozen=True)
class Token:
    """An initialised token."""

    folder: Path

    def uri(self, label: str, *, pin: str = PIN) -> str:
        """Name an object of it."""
        return f"pkcs11:token=macd%20seals;object={label}?module-path={MODULE}&pin-value={pin}"


def certificate_of(key: PrivateKey, *, days: int = 9000) -> x509.Certificate:
    """Return a certificate of this key, by itself."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Seal of the tests")])
    usage = dict.fromkeys(
        (
            *("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
            *("crl_sign", "encipher_only", "decipher_only"),
        ),
        False,
    )
    builder = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), AT, AT + timedelta(days=days)
    )
    return builder.add_extension(
        x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
    ).sign(key, hashes.SHA256())


@contextmanager
def softhsm(folder: Path) -> Iterator[Token]:
    """Make a token with an elliptic-curve key, an RSA key, and a key with a foreign certificate."""
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    _run("--init-token", "--free", "--label", "macd seals", "--so-pin", PIN)
    curve = ec.generate_private_key(ec.SECP256R1())
    other = ec.generate_private_key(ec.SECP256R1())
    primes = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    _put(folder, "curve", "01", curve, certificate_of(curve))
    _put(folder, "rsa", "02", primes, certificate_of(primes))
    _put(folder, "foreign", "03", curve, certificate_of(other))
    _import(folder, "bare", "04", curve)
    try:
        yield Token(folder)
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def _put(
    folder: Path, label: str, number: str, key: PrivateKey, certificate: x509.Certificate
) -> None:
    _import(folder, label, number, key)
    token = pkcs11.lib(MODULE).get_token(token_label="macd seals")
    with token.open(user_pin=PIN, rw=True) as session:
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.LABEL: label,
                Attribute.ID: bytes.fromhex(number),
                Attribute.SUBJECT: certificate.subject.public_bytes(),
                Attribute.VALUE: certificate.public_bytes(Encoding.DER),
            }
        )


def _import(folder: Path, label: str, number: str, key: PrivateKey) -> None:
    file = folder / f"{label}.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _run("--import", str(file), "--token", "macd seals", "--label", label, "--id", number)
    file.unlink()


def _run(*arguments: str) -> None:
    command = ["softhsm2-util", *arguments, "--pin", PIN]
    subprocess.run(command, check=True, capture_output=True)
