"""Reads of offices."""

from offices.models import OfficeContact, OfficeStatus
from offices.queries import offices_of, with_contacts
from tests.accounts import make as accounts
from tests.offices import make


def test_closed_offices_only_when_asked_for(system):
    customer = accounts.customer()
    active = make.office(customer, name="A")
    planned = make.office(customer, name="B", status=OfficeStatus.PLANNED)
    closed = make.office(customer, name="C", status=OfficeStatus.CLOSED)
    make.office(accounts.customer())
    assert list(offices_of(customer_ids=[customer.pk])) == [active, planned]
    assert list(offices_of(customer_ids=[customer.pk], statuses=["closed"])) == [closed]
    assert list(offices_of(customer_ids=[])) == []


def test_contacts_come_in_one_query_more(system, django_assert_num_queries):
    customer = accounts.customer()
    for _ in range(3):
        office = make.office(customer)
        OfficeContact.objects.create(
            customer=customer, office=office, role="technical", name="Ana", phone="+3292234567"
        )
    with django_assert_num_queries(2):
        offices = list(with_contacts(offices_of(customer_ids=[customer.pk])))
        assert [len(office.contacts.all()) for office in offices] == [1, 1, 1]
