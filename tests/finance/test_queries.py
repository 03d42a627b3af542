"""Who sees which case, in which order."""

from datetime import UTC, datetime

import pytest

from accounts.roles import CustomerRole, Scope, StaffRole
from finance import queries
from services.cancellation import CaseStatus, advance_case, open_case
from tests.accounts import make as people
from tests.finance.conftest import workers
from tests.macd import make


def test_finance_and_auditor_see_all_others_theirs(world, case):
    elsewhere = make.world()
    auditor = people.staff(StaffRole.AUDITOR)
    for person in (world.finance, auditor, world.manager, world.requester, world.signatory):
        assert list(queries.cases_for(world.by(person))) == [case], person
    for person in (elsewhere.manager, elsewhere.requester, world.operations):
        assert not queries.cases_for(world.by(person)), person
        assert queries.case_for(world.by(person), case.public_id) is None


@pytest.mark.parametrize(
    ("roles", "scope"),
    [([CustomerRole.PARTNER], Scope.ALL), ([CustomerRole.REQUESTER], Scope.OWN)],
)
def test_the_it_firm_and_narrow_scopes_do_not_see_the_case(world, case, roles, scope):
    person = people.membership(*roles, customer=world.customer, scope=scope).person
    assert not queries.cases_for(world.by(person))


def test_open_cases_come_by_last_day_to_act_closed_ones_last(world, case):
    small, closed = make.world(), make.world()
    workers(small.customer, 5)
    workers(world.customer, 50)
    at = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    case.worker_count = 50
    case.agreements.update(statutory_end_on="2028-01-01")
    soon = open_case(customer_id=small.customer.pk, by=small.signatory, at=at, channel="page")
    over = open_case(customer_id=closed.customer.pk, by=closed.signatory, at=at, channel="page")
    advance_case(case=over, to=CaseStatus.WITHDRAWN, by=world.finance, at=at)
    rows = queries.listed(world.by(world.finance), on=make.TODAY)
    assert [listed.case.pk for listed in rows] == [soon.pk, case.pk, over.pk]
    assert rows[0].act_on == at.date()


def test_finance_sees_open_requests_but_no_drafts(world, case):
    document, draft = make.submitted(world), make.change(world)
    for person, expected in (
        (world.finance, [document]),
        (world.manager, [document]),
        (world.requester, [document, draft]),
    ):
        assert list(queries.open_documents_of(world.by(person), case)) == expected
