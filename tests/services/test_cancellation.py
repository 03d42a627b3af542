"""Leaving completely: one open case per customer, with the ends of every agreement."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.tenancy import as_customers, as_system
from audit.models import AuditEvent
from services.agreements import current_end
from services.cancellation import (
    AlreadyLeaving,
    CancellationCase,
    CaseAgreement,
    CaseMoved,
    accepted_case_for,
    advance_case,
    end_agreement,
    open_case,
    open_case_for,
)
from services.models import Agreement, CaseStatus
from tests.accounts import make as accounts
from tests.services import make


def notice(customer, **facts):
    defaults = {"by": accounts.person(), "at": make.AT, "channel": "page"}
    return open_case(customer_id=customer.pk, **{**defaults, **facts})


def company(workers):
    counted = None if workers is None else date(2026, 1, 1)
    return accounts.customer(worker_count=workers, worker_count_on=counted)


def test_a_notice_opens_a_case_with_a_row_per_running_agreement(system):
    customer = company(50)
    running = make.agreement(customer)
    make.agreement(customer, ended_on=date(2025, 6, 1))
    make.agreement(accounts.customer())
    case = notice(customer, reason="We move abroad")

    row = case.agreements.get()
    assert row.agreement == running
    assert row.contractual_end_on == date(2028, 1, 1)
    assert row.statutory_end_on == date(2028, 1, 1)
    assert case.worker_count == 50
    assert open_case_for(customer.pk) == case
    assert accepted_case_for(customer.pk) is None
    event = AuditEvent.objects.get(event="case.notice_given")
    assert event.reference == str(case.public_id)
    assert "abroad" not in str(event.facts)


@pytest.mark.parametrize(
    ("workers", "statutory"),
    [(9, date(2026, 3, 3)), (0, date(2026, 3, 3)), (10, date(2028, 1, 1)), (None, None)],
)
def test_the_worker_count_at_receipt_decides(system, workers, statutory):
    """Unknown: both results stand in the row, and neither is said to apply."""
    customer = company(workers)
    make.agreement(customer)
    row = notice(customer).agreements.get()
    assert row.statutory_end_on == statutory
    assert row.statutory_end_if_small_on == date(2026, 3, 3)
    assert row.statutory_end_if_large_on == date(2028, 1, 1)
    assert row.fee_free_from_on == date(2025, 7, 1)


def test_the_recorded_receipt_counts_in_brussels(system):
    """A letter received before it is recorded; half past midnight in Brussels is the next day."""
    customer = company(20)
    make.agreement(customer, initial_end_on=date(2026, 6, 1), notice_months=3)
    received = datetime(2026, 2, 27, 23, 30, tzinfo=UTC)
    case = notice(customer, channel="letter", received_at=received)
    assert case.received_at == received
    assert case.agreements.get().contractual_end_on == date(2026, 6, 1)
    late = company(20)
    make.agreement(late, initial_end_on=date(2026, 6, 1), notice_months=3)
    recorded = notice(late, received_at=datetime(2026, 2, 28, 23, 30, tzinfo=UTC))
    assert recorded.agreements.get().contractual_end_on == date(2027, 6, 1)


def test_no_belgian_law_for_a_customer_elsewhere(system):
    customer = accounts.customer(country="NL", enterprise_number="12345678")
    make.agreement(customer)
    row = notice(customer).agreements.get()
    assert row.contractual_end_on == date(2028, 1, 1)
    assert (row.statutory_end_on, row.statutory_end_if_small_on) == (None, None)


def test_one_open_case_per_customer(system):
    customer = company(5)
    case = notice(customer)
    with pytest.raises(AlreadyLeaving) as caught:
        notice(customer)
    assert caught.value.case == case
    with pytest.raises(IntegrityError, match="one_open_case"), transaction.atomic():
        CancellationCase.objects.create(
            customer=customer, opened_by=case.opened_by, received_at=make.AT, channel="mail"
        )
    advance_case(case=case, to=CaseStatus.WITHDRAWN, by=case.opened_by, at=make.AT)
    assert notice(customer).pk != case.pk


ALLOWED = {
    ("notice_given", "accepted"),
    ("notice_given", "withdrawn"),
    ("accepted", "executed"),
    ("accepted", "withdrawn"),
}


@pytest.mark.parametrize("start", CaseStatus.values)
@pytest.mark.parametrize("to", CaseStatus)
def test_the_life_of_a_case(system, start, to):
    case = notice(company(5))
    closed_at = None if start in {"notice_given", "accepted"} else make.AT
    CancellationCase.objects.filter(pk=case.pk).update(status=start, closed_at=closed_at)
    if (start, to.value) in ALLOWED:
        advance_case(case=case, to=to, by=case.opened_by, at=make.AT)
        case.refresh_from_db()
        assert case.status == to
        assert (case.closed_at is None) == (to == CaseStatus.ACCEPTED)
        assert (accepted_case_for(case.customer_id) is None) == (to != CaseStatus.ACCEPTED)
    else:
        with pytest.raises(CaseMoved):
            advance_case(case=case, to=to, by=case.opened_by, at=make.AT)


def test_a_case_leaves_every_agreement_as_it_was(system):
    customer = company(5)
    agreement = make.agreement(customer)
    notice(customer)
    assert Agreement.objects.get(pk=agreement.pk).initial_end_on == agreement.initial_end_on


def test_each_agreement_is_executed_on_its_day(system):
    """Rule 60: not before, once, and only in an accepted case; its stored end stays."""
    customer = company(5)
    agreement = make.agreement(customer)
    case = notice(customer)
    row = case.agreements.get()
    facts = {"row": row, "by": case.opened_by, "at": make.AT}
    with pytest.raises(CaseMoved, match="not accepted"):
        end_agreement(ends_on=make.TODAY, **facts)
    advance_case(case=case, to=CaseStatus.ACCEPTED, by=case.opened_by, at=make.AT)
    with pytest.raises(CaseMoved, match="not before"):
        end_agreement(ends_on=date(2026, 3, 3), **facts)
    end_agreement(ends_on=make.TODAY, **facts)
    with pytest.raises(CaseMoved, match="ended already"):
        end_agreement(ends_on=make.TODAY, **facts)

    agreement.refresh_from_db()
    assert (agreement.ended_on, agreement.initial_end_on) == (make.TODAY, date(2028, 1, 1))
    assert current_end(agreement, make.TODAY) == make.TODAY


def test_customers_see_their_own_case_only(system):
    mine, other = company(5), company(5)
    make.agreement(other)
    case = notice(mine)
    notice(other)
    with as_customers([mine.pk]):
        assert list(CancellationCase.objects.all()) == [case]
        assert not CaseAgreement.objects.exists()


def test_of_two_notices_at_once_one_opens_the_case(committed):
    with as_system():
        customer = company(5)
        people = [accounts.person(), accounts.person()]
    ready = threading.Barrier(2)
    outcomes = []

    def give(person):
        try:
            with as_system():
                ready.wait(timeout=10)
                notice(customer, by=person)
            outcomes.append("opened")
        except AlreadyLeaving:
            outcomes.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["already", "opened"]
