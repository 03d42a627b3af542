"""What ends together with an item."""

import pytest

from macd import queries
from macd.operations.claims.together import halves_of, needing
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def test_rule_20_what_needs_a_new_service_goes_with_it():
    """A SIP trunk that relies on the fibre of the same document cannot come without it."""
    world = make.world()
    document = make.trunk_on_fibre(world)
    fibre, trunk = document.lines.all()
    document = queries.whole(document.pk)
    assert needing(document, [fibre], on=make.TODAY) == [trunk]
    assert needing(document, [trunk], on=make.TODAY) == []
    assert len(document.lines.all()) == 2


def test_the_halves_of_a_moved_service():
    document = make.move(make.world())
    lines = list(document.lines.all())
    assert halves_of(document, lines[0]) == [lines[1]]
    assert halves_of(document, lines[2]) == [lines[3]]
