"""A key in a token seals without ever leaving it (PKCS#11, tried with SoftHSM)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from signing import keys, signature
from signing.codes import new_code
from signing.keys import SealKeyUnusable, seal_key
from signing.seal import seal_pdf
from signing.token import Place, TokenUnusable
from tests.signing.papers import AT, paper
from tests.signing.tokens import PIN, Token, needs_softhsm, softhsm


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Token]:
    """One token for the module: its library reads its place only once in a process."""
    with softhsm(tmp_path_factory.mktemp("token")) as one:
        yield one


@pytest.fixture(autouse=True)
def nothing_loaded() -> None:
    keys.forget_keys()


def sealed() -> bytes:
    return seal_pdf(pdf=paper(code=new_code()), reason="Sealed", location="Brussels", at=AT)


@needs_softhsm
@pytest.mark.parametrize(
    ("label", "pin", "why"),
    [
        # First of all: once a process has logged in, no session of it is asked for a PIN again.
        ("curve", "000000", "PinIncorrect"),
        ("bare", PIN, "there is no certificate 'bare'"),
        ("absent", PIN, "NoSuchKey"),
    ],
)
def test_what_is_wrong_with_a_token_is_said_without_its_pin(
    token: Token, settings: Any, label: str, pin: str, why: str
) -> None:
    settings.SEAL_PKCS11 = token.uri(label, pin=pin)
    with pytest.raises(SealKeyUnusable, match=f"SEAL_PKCS11: .*{why}") as refused:
        seal_key()
    assert pin not in str(refused.value)


@needs_softhsm
@pytest.mark.parametrize("label", ["curve", "rsa"])
def test_a_token_seals(token: Token, settings: Any, label: str) -> None:
    settings.DEMO, settings.SEAL_PKCS11 = False, token.uri(label)
    assert signature.holds(sealed(), fingerprint=seal_key().fingerprint)


@needs_softhsm
def test_the_pin_may_stand_in_a_file(token: Token, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "pin").write_text(f"{PIN}\n")
    given = token.uri("curve").partition("&pin-value")[0]
    settings.SEAL_PKCS11 = f"{given}&pin-source=file:{tmp_path}/pin"
    assert signature.holds(sealed(), fingerprint=seal_key().fingerprint)


@needs_softhsm
def test_the_certificate_may_be_given_beside_the_token(token: Token, settings: Any) -> None:
    settings.SEAL_PKCS11 = token.uri("curve")
    settings.SEAL_CERTIFICATE = seal_key().certificate.public_bytes(Encoding.PEM).decode()
    settings.SEAL_PKCS11 = token.uri("bare")
    assert signature.holds(sealed(), fingerprint=seal_key().fingerprint)


@needs_softhsm
def test_another_keys_certificate_is_refused(token: Token, settings: Any) -> None:
    settings.SEAL_PKCS11 = token.uri("foreign")
    with pytest.raises(SealKeyUnusable, match="does not belong"):
        sealed()


@needs_softhsm
def test_a_lost_session_is_opened_anew(token: Token, settings: Any) -> None:
    settings.SEAL_PKCS11 = token.uri("curve")
    sealed()
    seal_key().session.close()  # type: ignore[attr-defined]
    with pytest.raises(SealKeyUnusable, match="The token did not sign"):
        sealed()
    assert signature.holds(sealed(), fingerprint=seal_key().fingerprint)


def test_a_uri_is_read() -> None:
    place = Place.read("pkcs11:token=my%20token;object=seal?module-path=/lib/x.so&pin-value=a%26b")
    assert place == Place("/lib/x.so", "my token", "seal", "a&b")


@pytest.mark.parametrize(
    ("uri", "why"),
    [
        ("", "scheme|token"),
        ("file:///key.pem", "token, object, module-path"),
        ("pkcs11:token=a;object=b", "module-path"),
        ("pkcs11:token=a;object=b?module-path=/x.so&pin-source=file:/nowhere/pin", "PIN"),
    ],
)
def test_a_uri_that_says_too_little_is_refused(uri: str, why: str) -> None:
    with pytest.raises(TokenUnusable, match=why):
        Place.read(uri)


def test_a_module_that_is_not_there_is_named(settings: Any) -> None:
    settings.SEAL_PKCS11 = "pkcs11:token=a;object=b?module-path=/nowhere/x.so"
    with pytest.raises(SealKeyUnusable, match=r"SEAL_PKCS11: .*/nowhere/x\.so"):
        seal_key()
