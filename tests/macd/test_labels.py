"""A label and what stands behind it."""

import pytest
from django.utils import translation

from macd.labels import labelled


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", "Term: 24"), ("de", "Term: 24"), ("en", "Term: 24"), ("fr", "Term\xa0: 24")],
)
def test_each_language_has_its_own_colon(language, written):
    with translation.override(language):
        assert labelled("Term", 24) == written


def test_a_question_has_its_own_mark():
    assert labelled("How many?", 2) == "How many? 2"
