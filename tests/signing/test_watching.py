"""The end of the seal's certificate is told in time, and what is wrong with the key at once."""

from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.watching import WARN_BEFORE, key_problem, note_problem, noted_problem
from tests.signing.papers import AT
from tests.signing.tokens import certificate_of


@pytest.fixture
def a_year(settings: Any) -> None:
    """Give a key whose certificate holds for a year."""
    key = ec.generate_private_key(ec.SECP256R1())
    settings.SEAL_KEY = key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ).decode()
    settings.SEAL_CERTIFICATE = certificate_of(key, days=365).public_bytes(Encoding.PEM).decode()


@pytest.mark.usefixtures("a_year")
@pytest.mark.parametrize(
    ("before_the_end", "told"),
    [
        (WARN_BEFORE + timedelta(seconds=1), ""),
        (WARN_BEFORE, "The seal's certificate ends on 2027-03-02, in 60 days."),
        (timedelta(hours=1), "The seal's certificate ends on 2027-03-02, in 0 days."),
        (
            timedelta(seconds=-1),
            "Documents cannot be sealed: The seal's certificate ended on 2027-03-02.",
        ),
    ],
)
def test_the_end_is_told_sixty_days_before(before_the_end: timedelta, told: str) -> None:
    assert key_problem(at=AT + timedelta(days=365) - before_the_end) == told


def test_a_key_that_cannot_be_read_is_told(settings: Any) -> None:
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = "/nowhere/seal.pem"
    assert key_problem(at=AT).startswith("Documents cannot be sealed: ")


def test_the_demonstrations_key_needs_nobody() -> None:
    assert key_problem(at=AT) == ""


@pytest.mark.django_db
def test_a_note_is_left_and_taken_back() -> None:
    assert noted_problem() == ""
    note_problem("It ends.")
    assert noted_problem() == "It ends."
    note_problem("")
    assert noted_problem() == ""
