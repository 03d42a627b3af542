"""Bytes are in the distinguished encoding, or are not, down to the last value inside."""

import pytest
from asn1crypto import algos, cms, core, parser

from signing.der import is_der

NAMES = [core.Integer(value).dump() for value in (1, 2)]


@pytest.mark.parametrize(
    "encoded",
    [
        core.Integer(70_000).dump(),
        core.Null().dump(),
        core.Boolean(True).dump(),
        core.ObjectIdentifier("1.2.840.113549.1.7.2").dump(),
        core.UTF8String("Zo\u00eb").dump(),
        core.SetOf([2, 1], spec=core.Integer).dump(),
        algos.DigestAlgorithm({"algorithm": "sha256"}).dump(),
        cms.ContentInfo({"content_type": "data", "content": b"x" * 300}).dump(),
    ],
    ids=["integer", "null", "boolean", "oid", "text", "set", "sequence", "long"],
)
def test_what_is_written_plainly(encoded: bytes) -> None:
    assert is_der(encoded)


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"\x02",
        b"\x02\x02\x00\x01",
        b"\x02\x81\x01\x01",
        b"\x30\x80\x02\x01\x01\x00\x00",
        b"\x01\x01\x01",
        b"\x02\x01\x01\x00",
        b"\x31\x06" + NAMES[1] + NAMES[0],
        b"\x30\x04\x02\x02\x00\x01",
        b"\x30\x03\x02\x02\x01",
        b"\x30\x84\x00\x00\x00\x03\x02\x01\x01",
        b"\x30\x82" * 2000,
    ],
    ids=[
        *("nothing", "no length", "padded integer", "long length", "no certain length"),
        *("other true", "more after it", "set out of order", "padded inside", "cut inside"),
        *("padded length", "deep"),
    ],
)
def test_what_is_not(encoded: bytes) -> None:
    assert not is_der(encoded)


def test_values_within_values_without_end_are_refused() -> None:
    encoded = core.Null().dump()
    for _ in range(500):
        encoded = parser.emit(0, 1, 16, encoded)
    assert not is_der(encoded)
