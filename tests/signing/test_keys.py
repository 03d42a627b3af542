"""The seal key comes from the installation; a demo makes its own, once."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from signing import keys
from signing.codes import new_code
from signing.demo_key import FROM as DEMO_FROM
from signing.demo_key import UNTIL as DEMO_UNTIL
from signing.keys import SealKeyUnusable, seal_key
from signing.seal import seal_pdf
from signing.verify import Finding, verify_pdf
from tests.signing.papers import paper


@pytest.fixture(autouse=True)
def nothing_loaded() -> None:
    """Load keys anew in each test."""
    keys.forget_keys()


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
    key = seal_key()
    assert isinstance(key, keys.LoadedKey)
    assert isinstance(key.private_key, ec.EllipticCurvePrivateKey)
    assert key.private_key.curve.name == "secp256r1"


def test_processes_that_start_together_end_with_one_key(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_DIR = tmp_path
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: keys._demo.__wrapped__(tmp_path).fingerprint, range(8)))
    assert len(made) == 1


def test_without_demo_a_key_must_be_given(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(SealKeyUnusable, match="SEAL_KEY and SEAL_CERTIFICATE, or SEAL_PKCS11"):
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


def test_a_file_without_certificate_is_named(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY = pem_of_a_demo_key(tmp_path, settings)
    settings.SEAL_CERTIFICATE = "-----BEGIN NOTHING-----"
    with pytest.raises(SealKeyUnusable, match="SEAL_CERTIFICATE holds no certificate"):
        seal_key()


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (DEMO_UNTIL + timedelta(seconds=1), "ended on 2049-12-31"),
        (DEMO_FROM - timedelta(seconds=1), "begins on 2000-01-01"),
    ],
)
def test_outside_its_dates_a_certificate_seals_nothing(
    settings: Any, tmp_path: Path, at: datetime, why: str
) -> None:
    settings.SEAL_DIR = tmp_path
    seal_key().require_valid(at=DEMO_UNTIL)
    seal_key().require_valid(at=DEMO_FROM)
    with pytest.raises(SealKeyUnusable, match=why):
        seal_pdf(pdf=paper(code=new_code()), reason="R", location="L", at=at)


@pytest.mark.django_db
def test_seals_of_an_old_key_stay_genuine(settings: Any, tmp_path: Path, sealed: Any) -> None:
    settings.SEAL_DIR = tmp_path / "old"
    old = sealed()
    settings.SEAL_DIR = tmp_path / "new"
    new = sealed(reference="MACD-2026-00002")
    assert old.seal.certificate_fingerprint != new.seal.certificate_fingerprint
    assert verify_pdf(old.pdf).verdict == Finding.GENUINE
    assert verify_pdf(new.pdf).verdict == Finding.GENUINE
