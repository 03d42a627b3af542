"""Words that were kept for a reason of the house become its code, whatever language they are in."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from macd.fieldwork import HELD_REASONS, held_reason
from macd.models import Document, Line
from tests.macd import make

carrying = import_module("macd.migrations.0002_held_codes")


def _held(words: str, code: str, *, language: str = "fr") -> Document:
    """A document whose item is held, as it was written before there was a code for all."""
    world = make.world()
    document = make.started(world, make.change(world))
    document.lines.update(status="held", held_for="customer", held_reason=words, held_code=code)
    Document.objects.filter(pk=document.pk).update(
        language=language, ball="customer", waiting_for=words or "Personne n’a pu nous ouvrir"
    )
    return document


def _stored(document: Document) -> tuple[str, str, str, str]:
    line, now = Line.objects.get(document=document), Document.objects.get(pk=document.pk)
    return line.held_code, line.held_reason, now.waiting_code, now.waiting_for


@pytest.mark.parametrize(
    ("words", "code", "stored"),
    [
        ("Personne n’a pu nous ouvrir", "", ("no_access", "", "no_access", "")),
        ("", "no_access", ("no_access", "", "no_access", "")),
        ("Fermé.", "no_access", ("no_access", "Fermé.", "no_access", "Fermé.")),
        ("En attente.", "", ("", "En attente.", "", "En attente.")),
        # The words of another language are nobody's label here.
        ("Nobody could let us in", "", ("", "Nobody could let us in") * 2),
    ],
)
def test_words_become_a_code_once_and_other_words_stay(system, words, code, stored):
    document = _held(words, code)
    editor = connection.schema_editor(atomic=False)
    carrying.read_words(apps, editor)
    assert _stored(document) == stored
    carrying.write_words(apps, editor)
    assert _stored(document)[3] == (words or "Personne n’a pu nous ouvrir")


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_every_reason_has_words_of_its_own_in_each_language(language):
    with translation.override(language):
        labels = [held_reason(code) for code, _label in HELD_REASONS]
    assert len(set(labels)) == len(labels)
    assert all(labels)
    assert held_reason("rain") == ""
