"""What was written with what happened, read in the language of each reader."""

import pytest
from django.utils import translation

from macd.noted import SAID_BY_ITSELF, in_readers_words
from macd.views.stock.recorded import changes_told
from services.inventory import record_change
from tests.macd import make
from tests.services import make as stock


def test_what_the_house_says_by_itself_is_read_in_the_readers_language():
    """The note stands in the document's language; what a person wrote is left alone."""
    with translation.override("nl"):
        kept = [str(text) for text in SAID_BY_ITSELF]
    with translation.override("de"):
        told = [str(text) for text in SAID_BY_ITSELF]
        assert [in_readers_words(note) for note in kept] == told
        assert in_readers_words("They do not pay.") == "They do not pay."
    assert not set(kept) & set(told)


@pytest.mark.usefixtures("system")
def test_so_is_why_a_service_ended():
    world = make.world()
    with translation.override("nl"):
        kept = str(SAID_BY_ITSELF[1])
    record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"cease": True},
        source=stock.IMPORT,
        person_id=None,
        at=make.AT,
        reason=kept,
    )
    with translation.override("fr"):
        assert changes_told(world.service, set(), corrects=False)[0]["reason"] == str(
            SAID_BY_ITSELF[1]
        )
