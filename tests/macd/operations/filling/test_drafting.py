"""Starting a document: who for whom, and nothing of another company."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from macd import operations, queries
from macd.models import Line
from macd.operations.filling.drafting import next_number
from macd.refusals import NotPermitted, StepDenied, Unsound
from macd.vocabulary import Kind, SectionName, Status
from services.inventory import state_on
from tests.accounts import make as people
from tests.macd import make
from tests.services import make as stock

pytestmark = pytest.mark.usefixtures("system")


def test_numbers_count_up_in_each_year():
    first, second, other = next_number(2031), next_number(2031), next_number(2032)
    assert (first, second, other) == ("MACD-2031-00001", "MACD-2031-00002", "MACD-2032-00001")


def test_the_year_is_that_of_brussels():
    world = make.world()
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    document = operations.open_draft(
        kind=Kind.CHANGE,
        customer=world.customer,
        requester_id=world.requester.pk,
        by=world.by(world.requester),
        at=late,
        periods=[world.period()],
    )
    assert document.number.startswith("MACD-2027-")


def test_a_draft_has_every_section_and_its_history():
    world = make.world()
    document = make.draft(world, Kind.CHANGE, periods=[world.period()])
    assert {section.name for section in document.sections.all()} == set(SectionName)
    event = document.events.get()
    assert (event.step, event.to_status, event.by) == ("open", Status.DRAFT, world.requester)


def test_rule_03_nothing_of_another_company():
    world, other = make.world(), make.world()
    period = other.period()
    for facts in (
        {"office": other.office},
        {"to_office": other.office},
        {"periods": [period]},
        {"requester_id": other.requester.pk},
        {"requester_id": world.signatory.pk},
    ):
        with pytest.raises(Unsound):
            operations.open_draft(
                **{
                    "kind": Kind.CHANGE,
                    "customer": world.customer,
                    "requester_id": world.requester.pk,
                    "by": world.by(world.requester),
                    "at": make.AT,
                    **facts,
                }
            )
    with pytest.raises(Unsound):
        operations.add_lines(
            document=make.change(world),
            by=world.by(world.requester),
            at=make.AT,
            periods=[period],
        )


@pytest.mark.parametrize("column", ["service", "place_from", "place_to", "agreement"])
def test_rule_03_the_database_refuses_it_as_well(column):
    world, other = make.world(), make.world()
    foreign = {
        "service": other.service,
        "place_from": other.office,
        "place_to": other.office,
        "agreement": other.agreement,
    }
    line = make.change(world).lines.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(**{column: foreign[column]})


def test_who_may_start_one():
    world = make.world()
    for person in (world.signatory, world.operations, world.finance, people.staff()):
        with pytest.raises(NotPermitted):
            make.draft(world, Kind.CHANGE, by=person, periods=[world.period()])
    document = make.draft(world, Kind.CHANGE, by=world.manager, periods=[world.period()])
    assert (document.requester, document.started_by) == (world.requester, world.manager)


def test_a_service_is_put_in_once():
    world = make.world()
    document = make.change(world)
    period = world.period(world.other)
    document = operations.add_lines(
        document=document,
        by=world.by(world.requester),
        at=make.AT,
        periods=[world.period(), period, period],
    )
    assert [line.number for line in document.lines.all()] == [1, 2]


def test_rule_06_a_removed_move_takes_its_pair_and_leaves_the_numbers():
    world = make.world()
    document = operations.remove_line(
        document=make.move(world), number=1, by=world.by(world.requester), at=make.AT
    )
    assert [line.number for line in document.lines.all()] == [3, 4]
    with pytest.raises(Unsound):
        operations.remove_line(
            document=document, number=1, by=world.by(world.requester), at=make.AT
        )


def test_what_is_in_it_is_chosen_before_it_is_sent():
    world = make.world()
    document = make.submitted(world)
    by = world.by(world.manager)
    with pytest.raises(StepDenied):
        operations.add_lines(document=document, by=by, at=make.AT, offerings=[world.plus])
    with pytest.raises(StepDenied):
        operations.remove_line(document=document, number=1, by=by, at=make.AT)
    with pytest.raises(NotPermitted):
        operations.remove_line(
            document=make.draft_change(world),
            number=1,
            by=world.by(people.membership().person),
            at=make.AT,
        )


def test_a_draft_follows_what_is_installed_where_nothing_was_chosen():
    world = make.world()
    document = make.draft_change(world, **{"line.1.desired.sla": "gold"})
    stock.record_change(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"configuration": {"speed": 200}, "quantity": 2}},
        source=stock.Source("correction"),
        person_id=None,
        at=make.AT,
        reason="Counted.",
    )
    document = make.fill(world, document, **{"request.reference": "Ours"})
    [line] = queries.whole(document.pk).lines.all()
    assert line.current == {"speed": 200}
    assert line.desired == {"speed": 200, "sla": "gold"}
    assert (line.quantity_before, line.quantity) == (2, 2)
    document = make.delivered(world, document)
    period = state_on(world.service, make.TODAY)
    assert (period.configuration, period.quantity) == ({"speed": 200, "sla": "gold"}, 2)
