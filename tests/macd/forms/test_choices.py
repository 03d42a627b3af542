"""The form of choices keeps what it was sent, and asks for both ends of quiet hours."""

import pytest

from macd.forms.choices import ChoicesForm
from macd.telling import tellings

TELLINGS = [telling for telling in tellings() if not telling.important]


def form(**values):
    return ChoicesForm(values or None, tellings=TELLINGS, chosen={"take_up": "daily"})


def test_what_was_chosen_is_shown():
    assert form()["how_take_up"].value() == "daily"
    assert form()["how_comment"].value() == "at_once"


def test_only_what_was_sent_is_chosen():
    filled = form(how_take_up="off", quiet_from="22:00", quiet_until="07:00")
    assert filled.is_valid()
    assert filled.choices == {"take_up": "off"}


@pytest.mark.parametrize("end", ["quiet_from", "quiet_until"])
def test_quiet_hours_have_two_ends(end):
    filled = form(**{end: "22:00"})
    assert not filled.is_valid()
    assert len(filled.errors) == 1


def test_nonsense_is_refused():
    assert not form(how_take_up="sometimes").is_valid()
    assert not form(quiet_from="late", quiet_until="07:00").is_valid()
