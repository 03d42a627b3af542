"""Authorities of the tests' own: certificates, their revocation list, and time stamps."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.sign.timestamps import DummyTimeStamper

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = datetime(2059, 12, 31, tzinfo=UTC)
KEY_USAGES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass
class Authority:
    """A root, a time-stamp service under it, and the address of both."""

    address: str
    key: rsa.RSAPrivateKey
    root: x509.Certificate
    away: bool = False
    revoked: set[int] = field(default_factory=set)
    stamper: DummyTimeStamper | None = None

    @property
    def stamps_at(self) -> str:
        """The address of the time-stamp service."""
        return f"{self.address}/stamp"

    @property
    def root_pem(self) -> str:
        """The root's certificate."""
        return self.root.public_bytes(serialization.Encoding.PEM).decode()

    def revocations(self) -> bytes:
        """Return the list of revoked certificates, as of now."""
        builder = x509.CertificateRevocationListBuilder(
            self.root.subject, BEGAN, datetime.now(UTC) + timedelta(days=30)
        )
        for number in self.revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder(number, BEGAN + timedelta(minutes=1)).build()
            )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def certify(
        self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *, name: str, stamps: bool
    ) -> x509.Certificate:
        """Return a certificate under the root that says where its revocations stand."""
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(f"{self.address}/revoked.crl")], None, None, None
        )
        builder = (
            _begun(name, self.root.subject, key)
            .add_extension(x509.CRLDistributionPoints([point]), critical=False)
            .add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        )
        if stamps:
            purpose = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        return builder.sign(self.key, hashes.SHA256())


@contextmanager
def running_authority() -> Iterator[Authority]:
    """Serve time stamps and the revocation list on an address of this machine."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    title = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Root of the tests")])
    root = (
        _begun("Root of the tests", title, key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
        .sign(key, hashes.SHA256())
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    authority = Authority(f"http://127.0.0.1:{server.server_port}", key, root)
    authority.stamper = _stamper(authority)
    server.RequestHandlerClass = _handler(authority)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield authority
    server.shutdown()
    server.server_close()


def _handler(authority: Authority) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            assert authority.stamper is not None
            response = authority.stamper.request_tsa_response(tsp.TimeStampReq.load(asked))
            self._say("application/timestamp-reply", response.dump())

        def do_GET(self) -> None:
            self._say("application/pkix-crl", authority.revocations())

        def _say(self, kind: str, answer: bytes) -> None:
            self.send_response(503 if authority.away else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _stamper(authority: Authority) -> DummyTimeStamper:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = authority.certify(key, name="Time stamps of the tests", stamps=True)
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(pkcs8),
        certs_to_embed=None,
    )


def _begun(
    name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
) -> x509.CertificateBuilder:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    return x509.CertificateBuilder(
        issuer, subject, key.public_key(), x509.random_serial_number(), BEGAN, ENDS
    )


def _usage(*granted: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{name: name in granted for name in KEY_USAGES})
