"""What the database refuses about offices, and how they are shown."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.tenancy import as_customers
from offices.models import MembershipOffice, Office, OfficeContact
from tests.accounts import make as accounts
from tests.offices import make


def test_address_as_on_a_letter(system):
    office = make.office(accounts.customer(), name="Ghent", number="12", box="3", floor="2nd floor")
    assert str(office) == "Ghent, Gent"
    with translation.override("en"):
        assert office.address_lines == ("Korenmarkt 12 box 3", "2nd floor", "9000 Gent")
        assert office.address == "Korenmarkt 12 box 3, 2nd floor, 9000 Gent"
    abroad = make.office(accounts.customer(), country="FR", postcode="59000", municipality="Lille")
    assert abroad.address_lines[-2:] == ("59000 Lille", "FR")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"postcode": "59000"}, "belgian_postcode"),
        ({"postcode": "0999"}, "belgian_postcode"),
        ({"country": "be"}, "country_is_iso"),
        ({"status": "gone"}, "status_is_known"),
        ({"telephone_zone": "9"}, "zone_is_a_prefix"),
    ],
)
def test_the_database_refuses(system, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make.office(accounts.customer(), **fields)


def test_a_code_is_one_office_of_a_customer(system):
    customer = accounts.customer()
    make.office(customer, code="GNT")
    make.office(accounts.customer(), code="GNT")
    with pytest.raises(IntegrityError, match="one_office_per_code"), transaction.atomic():
        make.office(customer, code="GNT")


def test_a_contact_can_be_reached(system):
    office = make.office(accounts.customer())
    facts = {"customer_id": office.customer_id, "office": office, "role": "on_site"}
    OfficeContact.objects.create(name="Ana", mobile="+32475123456", **facts)
    with pytest.raises(IntegrityError, match="can_be_reached"), transaction.atomic():
        OfficeContact.objects.create(name="Bo", **facts)
    assert str(office.contacts.get()) == "Ana"


def test_customers_see_their_own_offices_only(system):
    mine, other = accounts.customer(), accounts.customer()
    office = make.office(mine)
    foreign = make.office(other)
    with as_customers([mine.pk]):
        assert list(Office.objects.all()) == [office]
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            make.office(other)
        assert not Office.objects.filter(pk=foreign.pk).update(name="Mine now")


def test_a_scope_names_offices_of_the_memberships_own_customer(system):
    membership = accounts.membership(scope="offices")
    office = make.office(membership.customer)
    facts = {"customer": membership.customer, "membership": membership}
    MembershipOffice.objects.create(office=office, **facts)
    assert [row.office for row in membership.offices_in_scope.all()] == [office]
    foreign = make.office(accounts.customer())
    with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
        MembershipOffice.objects.create(office=foreign, **facts)
