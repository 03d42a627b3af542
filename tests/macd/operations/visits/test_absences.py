"""Who is away is not sent; what was planned before is shown until somebody else goes."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Absence
from audit.models import AuditEvent
from macd import operations, queries
from macd.operations import Crew
from macd.refusals import NotPermitted, Stale, Unsound
from tests.accounts import make as people
from tests.macd import make
from tests.macd.operations.visits.test_visiting import DAY, plan, refused

pytestmark = pytest.mark.usefixtures("system")


def away(world, person=None, first=DAY, last=DAY, by=None):
    return operations.record_absence(
        person_id=(person or world.operations).pk,
        first=first,
        last=last,
        by=world.by(by or world.operations),
        at=make.AT,
    )


def test_who_is_away_is_not_sent_from_the_first_day_to_the_last():
    world = make.world()
    document = make.started(world, make.change(world))
    other = people.staff("operations")
    away(world, first=DAY, last=DAY + timedelta(days=1))
    crew = Crew(frozenset({world.operations.pk, other.pk}))
    for day in (DAY, DAY + timedelta(days=1)):
        with pytest.raises(Unsound, match="is away until 5 March 2026") as wrong:
            plan(world, document, crew=crew, day=day)
        assert refused("technicians", wrong)
    visit = plan(world, document, crew=crew, day=DAY + timedelta(days=2))
    with pytest.raises(Unsound):
        operations.move_visit(
            visit=visit,
            day=DAY,
            half="morning",
            reason="Asked",
            by=world.by(world.operations),
            at=make.AT,
        )
    assert plan(world, document, crew=Crew(frozenset({other.pk})), day=DAY).pk


def test_visits_that_were_planned_before_are_listed_until_somebody_else_goes():
    world = make.world()
    document = make.started(world, make.change(world))
    visit = plan(world, document, crew=Crew(frozenset({world.operations.pk})))
    absence = away(world, first=date(2026, 3, 3), last=date(2026, 3, 6))
    assert [(each.absence, each.visits) for each in queries.absences_from(make.TODAY)] == [
        (absence, [visit])
    ]
    other = people.staff("operations")
    operations.assign_visit(
        visit=visit, crew=Crew(frozenset({other.pk})), by=world.by(world.operations), at=make.AT
    )
    [listed] = queries.absences_from(date(2026, 3, 6))
    assert listed.visits == []
    assert queries.absences_from(date(2026, 3, 7)) == []


def test_an_absence_is_taken_back_once():
    world = make.world()
    absence = away(world)
    by = world.by(world.operations)
    operations.end_absence(absence_id=absence.pk, by=by, at=make.AT)
    with pytest.raises(Stale):
        operations.end_absence(absence_id=absence.pk, by=by, at=make.AT)
    told = AuditEvent.objects.filter(event__startswith="absence.").order_by("id")
    assert [event.event for event in told] == ["absence.recorded", "absence.taken_back"]


@pytest.mark.parametrize(
    ("first", "last", "path"),
    [
        (DAY, DAY - timedelta(days=1), "last"),
        (date(2026, 2, 1), date(2026, 3, 1), "last"),
        (DAY + timedelta(days=2), DAY + timedelta(days=9), "first"),
    ],
)
def test_days_that_make_no_sense_are_refused(first, last, path):
    world = make.world()
    away(world, first=DAY, last=DAY + timedelta(days=3))
    with pytest.raises(Unsound) as wrong:
        away(world, first=first, last=last)
    assert refused(path, wrong)


def test_only_operations_says_who_of_operations_is_away():
    world = make.world()
    with pytest.raises(NotPermitted):
        away(world, by=world.manager)
    with pytest.raises(NotPermitted):
        operations.end_absence(absence_id=1, by=world.by(world.requester), at=make.AT)
    with pytest.raises(Unsound) as wrong:
        away(world, world.manager)
    assert refused("person", wrong)


@pytest.mark.parametrize("valid", [(None, DAY), (DAY, None), (DAY, DAY)])
def test_the_database_keeps_absences_that_begin_and_end(valid):
    person = people.staff("operations")
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(person=person, valid=valid)
