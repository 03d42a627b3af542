"""One thing that the clock cannot do stops no other, and leaves nothing half done."""

import pytest

from accounts.models import Person
from macd import queries
from macd.operations import alone, let_time_pass
from macd.operations.alone import done_alone
from macd.operations.clock import elapsing
from macd.vocabulary import Status
from tests.accounts import make as people
from tests.macd import make
from tests.macd.operations.clock.test_elapsing import _after

pytestmark = pytest.mark.usefixtures("system")


def test_what_fails_is_undone_and_logged_and_the_next_is_done(failed_alone):
    def fails():
        people.person(name="Half")
        raise ValueError("no")

    assert done_alone(fails, what="this") is False
    assert not Person.objects.filter(name="Half").exists()
    assert done_alone(lambda: bool(people.person(name="Whole")), what="that") is True
    assert Person.objects.filter(name="Whole").exists()
    [record] = failed_alone
    assert record.getMessage() == "What time does was not done: this."
    assert record.exc_info[0] is ValueError
    failed_alone.clear()


def test_a_document_that_cannot_be_closed_stops_no_other(monkeypatch, failed_alone):
    world = make.world()
    broken, whole = make.change(world), make.change(make.replace_service(world))
    take = elapsing.take_step

    def taken(**facts):
        if facts["document"] == broken:
            raise ZeroDivisionError
        return take(**facts)

    monkeypatch.setattr(elapsing, "take_step", taken)
    assert let_time_pass(at=_after(31)) == 1
    assert queries.whole(broken.pk).status == Status.DRAFT
    assert queries.whole(whole.pk).status == Status.EXPIRED
    [record] = failed_alone
    assert broken.number in record.getMessage()
    assert record.name == alone.__name__
    failed_alone.clear()
