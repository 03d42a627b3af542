"""What the database refuses about staff and deputies."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import Deputyship, StaffMembership, Team
from accounts.roles import StaffRole
from tests.accounts import make


def period(first: int, last: int) -> DateRange:
    return DateRange(date(2026, 7, first), date(2026, 7, last))


def test_a_role_once_per_person(system):
    somebody = make.staff(StaffRole.FINANCE)
    with pytest.raises(IntegrityError, match="staff_role_once"), transaction.atomic():
        StaffMembership.objects.create(person=somebody, role=StaffRole.FINANCE)
    with pytest.raises(IntegrityError, match="staff_role_known"), transaction.atomic():
        StaffMembership.objects.create(person=somebody, role="king")


def test_deputyships_of_two_people_do_not_overlap(system):
    manager, deputy = make.staff(), make.staff()
    Deputyship.objects.create(account_manager=manager, deputy=deputy, valid=period(1, 10))
    Deputyship.objects.create(account_manager=manager, deputy=deputy, valid=period(10, 12))
    Deputyship.objects.create(account_manager=manager, deputy=make.staff(), valid=period(1, 10))
    with pytest.raises(IntegrityError, match="once_at_a_time"), transaction.atomic():
        Deputyship.objects.create(account_manager=manager, deputy=deputy, valid=period(9, 11))


def test_a_deputy_is_someone_else_and_for_some_time(system):
    manager = make.staff()
    with pytest.raises(IntegrityError, match="someone_else"), transaction.atomic():
        Deputyship.objects.create(account_manager=manager, deputy=manager, valid=period(1, 2))
    with pytest.raises(IntegrityError, match="lasts"), transaction.atomic():
        Deputyship.objects.create(account_manager=manager, deputy=make.staff(), valid=period(1, 1))


def test_teams_have_a_name(system):
    team = Team.objects.create(name="North", lead=make.staff(StaffRole.LEAD))
    assert str(team) == "North"
