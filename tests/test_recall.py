"""What is written again is what would have been made, and nothing is that may have become other."""

from dataclasses import replace

import pytest
from django.db import connection, transaction

from macd.models import Document
from macd.vocabulary import Status
from tests.accounts import make as people
from tests.macd import make
from tests.recall import Recall, frozen
from tests.rows import can_be_written, rows_now

COMPANY = make.world.__wrapped__


@pytest.fixture(autouse=True)
def rows_can_be_written(system):
    if not can_be_written():
        pytest.skip("needs an owner that is a superuser: bin/test without DATABASE_OWNER_URL")


@pytest.fixture
def memory():
    return Recall()


@pytest.fixture
def in_three_tests(memory, monkeypatch):
    """Do something in three tests after each other: what each returned, and its rows."""

    def done(test):
        seen = []
        for _ in range(3):
            with memory.test(monkeypatch, as_migrated=True), transaction.atomic():
                seen.append((test(), rows_now()))
                transaction.set_rollback(True)
        return seen

    return done


@pytest.mark.parametrize("further", [make.submitted, make.signed, make.move, make.both])
def test_what_is_written_is_what_was_made(memory, in_three_tests, further):
    world, step = memory(COMPANY), memory(further.__wrapped__)

    def test():
        here = world()
        return here, step(here)

    # The second call is met with a company that is kept: from the second test on.
    *_, (made, rows) = in_three_tests(test)
    (again, rows_again), *_ = in_three_tests(test)
    assert len(memory.kept) == 2
    assert rows_again == rows
    assert frozen(again) == frozen(made)
    assert again[1] is not made[1]


def test_what_is_delivered_is_written_with_all_that_it_changed(memory, in_three_tests):
    """The inventory's periods are cut in two and the document goes on: deleted, updated, new."""
    world, change, delivered = (
        memory(each.__wrapped__) for each in (make.world, make.change, make.delivered)
    )

    def test():
        here = world()
        return delivered(here, change(here))

    for _ in range(2):
        *_, (made, rows) = in_three_tests(test)
    assert len(memory.kept) == 3
    assert made.status == Status.COMPLETED
    with transaction.atomic():
        real = make.delivered(here := make.world(), make.change(here))
        assert {t: len(each) for t, each in rows_now().items()} == {
            table: len(each) for table, each in rows.items()
        }
        assert real.status == made.status
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "write",
    [
        lambda world: type(world.office).objects.update(street="Veldstraat"),
        lambda world: connection.cursor().execute(
            "UPDATE offices_office SET street = 'Veldstraat'"
        ),
    ],
)
def test_what_a_test_writes_itself_ends_it(memory, in_three_tests, write):
    world, submitted = memory(COMPANY), memory(make.submitted.__wrapped__)

    def test():
        here = world()
        write(here)
        return submitted(here)

    in_three_tests(test)
    assert len(memory.kept) == 1


def test_a_sign_in_does_not(memory, in_three_tests, client):
    world, submitted = memory(COMPANY), memory(make.submitted.__wrapped__)

    def test():
        here = world()
        client.force_login(here.manager)
        return submitted(here)

    in_three_tests(test)
    in_three_tests(test)
    assert len(memory.kept) == 2


def test_what_is_undone_is_not_built_upon(memory, in_three_tests):
    world = memory(COMPANY)

    def test():
        with transaction.atomic():
            world()
            transaction.set_rollback(True)
        assert memory.here is None
        return world()

    in_three_tests(test)


def test_other_settings_arguments_and_patches_make_something_else(
    memory, in_three_tests, settings, monkeypatch
):
    world = memory(COMPANY)
    in_three_tests(world)
    assert len(memory.kept) == 1
    in_three_tests(lambda: world(legal_name="Bakkerij"))
    assert len(memory.kept) == 2
    settings.DEFAULT_FROM_EMAIL = "other@example.test"
    in_three_tests(world)
    assert len(memory.kept) == 3
    monkeypatch.setattr("tests.macd.make.WANTED", "2026-06-01")
    met = len(memory.places)
    in_three_tests(lambda: world(language="fr"))
    assert len(memory.places) == met


def test_an_argument_changed_in_memory_only_is_another(system):
    world = make.world()
    before = frozen(world)
    world.customer.language = "fr"
    assert frozen(world) != before
    assert frozen(replace(world, manager=people.staff())) != frozen(world)
    with pytest.raises(TypeError):
        frozen({"by": object()})


def test_nothing_is_recalled_where_others_have_committed(memory, monkeypatch):
    world = memory(COMPANY)
    with memory.test(monkeypatch, as_migrated=False):
        first, second = world(), world()
    assert first.customer.pk != second.customer.pk
    assert not memory.places
    assert not Document.objects.exists()
