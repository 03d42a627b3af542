"""A seal key that never leaves its token, reached through PKCS#11."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from cryptography import x509
from pkcs11 import Attribute, ObjectClass, PKCS11Error, UserAlreadyLoggedIn, lib

from signing.keys import SealKey


class TokenUnusable(Exception):
    """The token, its key or its certificate cannot be reached; the text says why, without PIN."""


@dataclass(frozen=True, eq=False, kw_only=True)
class TokenKey(SealKey):
    """A private key in a token, and the open session to it."""

    session: Any
    label: str


@dataclass(frozen=True)
class Place:
    """Where a key is: the parts of a PKCS#11 URI (RFC 7512) that are understood."""

    module: str
    token: str
    label: str
    pin: str | None

    @classmethod
    def read(cls, uri: str) -> "Place":
        """Read `pkcs11:token=…;object=…?module-path=…&pin-source=…`. Raises TokenUnusable."""
        scheme, _, rest = uri.strip().partition(":")
        path, _, query = rest.partition("?")
        facts = dict(_parts(path, ";")) | dict(_parts(query, "&"))
        missing = [name for name in ("token", "object", "module-path") if not facts.get(name)]
        if scheme.lower() != "pkcs11" or missing:
            raise TokenUnusable(f"the URI lacks {', '.join(missing) or 'its scheme'}.")
        return cls(facts["module-path"], facts["token"], facts["object"], _pin(facts))


def open_token(uri: str, *, certificates: Sequence[x509.Certificate] = ()) -> TokenKey:
    """Open a session and find the key, and its certificate where none is given.

    `certificates` are the seal's and those above it. Raises TokenUnusable.
    """
    place = Place.read(uri)
    try:
        session = _session(place)
        session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=place.label)
        leaf, *chain = certificates or [_certificate(session, place.label)]
    except (PKCS11Error, RuntimeError, OSError) as error:
        # PKCS#11 answers with a code, which the exception's name spells out; never with the PIN.
        raise TokenUnusable(f"{type(error).__name__} {error}".strip()) from error
    return TokenKey(leaf, tuple(chain), session=session, label=place.label)


def _session(place: Place) -> Any:
    token = lib(place.module).get_token(token_label=place.token)
    try:
        return token.open(user_pin=place.pin)
    except UserAlreadyLoggedIn:
        # One login serves all sessions of a process.
        return token.open()


def _parts(text: str, separator: str) -> list[tuple[str, str]]:
    pairs = (part.partition("=") for part in text.split(separator) if part)
    return [(name, unquote(value)) for name, _, value in pairs]


def _pin(facts: dict[str, str]) -> str | None:
    if "pin-value" in facts:
        return facts["pin-value"]
    source = facts.get("pin-source", "").removeprefix("file:")
    if not source:
        return None
    try:
        return Path(source).read_text().strip()
    except OSError as error:
        raise TokenUnusable(f"the PIN cannot be read: {error.strerror}.") from error


def _certificate(session: Any, label: str) -> x509.Certificate:
    wanted = {Attribute.CLASS: ObjectClass.CERTIFICATE, Attribute.LABEL: label}
    found = next(iter(session.get_objects(wanted)), None)
    if found is None:
        raise TokenUnusable(f"there is no certificate {label!r} in the token.")
    return x509.load_der_x509_certificate(found[Attribute.VALUE])
