"""The seal key comes from the installation; a demo makes its own, once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from signing import keys
from signing.keys import SealKeyUnusable, seal_key


@pytest.fixture(autouse=True)
def nothing_loaded() -> None:
    """Load keys anew in each test."""
    keys._given.cache_clear()
    keys._demo.cache_clear()


def pem_of_a_demo_key(folder: Path, settings: Any) -> str:
    """Return a key and certificate in one PEM text."""
    settings.SEAL_DIR = folder
    seal_key()
    return (folder / "demo-seal.pem").read_text()


def test_a_demo_makes_its_key_once_and_keeps_it(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_DIR = tmp_path / "seal"
    first = seal_key().fingerprint
    keys._demo.cache_clear()
    assert seal_key().fingerprint == first
    path = tmp_path / "seal" / "demo-seal.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["demo-seal.pem"]


def test_the_demo_key_is_on_the_curve_p256(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_DIR = tmp_path
    key = seal_key().private_key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp256r1"


def test_processes_that_start_together_end_with_one_key(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_DIR = tmp_path
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: keys._demo.__wrapped__(tmp_path).fingerprint, range(8)))
    assert len(made) == 1


def test_without_demo_a_key_must_be_given(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(SealKeyUnusable, match="SEAL_KEY and SEAL_CERTIFICATE must be set"):
        seal_key()


def test_a_given_key_wins_over_the_demo(settings: Any, tmp_path: Path) -> None:
    pem = pem_of_a_demo_key(tmp_path, settings)
    given = seal_key().fingerprint
    settings.SEAL_DIR = tmp_path / "other"
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = pem
    assert seal_key().fingerprint == given
    assert not (tmp_path / "other").exists()


def test_a_key_is_given_as_a_file_too(settings: Any, tmp_path: Path) -> None:
    pem_of_a_demo_key(tmp_path, settings)
    settings.DEMO = False
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = str(tmp_path / "demo-seal.pem")
    assert len(seal_key().fingerprint) == 64


def test_a_key_without_its_certificate_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY = pem_of_a_demo_key(tmp_path, settings)
    with pytest.raises(SealKeyUnusable, match="together"):
        seal_key()


def test_another_keys_certificate_is_refused(settings: Any, tmp_path: Path) -> None:
    one = pem_of_a_demo_key(tmp_path / "one", settings)
    settings.SEAL_CERTIFICATE = pem_of_a_demo_key(tmp_path / "two", settings)
    settings.SEAL_KEY = one
    with pytest.raises(SealKeyUnusable, match="does not belong"):
        seal_key()


@pytest.mark.parametrize("value", ["/nowhere/seal.pem", "-----BEGIN NOTHING-----"])
def test_an_unreadable_key_is_named(settings: Any, value: str) -> None:
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = value
    with pytest.raises(SealKeyUnusable):
        seal_key()
