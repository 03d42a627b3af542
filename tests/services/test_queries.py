"""What would remain, what may be named at an office."""

import threading
from datetime import date

from django.db import connection

from accounts.tenancy import as_system
from services.claims import claim
from services.inventory import Source, record_change
from services.queries import is_empty, lasting_services, remaining_after, targets_for_change
from tests.accounts import make as accounts
from tests.offices import make as offices
from tests.services import make


def record(service, on, **verb):
    record_change(
        service=service,
        effective_on=on,
        change=verb,
        source=Source("provider_event", cause="unpaid"),
        person_id=None,
        at=make.AT,
    )


def test_active_suspended_and_planned_services_count(system):
    """Decision on rule 48; a stopped one does not, nor one whose stop is recorded."""
    customer = accounts.customer()
    active = make.installed(customer)
    suspended = make.installed(customer)
    record(suspended, make.TODAY, suspend=True)
    planned = make.installed(customer, on=date(2026, 6, 1))
    stopped, stopping = make.installed(customer), make.installed(customer)
    record(stopped, date(2026, 1, 1), cease=True)
    record(stopping, date(2026, 12, 1), cease=True)
    make.installed(accounts.customer())

    lasting = lasting_services(customer_id=customer.pk, on=make.TODAY)
    assert set(lasting) == {active, suspended, planned}


def test_remaining_by_customer_and_agreement(system):
    customer = accounts.customer()
    voice, data = make.agreement(customer), make.agreement(customer)
    phone = make.installed(customer, agreement=voice)
    first, second = (make.installed(customer, agreement=data) for _ in range(2))

    left = remaining_after(customer_id=customer.pk, leaving={phone.pk, first.pk}, on=make.TODAY)
    assert left.of_customer == 1
    assert left.by_agreement == {voice.pk: 0, data.pk: 1}
    left = remaining_after(
        customer_id=customer.pk, leaving={phone.pk, first.pk, second.pk}, on=make.TODAY
    )
    assert left.of_customer == 0


def test_services_that_another_document_stops_are_gone_already(system):
    customer = accounts.customer()
    one, other = make.installed(customer), make.installed(customer)
    claim(service=other, action="delete", holder="MACD-1/1", fields=(), at=make.AT)
    question = {"customer_id": customer.pk, "leaving": {one.pk}, "on": make.TODAY}
    assert remaining_after(**question).of_customer == 0
    assert remaining_after(**question, beside=("MACD-1/1",)).of_customer == 1


def test_two_last_services_at_once_do_not_both_leave_one(committed):
    """The customer's lock makes the second see the first's claim."""
    with as_system():
        customer = accounts.customer()
        services = [make.installed(customer) for _ in range(2)]
    ready = threading.Barrier(2)
    left = []

    def stop(service):
        try:
            with as_system():
                ready.wait(timeout=10)
                remaining = remaining_after(
                    customer_id=customer.pk, leaving={service.pk}, on=make.TODAY
                )
                left.append(remaining.of_customer)
                if remaining.of_customer:
                    claim(
                        service=service,
                        action="delete",
                        holder=f"MACD-{service.pk}/1",
                        fields=(),
                        at=make.AT,
                    )
        finally:
            connection.close()

    threads = [threading.Thread(target=stop, args=(service,)) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(left) == [0, 1]


def test_an_office_is_empty_when_nothing_is_there_nor_will_be(system):
    customer = accounts.customer()
    office, other = offices.office(customer), offices.office(customer)
    assert is_empty(office, on=make.TODAY)
    make.installed(customer, office=office, on=date(2026, 6, 1))
    service = make.installed(customer, office=other)
    assert not is_empty(office, on=make.TODAY)
    record(service, date(2026, 5, 1), cease=True)
    assert not is_empty(other, on=date(2026, 4, 30))
    assert is_empty(other, on=date(2026, 5, 1))


def test_targets_are_at_the_stated_office_or_at_none(system):
    """Rule 4."""
    customer = accounts.customer()
    office = offices.office(customer)
    here = make.installed(customer, office=office)
    nomadic = make.installed(customer)
    make.installed(customer, office=offices.office(customer))
    question = {"customer_id": customer.pk, "on": make.TODAY}
    assert [one.service for one in targets_for_change(**question, office=office)] == [here]
    assert [one.service for one in targets_for_change(**question)] == [nomadic]
