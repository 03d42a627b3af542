"""A pattern that is simple is told in words."""

import pytest

from services.patterns import words_of


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("[0-9]{2,6}", "Use 2 to 6 digits."),
        ("[0-9]{4}", "Use 4 digits."),
        ("[0-9]+", "Use digits only."),
        ("[A-Z0-9-]+", "Use only: A–Z, 0–9, -."),
        ("[A-Za-z ]+", "Use only: A–Z, a–z, a space."),
        ("[A-F0-9]{2,4}", "Use 2 to 4 characters: A–F, 0–9."),
        ("[a-z]{3}", "Use 3 characters: a–z."),
        ("[0-9]+|none", "This does not have the form that is expected here."),
        (r"[\w]+", "This does not have the form that is expected here."),
        ("[^0-9]+", "This does not have the form that is expected here."),
        ("(", "This does not have the form that is expected here."),
    ],
)
def test_what_a_pattern_asks(pattern, words):
    assert words_of(pattern) == words
