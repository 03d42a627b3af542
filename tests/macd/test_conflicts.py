"""Conflicts of many documents are those of each, in one query."""

import pytest

from macd.conflicts import conflicts_among, conflicts_of
from macd.queries import whole
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")


def test_many_are_told_as_each_is(django_assert_num_queries):
    world = make.world()
    first, second = make.submitted(world), make.change(world)
    alone = make.submitted(make.world())
    documents = [whole(document.pk) for document in (first, second, alone)]
    # One more where something is found: whether the two take turns.
    with django_assert_num_queries(2):
        found = conflicts_among(documents)
    assert found == {second.pk: [first.number]}
    for document in documents:
        others = [other for _line, other in conflicts_of(document, list(document.lines.all()))]
        assert found.get(document.pk, []) == others
