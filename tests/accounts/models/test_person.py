"""People and the addresses they sign in with."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.roles import StaffRole
from tests.accounts import make


def test_an_address_is_kept_in_lower_case_and_found_in_any(system):
    ana = make.person(email="  Ana@Example.Test ")
    assert ana.email == "ana@example.test"
    assert Person.objects.get_by_natural_key("ANA@example.test") == ana


def test_an_address_is_unique_whatever_its_case(system):
    make.person(email="ana@example.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.person(email="ANA@example.test")


def test_the_database_refuses_capitals(system):
    with pytest.raises(IntegrityError, match="person_email_lower_case"), transaction.atomic():
        Person.objects.create(email="Ana@example.test", name="Ana")


def test_the_database_knows_the_languages(system):
    with pytest.raises(IntegrityError, match="person_language"), transaction.atomic():
        make.person(language="it")


def test_clean_writes_the_address_as_it_is_kept():
    ana = Person(email=" Ana@Example.Test")
    ana.clean()
    assert ana.email == "ana@example.test"


def test_a_person_without_password_cannot_sign_in(system):
    assert not make.person(password=None).has_usable_password()


def test_a_superuser_belongs_to_the_staff(system):
    boss = Person.objects.create_superuser("Boss@provider.example", "secret words")
    assert (boss.is_staff, boss.is_superuser, boss.name) == (True, True, "Boss@provider.example")
    assert [each.role for each in boss.staff_memberships.all()] == [StaffRole.ADMINISTRATOR]


def test_a_person_is_called_by_name():
    assert str(Person(email="a@b.test", name="Ana Peeters")) == "Ana Peeters"
    assert str(Person(email="a@b.test")) == "a@b.test"
    assert Person(name="Ana Peeters").get_short_name() == "Ana Peeters"
