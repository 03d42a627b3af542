"""Visits: who may plan which, where they lead, whose half-day they take, how they end."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.models import StaffMembership, Team
from accounts.roles import StaffRole
from accounts.tenancy import as_system
from macd import operations, policy, queries
from macd.fieldwork import DELAYED_BY, DelayCode
from macd.models import Appointment, AppointmentTechnician
from macd.operations import Crew
from macd.refusals import NotPermitted, Stale, Unsound
from macd.vocabulary import LineStatus, Party
from offices.models import Office, OfficeStatus
from tests.accounts import make as people
from tests.macd import make

DAY = date(2026, 3, 4)  # a Wednesday
SYSTEM = pytest.mark.usefixtures("system")


def plan(world, document, person=None, **facts):
    values = {
        "purpose": "install",
        "office_id": world.office.pk,
        "day": DAY,
        "half": "morning",
        "by": world.by(person or world.operations),
        "at": make.AT,
    }
    return operations.plan_visit(document=document, **{**values, **facts})


def refused(path, wrong):
    return [problem.path for problem in wrong.value.problems] == [path]


@SYSTEM
def test_a_visit_is_planned_told_and_on_record():
    world = make.world()
    document = make.started(world, make.change(world))
    visit = plan(world, document, note="Ring twice.")
    assert (visit.office, visit.day, visit.half) == (world.office, DAY, "morning")
    event = document.events.get(step="visit_planned")
    assert event.facts["day"] == "2026-03-04"
    assert event.facts["office"] == "Office GNT, Korenmarkt 1, 9000 Gent"
    told = {message.recipient_id for message in make.messages(document, "mail")}
    assert world.requester.pk in told
    assert "Ring twice." not in str(event.facts) + event.note


@SYSTEM
def test_a_visit_leads_only_to_an_office_of_its_document():
    world = make.world()
    document = make.started(world, make.change(world))
    for office_id in (world.elsewhere.pk, make.world().office.pk, 0):
        with pytest.raises(Unsound) as wrong:
            plan(world, document, office_id=office_id)
        assert refused("office", wrong)
    Office.objects.filter(pk=world.office.pk).update(status=OfficeStatus.CLOSED)
    with pytest.raises(Unsound) as wrong:
        plan(world, document)
    assert refused("office", wrong)


@SYSTEM
def test_equipment_is_fetched_where_it_was_and_installed_where_it_goes():
    world = make.world()
    document = make.started(world, make.move(world))
    with pytest.raises(Unsound):
        plan(world, document)
    assert plan(world, document, office_id=world.elsewhere.pk).office == world.elsewhere
    assert plan(world, document, purpose="pick_up").office == world.office


@SYSTEM
@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"day": date(2026, 3, 1)}, "day"),
        ({"half": "noon"}, "half"),
        ({"day": date(2026, 3, 7)}, "despite"),
        ({"day": date(2026, 4, 6)}, "despite"),  # Easter Monday
    ],
)
def test_rule_09_a_visit_falls_on_a_working_day_unless_a_reason_overrules(facts, path):
    """Business days bind dates with a visit; an override needs a reason."""
    world = make.world()
    document = make.started(world, make.change(world))
    with pytest.raises(Unsound) as wrong:
        plan(world, document, **facts)
    assert refused(path, wrong)
    if path == "despite":
        visit = plan(world, document, **facts, despite="Agreed with the plant manager.")
        assert visit.day == facts["day"]
        event = document.events.get(step="visit_planned")
        assert event.note == "Agreed with the plant manager."


@SYSTEM
def test_nobody_is_sent_to_a_closed_door():
    world = make.world()
    Office.objects.filter(pk=world.office.pk).update(access_hours="ma-vr 13u-17u")
    document = make.started(world, make.change(world))
    with pytest.raises(Unsound) as wrong:
        plan(world, document)
    assert refused("despite", wrong)
    assert "ma-vr 13u-17u" in str(wrong.value.message)
    assert plan(world, document, half="afternoon").pk
    Office.objects.filter(pk=world.office.pk).update(access_hours="ask the porter")
    assert plan(world, document).pk


@SYSTEM
def test_only_operations_plan_deliveries_and_account_managers_ask_for_surveys():
    world = make.world()
    document = make.submitted(world)
    assert not policy.may_see(world.by(world.operations), document)
    for person in (world.operations, world.requester, world.finance):
        with pytest.raises(NotPermitted):
            plan(world, document, person, purpose="survey")
    with pytest.raises(NotPermitted):
        plan(world, document, world.manager, purpose="install")
    visit = plan(world, document, world.manager, purpose="survey")
    document.refresh_from_db()
    by = world.by(world.operations)
    assert document.surveyed
    assert policy.may_see(by, document)
    assert document in queries.documents_for(by)
    told = {message.recipient_id for message in make.messages(document, "mail")}
    assert world.operations.pk in told
    operations.assign_visit(
        visit=visit, crew=Crew(frozenset({world.operations.pk})), by=by, at=make.AT
    )
    assert visit.technicians.get().technician == world.operations


@SYSTEM
def test_a_technician_is_at_one_place_at_a_time():
    world, other = make.world(), make.world()
    mine = Crew(frozenset({world.operations.pk}))
    document = make.started(world, make.change(world))
    visit = plan(world, document, crew=mine)
    elsewhere = make.started(other, make.change(other))
    with pytest.raises(Unsound) as wrong:
        plan(other, elsewhere, crew=mine)
    assert refused("technicians", wrong)
    assert document.number in str(wrong.value.message)
    assert not elsewhere.appointments.exists()
    later = plan(other, elsewhere, crew=mine, half="afternoon")
    by = world.by(world.operations)
    operations.cancel_visit(visit=visit, reason="Not needed.", by=by, at=make.AT)
    moved = operations.move_visit(
        visit=later, day=DAY, half="morning", reason="Earlier is better.", by=by, at=make.AT
    )
    assert moved.sequence == 1
    slot = AppointmentTechnician.objects.get()
    assert (slot.technician, slot.half) == (world.operations, "morning")


@SYSTEM
def test_a_team_brings_its_technicians_and_managers_are_not_sent():
    world = make.world()
    team = Team.objects.create(name="North", lead=world.lead)
    second = people.staff(StaffRole.OPERATIONS, name="Tine Technician")
    StaffMembership.objects.filter(person__in=[world.operations, second]).update(team=team)
    document = make.started(world, make.change(world))
    visit = plan(world, document, crew=Crew(team_id=team.pk))
    assert {row.technician for row in visit.technicians.all()} == {world.operations, second}
    empty = Team.objects.create(name="Empty", lead=world.lead)
    for crew in (Crew(frozenset({world.manager.pk})), Crew(team_id=empty.pk), Crew(team_id=0)):
        with pytest.raises(Unsound) as wrong:
            plan(world, document, crew=crew)
        assert refused("technicians", wrong)


@SYSTEM
def test_moving_a_visit_has_a_reason_and_is_told():
    world = make.world()
    document = make.started(world, make.change(world))
    visit = plan(world, document)
    by = world.by(world.operations)
    for facts, path in (
        ({"day": DAY + timedelta(days=1), "reason": " "}, "reason"),
        ({"day": DAY, "reason": "x"}, "day"),
    ):
        with pytest.raises(Unsound) as wrong:
            operations.move_visit(visit=visit, half="morning", by=by, at=make.AT, **facts)
        assert refused(path, wrong)
    operations.move_visit(
        visit=visit,
        day=DAY + timedelta(days=1),
        half="afternoon",
        reason="Ill.",
        by=by,
        at=make.AT,
    )
    event = document.events.get(step="visit_moved")
    assert (event.note, event.facts["from_day"], event.facts["day"]) == (
        "Ill.",
        "2026-03-04",
        "2026-03-05",
    )
    # It still comes before the promised day, so the promise stays.
    assert not document.events.filter(step="promise_moved").exists()


@SYSTEM
def test_rule_17_a_visit_after_the_promised_day_moves_the_promise_with_its_reason():
    """A changed committed date needs a reason, tells the customer, stays as promise history."""
    world = make.world()
    document = make.started(world, make.change(world))
    before = document.lines.get().committed_on
    visit = plan(world, document)
    later = date(2026, 5, 11)
    assert before < later
    operations.move_visit(
        visit=visit,
        day=later,
        half="morning",
        reason="The router is late.",
        by=world.by(world.operations),
        at=make.AT,
    )
    line = document.lines.get()
    assert (line.committed_on, line.promised_on) == (later, before)
    document.refresh_from_db()
    assert document.committed_on == later
    change = document.field_changes.get(path="planning.committed_on", after="2026-05-11")
    assert (change.before, change.reply) == (before.isoformat(), "The router is late.")
    assert document.events.get(step="promise_moved").note == "The router is late."


@SYSTEM
def test_a_failed_visit_holds_its_items_and_starts_the_right_clock():
    world = make.world()
    document = make.started(world, make.change(world))
    visit = plan(world, document, day=make.TODAY)
    by = world.by(world.operations)
    for facts, path in (({"outcome": "x"}, "outcome"), ({"outcome": "failed"}, "code")):
        with pytest.raises(Unsound) as wrong:
            operations.close_visit(visit=visit, by=by, at=make.AT, **facts)
        assert refused(path, wrong)
    visit = operations.close_visit(
        visit=visit, outcome="failed", code="no_access", by=by, at=make.AT
    )
    assert (visit.outcome, visit.delay_code) == ("failed", "no_access")
    line = document.lines.get()
    assert (line.status, line.held_for, line.held_code) == ("held", "customer", "no_access")
    document.refresh_from_db()
    assert (document.ball, document.ball_since) == (Party.CUSTOMER, make.AT)
    assert (document.waiting_code, document.waiting_for) == ("no_access", "")
    assert line.held_reason == ""
    with pytest.raises(Stale):
        operations.cancel_visit(visit=visit, reason="x", by=by, at=make.AT)


@SYSTEM
def test_a_visit_that_is_done_holds_nothing_and_none_ends_before_its_day():
    world = make.world()
    document = make.started(world, make.change(world))
    by = world.by(world.operations)
    with pytest.raises(Unsound):
        operations.close_visit(visit=plan(world, document), outcome="done", by=by, at=make.AT)
    visit = plan(world, document, day=make.TODAY)
    operations.close_visit(visit=visit, outcome="done", by=by, at=make.AT)
    assert document.lines.get().status == LineStatus.PLANNED


@SYSTEM
def test_a_customer_touches_no_visit():
    world = make.world()
    visit = plan(world, make.started(world, make.change(world)))
    for person in (world.requester, world.manager, world.finance):
        with pytest.raises(NotPermitted):
            operations.cancel_visit(visit=visit, reason="x", by=world.by(person), at=make.AT)


def test_every_delay_starts_somebodys_clock():
    assert set(DELAYED_BY) == set(DelayCode)
    assert Party.NOBODY not in DELAYED_BY.values()


@pytest.mark.usefixtures("committed")
def test_two_dispatchers_at_once_send_a_technician_to_one_place():
    with as_system():
        first, second = make.world(), make.world()
        documents = [make.started(w, make.change(w)) for w in (first, second)]
    barrier, ended = Barrier(2), []

    def send(world, document):
        barrier.wait()
        try:
            with as_system():
                plan(world, document, crew=Crew(frozenset({first.operations.pk})))
            ended.append("planned")
        except Unsound:
            ended.append("refused")
        finally:
            connection.close()

    pairs = zip((first, second), documents, strict=True)
    threads = [Thread(target=send, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["planned", "refused"]
    with as_system():
        assert Appointment.objects.count() == AppointmentTechnician.objects.count() == 1
