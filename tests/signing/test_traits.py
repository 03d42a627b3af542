"""The traits of a file: taken from its bytes here, or told by the browser."""

import hashlib
import json
from collections.abc import Callable

import pytest

from signing.containers import makers_of
from signing.forms import MOST_BYTES, TraitsForm
from signing.keys import seal_key
from signing.traits import MOST, MOST_SEALS, Traits, traits_of
from tests.signing.conftest import Sealed
from tests.signing.papers import told_by_a_browser

Sealing = Callable[..., Sealed]


@pytest.mark.django_db
def test_a_sealed_file_has_two_ends_its_code_and_one_seal(sealed: Sealing) -> None:
    one = sealed()
    traits = traits_of(one.pdf)
    assert (traits.sha256, traits.size) == (hashlib.sha256(one.pdf).hexdigest(), len(one.pdf))
    assert traits.is_pdf
    assert traits.codes == (one.seal.code,)
    assert traits.ends[traits.sha256] == len(one.pdf)
    assert makers_of(traits.seals) == [seal_key().fingerprint]


def test_a_hostile_file_has_no_more_traits_than_others() -> None:
    hostile = b"%%EOF\n" * 1000 + b"/Contents <" + b"00" * 40_000 + b">"
    hostile += b"".join(b"/Contents<%s>" % (b"30" * 200) for _ in range(50))
    traits = traits_of(hostile)
    assert len(traits.ends) <= MOST
    assert len(traits.seals) == MOST_SEALS
    assert makers_of(traits.seals) == [""] * MOST_SEALS


@pytest.mark.parametrize("content", [b"", b"\x00", b"%PDF-1.7", b"%%EOF", b"/Contents <abc>"])
def test_any_bytes_have_traits(content: bytes) -> None:
    assert traits_of(content).size == len(content)


def told(value: str) -> Traits | None:
    form = TraitsForm({"traits": value})
    return form.cleaned_data["traits"] if form.is_valid() else None


@pytest.mark.django_db
def test_a_browser_tells_the_same(sealed: Sealing) -> None:
    pdf = sealed().pdf
    assert told(told_by_a_browser(pdf)) == traits_of(pdf)


WHOLE = {"sha256": "a" * 64, "size": 1, "pdf": True, "ends": [], "codes": [], "seals": []}


def test_the_least_a_browser_tells() -> None:
    assert told(json.dumps(WHOLE)) == Traits("a" * 64, 1, True)


@pytest.mark.parametrize("value", ["", "[]", "null", "7", "{}", "{"])
def test_what_is_no_set_of_traits_is_refused(value: str) -> None:
    assert told(value) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"sha256": "x"},
        {"sha256": 7},
        {"size": -1},
        {"size": "1"},
        {"size": MOST_BYTES + 1},
        {"ends": [[1]]},
        {"ends": [[1, "x"]]},
        {"ends": 7},
        {"codes": [7]},
        {"seals": ["zz"]},
        {"seals": None},
    ],
)
def test_traits_that_no_browser_of_ours_tells_are_refused(wrong: dict[str, object]) -> None:
    assert told(json.dumps(WHOLE | wrong)) is None
