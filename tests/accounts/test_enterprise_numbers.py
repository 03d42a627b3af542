"""Enterprise numbers by the rules of their country."""

import pytest

from accounts.enterprise_numbers import compact_number, problem_with, vat_number
from tests.accounts import make


@pytest.mark.parametrize("number", ["0403.019.261", "BE 0403 019 261", "0403019261", "1000016154"])
def test_belgian_numbers_are_accepted_however_they_are_written(number):
    assert problem_with(number=number, country="BE") is None


@pytest.mark.parametrize(
    "number", ["0403.019.262", "2403019261", "040301926", "04030192611", "abc", "\x00"]
)
def test_wrong_belgian_numbers_are_refused(number):
    assert "Belgian" in str(problem_with(number=number, country="BE"))


def test_the_number_is_kept_compact():
    assert compact_number(number="BE 0403.019.261", country="BE") == "0403019261"
    assert compact_number(number=" FR 40 303 265 045", country="FR") == "40303265045"


def test_other_countries_have_their_own_rules():
    assert problem_with(number="NL004495445B01", country="NL") is None
    assert "chosen country" in str(problem_with(number="NL004495446B01", country="NL"))
    assert problem_with(number="FR40303265045", country="FR") is None


def test_a_country_without_known_rules_takes_any_number_but_none():
    assert problem_with(number="12-34 x", country="AQ") is None
    assert compact_number(number=" 12-34 x", country="AQ") == "12-34X"
    assert problem_with(number="  ", country="AQ")
    assert problem_with(number="1", country="--") is None


def test_the_tests_own_numbers_are_right():
    assert problem_with(number=make.enterprise_number(), country="BE") is None


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("0404616494", "BE 0404.616.494"),
        ("BE 0404.616.494", "BE 0404.616.494"),
        ("FR12345678901", "FR12345678901"),
        ("", ""),
    ],
)
def test_vat_numbers_are_written_as_on_paper(number, written):
    assert vat_number(number) == written
