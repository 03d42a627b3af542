"""Withdrawn until executed: nothing stays but the history (rule 58)."""

from datetime import UTC, datetime

import pytest

from finance import operations
from macd.refusals import NotPermitted, Stale, Unsound
from services.models import CaseEvent, InventoryEntry
from tests.finance.conftest import ON_THE_DAY, accepted, as_
from tests.macd import make

THE_DAY_BEFORE = datetime(2026, 4, 30, 20, 0, tzinfo=UTC)


def test_rule_58_a_withdrawal_the_day_before_leaves_no_trace_but_the_history(world, case):
    """Services, agreement, offices and requests are as they were; the worker comes for nothing."""
    document = make.submitted(world)
    accepted(world, case)
    before = InventoryEntry.objects.count()
    operations.withdraw_notice(case=case, **as_(world, world.signatory, THE_DAY_BEFORE))
    assert operations.execute_due(at=ON_THE_DAY) == 0
    for each in (case, world.agreement, world.customer, world.office, document):
        each.refresh_from_db()
    assert case.status == "withdrawn"
    assert InventoryEntry.objects.count() == before
    assert (world.agreement.ended_on, world.customer.closed_on) == (None, None)
    assert (world.office.status, document.status) == ("active", "submitted")
    steps = list(CaseEvent.objects.filter(case=case).values_list("step", flat=True))
    assert steps == ["notice", "plan", "accept", "withdraw"]


def test_rule_58_who_may_give_notice_or_finance_withdraws_it(world, case, administrator):
    """Finance says who asked; the company's own people need give no reason."""
    for person in (world.requester, world.manager, world.operations):
        with pytest.raises(NotPermitted):
            operations.withdraw_notice(case=case, note="No", **as_(world, person))
    with pytest.raises(Unsound):
        operations.withdraw_notice(case=case, **as_(world, world.finance))
    operations.withdraw_notice(case=case, **as_(world, administrator))
    with pytest.raises(Stale):
        operations.withdraw_notice(case=case, note="Mail", **as_(world, world.finance))
