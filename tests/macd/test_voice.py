"""What is said to a customer and, about the customer, to staff."""

import re

import pytest
from django.utils import translation
from django.utils.functional import Promise

from accounts.voice import speaking
from macd import voice

TEXTS = {name: text for name, text in vars(voice).items() if isinstance(text, Promise)}
YOURS = {
    "en": r"\byour\b",
    "nl": r"\buw\b",
    "fr": r"\b(votre|vos)\b",
    "de": r"\bIhre?[mnrs]?\b",
}


@pytest.mark.parametrize("language", YOURS)
@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"NOT_YOURS"}))
def test_staff_are_not_spoken_to_as_the_customer(name, language):
    with translation.override(language), speaking(to_staff=True):
        assert not re.search(YOURS[language], str(TEXTS[name]))


def test_templates_name_texts_of_this_table():
    assert set(map(id, voice.IN_TEMPLATES.values())) <= set(map(id, TEXTS.values()))
