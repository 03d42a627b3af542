"""What is asked by SQL that was written once is what Django's own query would have found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.standing import standing_of
from macd import queries
from macd.models import Comment, Document, Line
from macd.queries.loading import lines_with_all, told_apart, with_all
from macd.queries.written import Written
from macd.vocabulary import Audience, Side
from tests.macd import make


@pytest.fixture
def world(system):
    return make.world()


def values_of(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def known_of(row):
    """What is known of a row without asking the database again."""
    return {
        name: values_of(other)
        for name, other in row._state.fields_cache.items()
        if other is not None
    }


def test_a_document_holds_what_a_query_of_its_own_finds(world):
    started = make.both(world)
    amendment = make.amend(world, started)
    for pk in (started.pk, amendment.pk):
        usual = with_all(Document.objects.all()).get(pk=pk)
        with CaptureQueriesContext(connection) as asked:
            found = queries.whole(pk)
        assert len(asked) == (4 if found.root_id else 3)
        with CaptureQueriesContext(connection) as asked:
            assert values_of(found) == values_of(usual)
            assert known_of(found) == known_of(usual)
            lines, others = list(found.lines.all()), list(usual.lines.all())
            assert len(lines) == len(others) > 0
            for line, other in zip(lines, others, strict=True):
                assert values_of(line) == values_of(other)
                assert known_of(line) == known_of(other)
                assert line.document is found
            assert {row.name: row.data for row in found.sections.all()} == {
                row.name: row.data for row in usual.sections.all()
            }
        assert len(asked) == 0


def test_it_is_read_anew_each_time_and_for_each_document(world):
    one = make.change(world)
    other = make.change(make.replace_service(world))
    assert [queries.whole(each.pk).number for each in (one, other)] == [one.number, other.number]
    one.lines.update(number=7)
    assert [line.number for line in queries.whole(one.pk).lines.all()] == [7]
    assert [line.number for line in queries.whole(other.pk).lines.all()] == [1]


def test_what_it_holds_is_asked_further_as_usual(world):
    found = queries.whole(make.both(world).pk)
    numbers = [line.number for line in found.lines.all()]
    assert numbers == sorted(numbers)
    first = found.lines.filter(number=numbers[0]).get()
    assert first.document is found


def test_no_such_document(world):
    with pytest.raises(Document.DoesNotExist):
        queries.whole(0)


def test_one_value_only_may_be_looked_at(world):
    asks_two = Written(lambda pk: lines_with_all().filter(document=pk, service=pk))
    with pytest.raises(TypeError):
        asks_two.of(1)
    assert Written(lambda pk: Line.objects.filter(document=pk)).of(0) == []


def test_what_else_it_looks_at_stays(world):
    started = make.both(world)
    first = Written(lambda pk: Line.objects.filter(number__lt=2, document=pk, number__gt=0))
    found = started.lines.get(number=1)
    assert first.of(started.pk) == [found]
    assert first.where(Document.objects.filter(number=started.number).values("pk")) == [found]


def test_the_one_row_that_another_question_finds(world):
    one = make.change(world)
    other = make.change(make.replace_service(world))
    rows = Written(lambda pk: Document.objects.filter(pk=pk))
    for each in (one, other):
        found = Document.objects.filter(number=each.number, kind=each.kind).values("pk")
        with CaptureQueriesContext(connection) as asked:
            assert rows.where(found) == [each]
        assert len(asked) == 1
    assert rows.where(Document.objects.filter(number="none").values("pk")) == []
    assert rows.where(Document.objects.none().values("pk")) == []


def test_a_document_is_shown_to_who_may_know_of_it_and_knows_its_parts(world):
    started = make.change(world)
    standing = standing_of(world.requester, on=make.TODAY)
    shown = queries.document_for(standing, started.number)
    usual = told_apart(with_all(Document.objects.all())).get(pk=started.pk)
    assert shown is not None
    assert values_of(shown) == values_of(usual)
    assert known_of(shown) == known_of(usual)
    assert not shown.may_have("comments")
    Comment.objects.create(
        customer=started.customer,
        document=started,
        audience=Audience.SHARED,
        text="By the back door.",
        by=world.requester,
        side=Side.CUSTOMER,
        at=make.AT,
    )
    again = queries.document_for(standing, started.number)
    assert again is not None
    assert again.may_have("comments")
    stranger = standing_of(make.world().requester, on=make.TODAY)
    assert queries.document_for(stranger, started.number) is None
    assert queries.document_for(standing, "none") is None
