"""Items that finance stops, as the request sees them."""

import pytest

from macd import operations
from macd.vocabulary import LineStatus
from tests.macd import make

REFERENCE = "6d0a2b1e-0000-4000-8000-000000000001"


@pytest.fixture
def world(system):
    return make.world()


def test_both_halves_of_a_moved_service_stop_and_go_on_together(world):
    document = make.started(world, make.move(world))
    line = document.lines.get(number=1)
    halves = document.lines.filter(service=line.service)
    assert operations.stop_item(line=line, reference=REFERENCE, at=make.AT) is True
    assert set(halves.values_list("status", "held_for", "stops_with")) == {
        (LineStatus.HELD, "finance", REFERENCE)
    }
    assert set(halves.values_list("held_code", "held_reason")) == {("leaves", "")}
    assert document.lines.exclude(service=line.service).filter(stops_with="").count() == 2
    assert operations.stop_item(line=line, reference=REFERENCE, at=make.AT) is False
    operations.let_item_go_on(line=line, at=make.AT)
    assert set(halves.values_list("status", "stops_with")) == {(LineStatus.PLANNED, "")}
    operations.let_item_go_on(line=line, at=make.AT)
