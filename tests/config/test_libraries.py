"""Libraries speak to a person in our words, and as politely."""

import re

import pytest
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, override

from config.libraries import SAID_OTHERWISE


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_each_of_these_texts_is_ours(language):
    with override(language):
        said = [gettext(text) for text in SAID_OTHERWISE if isinstance(text, str)]
    assert len(said) >= len(SAID_OTHERWISE) - 1
    assert {text for text in said if text in SAID_OTHERWISE} <= {"%s MB"}
    assert not [text for text in said if re.search(r"\b(je|jou|jouw|tu|ton|du|dein)\b", text)]


@pytest.mark.parametrize(("language", "says"), [("nl", "minstens 8"), ("fr", "au moins 8")])
def test_a_short_password_is_told_so_in_the_language_of_the_page(language, says):
    with override(language), pytest.raises(ValidationError) as refused:
        MinimumLengthValidator().validate("short")
    with override(language):
        assert says in str(refused.value.messages[0])
