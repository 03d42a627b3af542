"""Which other open requests are told beside one, and that many of them cost nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from macd import queries
from macd.models import Document
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
NEIGHBOURS = 4


@pytest.fixture
def world():
    return make.world()


def _neighbours(world, many):
    """Requests about other services of the same office, the oldest first."""
    found = []
    for _each in range(many):
        world = make.replace_service(world)
        found.append(make.submitted(world))
    return found


def _told(world, document, **asked):
    return queries.overlaps_for(world.by(world.requester), document, **asked)


def test_rule_05_the_same_service_is_told_however_many_others_are_older(world):
    older = _neighbours(world, NEIGHBOURS)
    mine, same = make.submitted(world), make.draft_change(world)
    told = _told(world, mine, neighbours=2)
    assert [each.other for each in told.found] == [same, older[0]]
    assert [bool(each.services) for each in told.found] == [True, False]
    assert told.more == NEIGHBOURS - 1
    assert [each.other for each in _told(world, mine).found] == [same]


def test_only_neighbours_are_counted_and_the_oldest_told(world):
    mine = make.submitted(world)
    older = _neighbours(world, NEIGHBOURS)
    told = _told(world, mine, neighbours=3)
    assert [each.other for each in told.found] == older[:3]
    assert [set(each.offices.values()) for each in told.found] == [{world.office}] * 3
    assert told.more == 1
    assert (_told(world, mine).found, _told(world, mine).more) == ([], NEIGHBOURS)


def test_questions_to_the_database_are_as_many_beside_hundreds(world):
    mine = make.submitted(world)
    counts = []
    for more in (1, NEIGHBOURS):
        _neighbours(world, more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            _told(world, queries.whole(mine.pk), neighbours=2)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_rule_05_a_number_is_the_same_at_whichever_office(world):
    """Two requests bring the same number over, to two offices."""
    at_home = make.submitted(world)
    elsewhere = make.draft(world, "add", office=world.elsewhere, offerings=[world.plus])
    assert _told(world, at_home).found == []
    for document in (at_home, elsewhere):
        line = document.lines.get()
        line.number_actions = {"+3225551234": "port_in"}
        line.save(update_fields=["number_actions"])
    [told] = _told(world, Document.objects.get(pk=at_home.pk)).found
    assert (told.other, told.numbers, told.offices) == (elsewhere, {"+3225551234"}, {})
