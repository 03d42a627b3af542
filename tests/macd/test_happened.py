"""Every event has words of what was done, in every language; evidence uses them."""

import pytest
from django.utils import translation

from macd.happened import (
    CONFIRMED,
    DONE,
    LINE_CONFIRMED,
    LINE_DONE,
    confirmed,
    signed_in_words,
    told,
)
from macd.models import Document, DocumentEvent
from macd.vocabulary import Happening, LineStep, Reminder, Status, Step

EVERY = [*Step, *Happening, *Reminder, *(f"line_{step}" for step in LineStep)]


def test_everything_that_can_happen_has_its_sentence() -> None:
    assert set(DONE) == {*Step, *Happening, *Reminder}
    assert set(LINE_DONE) == set(LineStep)


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_no_event_is_told_by_the_label_of_a_button(language: str) -> None:
    with translation.override(language):
        labels = {str(each.label) for each in (*Step, *Happening, *LineStep)}
        words = [told(DocumentEvent(step=step, version=3, line_number=7)) for step in EVERY]
    assert not labels.intersection(words)
    assert not any("%(" in word for word in words)


def test_an_approval_names_what_was_approved() -> None:
    with translation.override("en"):
        assert told(DocumentEvent(step=Step.APPROVE, version=3)) == "approved version 3"
        assert signed_in_words(2) == "signed version 2"


def test_what_was_signed_is_asked_back_and_not_gone_at_once() -> None:
    """After the signature a withdrawal is a question, which somebody answers (rule 18)."""
    asked = DocumentEvent(step=Step.WITHDRAW, to_status=Status.WITHDRAWAL_REQUESTED)
    with translation.override("en"):
        assert told(asked) == "asked to withdraw the request"
        assert told(DocumentEvent(step=Step.WITHDRAW)) == "withdrew the request"


def test_every_step_confirms_what_it_did() -> None:
    assert set(CONFIRMED) == set(Step)
    assert set(LINE_CONFIRMED) == set(LineStep)


@pytest.mark.parametrize("language", ["nl", "fr", "en", "de"])
def test_no_confirmation_reads_as_a_command(language: str) -> None:
    """It says what happened, and to what: the label of the button is not in it."""
    document = Document(number="MACD-2026-00001", version=3)
    with translation.override(language):
        words = {step: confirmed(step, document) for step in Step}
        assert not [step for step in Step if str(step.label) in words[step]]
        items = {step: str(LINE_CONFIRMED[step]) % {"line": 7} for step in LineStep}
        assert not [step for step in LineStep if str(step.label) in items[step]]
    assert all("MACD-2026-00001" in each and each.endswith(".") for each in words.values())
    assert all("7" in each and each.endswith(".") for each in items.values())


def test_a_withdrawal_that_was_asked_for_is_not_confirmed_as_done() -> None:
    asked = Document(number="MACD-2026-00001", status=Status.WITHDRAWAL_REQUESTED)
    with translation.override("en"):
        assert confirmed(Step.WITHDRAW, asked) == "The withdrawal of MACD-2026-00001 was asked for."
