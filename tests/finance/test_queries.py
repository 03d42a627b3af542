"""Who sees which case, and what of it."""

import pytest

from accounts.roles import CustomerRole, Scope, StaffRole
from finance import operations, queries
from tests.accounts import make as people
from tests.finance.conftest import as_
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


def test_internal_notes_never_reach_the_customer(world, case):
    operations.write_note(case=case, note="They bluff.", **as_(world, world.finance))
    for person, expected in ((world.finance, 2), (world.manager, 2), (world.signatory, 1)):
        assert queries.events_for(world.by(person), case).count() == expected
    # Nor who sits on both sides.
    people.membership(CustomerRole.VIEWER, customer=world.customer, person=world.finance)
    assert queries.events_for(world.by(world.finance), case).count() == 1


def test_finance_sees_open_requests_but_no_drafts(world, case):
    document, draft = make.submitted(world), make.change(world)
    for person, expected in (
        (world.finance, [document]),
        (world.manager, [document]),
        (world.requester, [document, draft]),
    ):
        assert list(queries.open_documents_of(world.by(person), case)) == expected
