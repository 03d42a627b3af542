"""A seal holds only over every byte, once, and with the certificate that the ledger names."""

from collections.abc import Callable

import pytest
from asn1crypto import cms

from signing import signature
from signing.codes import new_code
from signing.keys import seal_key
from signing.seal import seal_pdf
from signing.signature import SealInside
from signing.traits import traits_of
from tests.signing import attacks
from tests.signing.papers import AT, paper


def sealed_paper() -> bytes:
    """Seal a paper."""
    return seal_pdf(pdf=paper(code=new_code()), reason="Sealed", location="Brussels", at=AT)


def test_the_fingerprint_is_that_of_the_seals_certificate() -> None:
    assert signature.read_seal(sealed_paper()) == SealInside(seal_key().fingerprint, False)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", paper(code="0000-0000-0000-0000")])
def test_bytes_without_a_seal_have_no_fingerprint(content: bytes) -> None:
    with pytest.raises(signature.NoSeal):
        signature.read_seal(content)
    assert not signature.holds(content, fingerprint=seal_key().fingerprint)


def test_another_certificate_does_not_hold() -> None:
    assert not signature.holds(sealed_paper(), fingerprint="0" * 64)


def test_an_overwritten_word_does_not_hold() -> None:
    altered = sealed_paper().replace(b"(Order)", b"(Offer)", 1)
    assert not signature.holds(altered, fingerprint=seal_key().fingerprint)


def test_an_added_end_does_not_hold() -> None:
    pdf = sealed_paper()
    assert not signature.holds(pdf + b"\n% more", fingerprint=seal_key().fingerprint)


def test_a_file_cut_back_to_its_paper_does_not_hold() -> None:
    original = paper(code=new_code())
    pdf = seal_pdf(pdf=original, reason="R", location="L", at=AT)
    assert not signature.holds(pdf[: len(original)], fingerprint=seal_key().fingerprint)


def with_container(pdf: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return the file with its signature's container changed in place."""
    gap = attacks.GAP.search(pdf)
    assert gap is not None
    changed = change(bytes.fromhex(gap.group(1).decode())).hex().upper().encode()
    assert len(changed) == len(gap.group(1))
    return pdf[: gap.start(1)] + changed + pdf[gap.end(1) :]


def test_the_makers_name_in_other_letters_does_not_hold() -> None:
    """Readers ignore capitals in names, and nothing signs this one."""
    pdf = sealed_paper()
    issuer = cms.ContentInfo.load(traits_of(pdf).seals[0])["content"]["signer_infos"][0]["sid"]
    name = issuer.chosen["issuer"].dump()

    def other_letters(container: bytes) -> bytes:
        start = container.rindex(name) + len(name) - 1
        return container[:start] + bytes([container[start] ^ 0x20]) + container[start + 1 :]

    assert not signature.holds(
        with_container(pdf, other_letters), fingerprint=seal_key().fingerprint
    )


def test_another_version_of_the_container_does_not_hold() -> None:
    forged = with_container(
        sealed_paper(), lambda it: it.replace(b"\x02\x01\x01", b"\x02\x01\x03", 1)
    )
    assert not signature.holds(forged, fingerprint=seal_key().fingerprint)
