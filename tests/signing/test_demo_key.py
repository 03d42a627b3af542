"""A demonstration makes its seal key once, whole or not at all."""

import stat
from pathlib import Path

from cryptography import x509

from signing.demo_key import FROM, UNTIL, demo_pem


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    assert demo_pem(tmp_path / "seal") == demo_pem(tmp_path / "seal")
    [file] = (tmp_path / "seal").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_half_written_draft_is_no_key(tmp_path: Path) -> None:
    (tmp_path / ".draft").write_text("-----BEGIN")
    assert demo_pem(tmp_path).startswith(b"-----BEGIN PRIVATE KEY-----")


def test_the_certificate_names_itself_a_demonstration_and_seals_at_any_day(tmp_path: Path) -> None:
    [certificate] = x509.load_pem_x509_certificates(demo_pem(tmp_path))
    assert "not a real seal" in certificate.subject.rfc4514_string()
    assert (certificate.not_valid_before_utc, certificate.not_valid_after_utc) == (FROM, UNTIL)
