"""The maker of a signature is read from its container; rubbish names nobody."""

import random
from collections.abc import Callable

import pytest

from signing.containers import makers_of
from signing.keys import seal_key
from signing.traits import traits_of
from tests.signing.conftest import Sealed


@pytest.mark.django_db
def test_a_seal_names_its_certificate(sealed: Callable[..., Sealed]) -> None:
    [seal] = traits_of(sealed().pdf).seals
    assert makers_of([seal]) == [seal_key().fingerprint]


@pytest.mark.django_db
def test_damaged_seals_never_raise(sealed: Callable[..., Sealed]) -> None:
    [seal] = traits_of(sealed().pdf).seals
    chosen = random.Random(7)
    for _ in range(100):
        damaged = bytearray(seal[: chosen.randrange(1, len(seal))])
        damaged[chosen.randrange(len(damaged))] ^= 0xFF
        assert len(makers_of([bytes(damaged)])) == 1


@pytest.mark.parametrize("rubbish", [b"", b"\x30", b"\x30\x80", b"\x00" * 100, b"\xff" * 100])
def test_rubbish_names_nobody(rubbish: bytes) -> None:
    assert makers_of([rubbish]) == [""]
