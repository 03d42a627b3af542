"""Executed on its day, not before, exactly once (rule 60)."""

import threading
from datetime import UTC, date, datetime

from django.core.management import call_command
from django.db import connection

from accounts.tenancy import as_system
from audit import chain
from audit.models import AuditEvent
from finance import operations
from macd.refusals import StepDenied
from macd.vocabulary import Step
from outbox.models import Message
from services.inventory import record_change, state_on
from services.models import CancellationCase, InventoryEntry, Service, ServiceNumber
from services.queries import lock_customer
from tests.accounts import make as people
from tests.finance.conftest import LAST, ON_THE_DAY, ONE_DAY, RECEIVED, accepted, as_, choose
from tests.macd import make
from tests.services import make as stock

THE_DAY_BEFORE = datetime(2026, 4, 30, 21, 59, tzinfo=UTC)  # 23:59 in Brussels
GONE = LAST + ONE_DAY


def rebuilt():
    """Raises SystemExit where entries and periods differ."""
    call_command("rebuild_inventory", "--check", verbosity=0)


def test_rule_60_an_agreement_is_executed_on_its_day_and_not_before(world, case):
    """Until midnight in Brussels all works; then services, offices and customer close."""
    accepted(world, case)
    assert operations.execute_due(at=THE_DAY_BEFORE) == 0
    assert state_on(world.service, GONE) is not None
    assert operations.execute_due(at=ON_THE_DAY) == 1
    for each in (case, world.agreement, world.customer, world.office, world.elsewhere):
        each.refresh_from_db()
    assert state_on(world.service, LAST) is not None
    assert state_on(world.service, GONE) is None
    assert (world.agreement.ended_on, world.agreement.initial_end_on) == (GONE, date(2028, 1, 1))
    assert (case.status, world.customer.closed_on) == ("executed", GONE)
    assert (world.office.status, world.elsewhere.status) == ("closed", "closed")
    rebuilt()
    chain.extend()
    call_command("verify_audit", verbosity=0)
    told = Message.objects.filter(channel="case_mail", payload__about="case_executed")
    assert set(told.values_list("recipient_id", flat=True)) == {
        world.manager.pk,
        world.finance.pk,
        world.signatory.pk,
    }


def test_rule_60_executing_twice_ends_nothing_twice(world, case):
    """A second run, and a late worker with the row in hand, do nothing."""
    accepted(world, case)
    row = case.agreements.get()
    assert operations.execute_due(at=ON_THE_DAY) == 1
    before = InventoryEntry.objects.count(), AuditEvent.objects.count()
    assert operations.execute_due(at=ON_THE_DAY) == 0
    assert operations.execute_agreement(row.pk, at=ON_THE_DAY) is False
    assert (InventoryEntry.objects.count(), AuditEvent.objects.count()) == before


def test_rule_60_a_late_worker_on_a_withdrawn_case_does_nothing(world, case):
    """It had the row in hand when the notice was withdrawn."""
    accepted(world, case)
    row = case.agreements.get()
    operations.withdraw_notice(case=case, **as_(world, world.signatory))
    before = InventoryEntry.objects.count()
    assert operations.execute_agreement(row.pk, at=ON_THE_DAY) is False
    assert InventoryEntry.objects.count() == before


def test_rule_60_a_notice_that_is_not_accepted_is_not_executed(world, case):
    """Chosen ends alone end nothing."""
    choose(world, case, last=LAST)
    assert operations.execute_due(at=ON_THE_DAY) == 0


def test_rule_60_each_agreement_on_its_own_day_the_customer_with_the_last(world):
    """The first takes its services and leaves the rest; the last closes offices and customer."""
    second = stock.agreement(world.customer)
    line = stock.installed(world.customer, office=world.elsewhere, agreement=second)
    loose = stock.installed(world.customer)
    case = operations.give_notice(customer=world.customer, sure=True, **as_(world, world.signatory))
    rows = list(case.agreements.select_related("case", "agreement").order_by("agreement__number"))
    for row, end in zip(rows, (GONE, date(2026, 7, 1)), strict=True):
        operations.choose_end(
            row=row, mode="fixed", ends_on=end, note="Why", **as_(world, world.finance)
        )
    operations.accept(case=case, **as_(world, world.finance))
    assert operations.execute_due(at=ON_THE_DAY) == 1
    case.refresh_from_db()
    assert (case.status, case.act_on) == ("accepted", date(2026, 6, 30))
    assert state_on(world.service, GONE) is None
    assert state_on(line, GONE) is not None
    assert state_on(loose, GONE) is not None
    world.office.refresh_from_db()
    assert world.office.status == "active"
    july = datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
    assert operations.execute_due(at=july) == 1
    case.refresh_from_db()
    assert case.status == "executed"
    assert state_on(line, date(2026, 7, 1)) is None
    assert state_on(loose, date(2026, 7, 1)) is None
    rebuilt()


def test_rule_60_what_was_missed_is_executed_late_with_its_own_day(world, case):
    """The scheduler slept for a week: the day that was decided still counts."""
    accepted(world, case)
    assert operations.execute_due(at=datetime(2026, 5, 8, 6, 0, tzinfo=UTC)) == 1
    assert state_on(world.service, LAST) is not None
    assert state_on(world.service, GONE) is None


def test_numbers_leave_as_decided_or_are_given_up(world, case):
    kept, lost, silent = (stock.number(world.service) for _ in range(3))
    for number, decision in ((kept, "port_out"), (lost, "release")):
        operations.decide_number(
            case=case, number=number, decision=decision, **as_(world, world.signatory)
        )
    accepted(world, case)
    operations.execute_due(at=ON_THE_DAY)
    statuses = dict(ServiceNumber.objects.values_list("pk", "status"))
    assert statuses == {kept.pk: "porting_out", lost.pk: "released", silent.pk: "released"}


def test_what_was_planned_for_later_is_voided_and_what_stopped_stays(world, case):
    facts = {"source": stock.IMPORT, "person_id": None, "at": make.AT}
    record_change(
        service=world.service,
        effective_on=date(2026, 6, 1),
        change={"set": {"quantity": 2}},
        **facts,
    )
    record_change(
        service=world.other, effective_on=date(2026, 4, 1), change={"cease": True}, **facts
    )
    ahead = stock.installed(world.customer, on=date(2026, 8, 1), agreement=world.agreement)
    accepted(world, case)
    assert operations.execute_due(at=ON_THE_DAY) == 1
    assert [p.valid.upper for p in world.service.periods.all()] == [GONE]
    assert [p.valid.upper for p in world.other.periods.all()] == [date(2026, 4, 1)]
    assert not ahead.periods.exists()
    rebuilt()


def test_open_requests_close_with_their_services(world, case):
    in_review = make.submitted(world)
    draft = make.draft(world, "delete", periods=[world.period(world.other)])
    delivering = make.started(world, make.delete(make.replace_service(world)))
    accepted(world, case)
    assert operations.execute_due(at=ON_THE_DAY) == 1
    statuses = {}
    for document in (in_review, draft, delivering):
        document.refresh_from_db()
        statuses[document.pk] = document.status
    assert statuses == {
        in_review.pk: "cancelled",
        draft.pk: "expired",
        delivering.pk: "cancelled",
    }
    left = in_review.events.filter(step=Step.LEAVE).order_by("id")
    assert [event.to_status for event in left] == [
        "withdrawal_requested",
        "withdrawing",
        "cancelled",
    ]
    assert not Service.objects.filter(claims__released_at=None, claims__isnull=False).exists()


def test_a_customer_without_agreements_closes_on_the_chosen_day(world):
    bare = people.customer(account_manager=world.manager)
    service = stock.installed(bare)
    case = operations.record_notice(
        customer=bare,
        channel="mail",
        received_at=RECEIVED,
        given_by="A. Boss",
        **as_(world, world.finance),
    )
    operations.plan_closing(case=case, closes_on=GONE, **as_(world, world.finance))
    operations.accept(case=case, **as_(world, world.finance))
    assert operations.execute_due(at=THE_DAY_BEFORE) == 0
    assert operations.execute_due(at=ON_THE_DAY) == 1
    bare.refresh_from_db()
    assert bare.closed_on == GONE
    assert state_on(service, GONE) is None
    assert operations.execute_due(at=ON_THE_DAY) == 0


def test_rule_60_of_two_workers_at_once_one_executes(committed):
    """Both hold the row; the customer's lock lets one do it, the other finds it done."""
    with as_system():
        world = make.world()
        case = operations.give_notice(
            customer=world.customer, sure=True, **as_(world, world.signatory)
        )
        accepted(world, case)
        row = case.agreements.get()
    ready = threading.Barrier(2)
    outcomes = []

    def work():
        try:
            with as_system():
                ready.wait(timeout=10)
                outcomes.append(operations.execute_agreement(row.pk, at=ON_THE_DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == [False, True]
    with as_system():
        assert CancellationCase.objects.get(pk=case.pk).status == "executed"
        ceased = InventoryEntry.objects.filter(service=world.service, change__has_key="cease")
        assert ceased.count() == 1


def _at_once(works):
    """Do each in a thread of its own, begun together: what it gave, or why it was refused."""
    ready, outcomes = threading.Barrier(len(works)), {}

    def work(name, do):
        try:
            with as_system():
                ready.wait(timeout=10)
                outcomes[name] = do()
        except StepDenied as denied:
            outcomes[name] = denied
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=each) for each in works.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_rule_58_withdrawn_while_it_is_executed(committed):
    """Whoever has the row first decides: nothing is both withdrawn and carried out."""
    with as_system():
        world = make.world()
        case = operations.give_notice(
            customer=world.customer, sure=True, **as_(world, world.signatory)
        )
        accepted(world, case)
        row = case.agreements.get()
        withdrawing = as_(world, world.signatory, ON_THE_DAY)
    outcomes = _at_once(
        {
            "withdraw": lambda: operations.withdraw_notice(case=case, **withdrawing),
            "execute": lambda: operations.execute_agreement(row.pk, at=ON_THE_DAY),
        }
    )
    with as_system():
        status = CancellationCase.objects.get(pk=case.pk).status
        ceased = InventoryEntry.objects.filter(service=world.service, change__has_key="cease")
        executed = outcomes["execute"] is True
        assert status == ("executed" if executed else "withdrawn")
        assert ceased.count() == executed
        assert isinstance(outcomes["withdraw"], StepDenied) == executed, outcomes


def test_one_that_cannot_be_executed_does_not_stop_the_others(committed, failed_alone):
    """Another connection holds the first customer; the second is executed, the first next time."""
    with as_system():
        worlds = [make.world(), make.world()]
        for world in worlds:
            case = operations.give_notice(
                customer=world.customer, sure=True, **as_(world, world.signatory)
            )
            accepted(world, case)
    holding, done = threading.Event(), threading.Event()

    def hold():
        try:
            with as_system():
                lock_customer(worlds[0].customer.pk)
                holding.set()
                done.wait(timeout=30)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait(timeout=10)
    first = operations.execute_due(at=ON_THE_DAY)
    done.set()
    thread.join(timeout=30)
    assert (first, operations.execute_due(at=ON_THE_DAY)) == (1, 1)
    assert len(failed_alone) == 1
    failed_alone.clear()
