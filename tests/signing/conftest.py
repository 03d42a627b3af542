"""A seal key of the tests' own, and documents sealed with it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from signing.ledger import new_code, record_seal
from signing.models import Seal
from signing.seal import seal_pdf
from tests.signing.papers import AT, paper


@dataclass(frozen=True)
class Sealed:
    """A sealed file and its entry."""

    pdf: bytes
    seal: Seal


@pytest.fixture(scope="session")
def seal_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep one demo key for all tests."""
    return tmp_path_factory.mktemp("seal")


@pytest.fixture(autouse=True)
def demo_key(settings: Any, seal_folder: Path) -> None:
    """Seal with the demo key of the tests."""
    settings.DEMO = True
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = settings.SEAL_PKCS11 = ""
    settings.SEAL_DIR = seal_folder


@pytest.fixture
def sealed(db: None) -> Callable[..., Sealed]:
    """Return a function that seals a paper and enters it in the ledger."""

    def seal(reference: str = "MACD-2026-00001", version: int = 1, text: str = "Order") -> Sealed:
        code = new_code()
        pdf = seal_pdf(pdf=paper(code=code, text=text), reason="Sealed", location="Brussels", at=AT)
        entry = record_seal(
            reference=reference,
            version=version,
            content_hash="a" * 64,
            code=code,
            pdf=pdf,
            stored_file_id=1,
            audit_head=None,
            at=AT,
        )
        return Sealed(pdf, entry)

    return seal
