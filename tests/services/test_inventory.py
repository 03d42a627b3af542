"""The inventory in the database: recorded changes, periods, as-of reads, rebuilding."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tenancy import as_customers, as_system
from services.inventory import (
    InventoryRefused,
    Source,
    changes_of,
    fold,
    last_effective_on,
    rebuild,
    record_change,
    services_on,
    state_on,
)
from services.models import InventoryEntry, Service, ServicePeriod
from services.operations import open_service
from tests.accounts import make as accounts
from tests.offices import make as offices
from tests.services import make

LINE = Source("line", "MACD-2026-00001", 2, 1)


def change(service, on, **verb):
    return record_change(
        service=service,
        effective_on=on,
        change=verb,
        source=LINE,
        person_id=None,
        at=make.AT,
    )


def test_change_takes_effect_on_its_day_and_names_the_document(system):
    customer = accounts.customer()
    office = offices.office(customer)
    service = make.installed(customer, office=office, on=date(2025, 1, 1))

    change(service, date(2026, 3, 15), set={"configuration": {"speed": 500}, "quantity": 2})

    before, after = state_on(service, date(2026, 3, 14)), state_on(service, date(2026, 3, 15))
    assert before is not None
    assert after is not None
    assert (before.configuration, before.quantity) == ({"speed": 100}, 1)
    assert (after.configuration, after.quantity) == ({"speed": 500}, 2)
    assert after.office == office
    assert after.recurring_price == Decimal("50.0000")
    assert after.monthly_amount == Decimal("100.0000")
    assert after.since_on == date(2026, 3, 15)
    assert after.entry.source_number == "MACD-2026-00001"
    assert state_on(service, date(2024, 12, 31)) is None
    assert Service.objects.get(pk=service.pk).first_started_on == date(2025, 1, 1)


def test_stop_is_the_first_day_without(system):
    service = make.installed(accounts.customer())
    change(service, date(2026, 4, 1), cease=True)
    assert state_on(service, date(2026, 3, 31)) is not None
    assert state_on(service, date(2026, 4, 1)) is None
    assert last_effective_on(service) == date(2026, 4, 1)


def test_suspended_and_resumed(system):
    service = make.installed(accounts.customer())
    change(service, date(2026, 4, 1), suspend=True)
    change(service, date(2026, 5, 1), resume=True)
    statuses = [state_on(service, date(2026, month, 15)).status for month in (3, 4, 5)]
    assert statuses == ["active", "suspended", "active"]


def test_correction_takes_the_place_of_an_entry(system):
    service = make.installed(accounts.customer())
    wrong = change(service, date(2026, 2, 1), set={"recurring_price": "75.00"})
    record_change(
        service=service,
        effective_on=date(2026, 2, 15),
        change={"set": {"recurring_price": "70.00"}},
        source=Source("correction"),
        person_id=None,
        at=make.AT,
        reason="Typed the price of another offer",
        voids=wrong,
    )
    prices = [period.recurring_price for period in service.periods.order_by("valid")]
    assert prices == [Decimal(50), Decimal(70)]
    assert next(iter(changes_of(service))).voids == wrong


@pytest.mark.parametrize(
    ("verb", "message"),
    [
        ({"set": {"quantity": 0}}, "cannot be read"),
        ({"set": {"recurring_price": 1.5}}, "cannot be read"),
        ({"set": {"colour": "red"}}, "cannot be read"),
        ({"install": {}}, "installed already"),
        ({}, "A change is one of"),
        ({"cease": True, "suspend": True}, "A change is one of"),
        ({"explode": True}, "A change is one of"),
        ({"set": {"office_id": 0}}, "not one of this customer"),
        ({"set": {"offering_version_id": 0}}, "not published"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(system, verb, message):
    service = make.installed(accounts.customer())
    with pytest.raises(InventoryRefused, match=message):
        change(service, date(2026, 4, 1), **verb)
    assert service.entries.count() == 1
    assert service.periods.count() == 1


def test_change_before_the_start_is_refused(system):
    service = make.installed(accounts.customer())
    with pytest.raises(InventoryRefused, match="2024-12-31: the service is not installed"):
        change(service, date(2024, 12, 31), suspend=True)


def test_correction_needs_a_reason(system):
    service = make.installed(accounts.customer())
    with pytest.raises(InventoryRefused, match="reason"):
        record_change(
            service=service,
            effective_on=date(2026, 1, 1),
            change={"cease": True},
            source=Source("correction"),
            person_id=None,
            at=make.AT,
        )


def test_office_of_another_customer_is_refused(system):
    """Rule 3, by the operation and by the database itself."""
    service = make.installed(accounts.customer())
    foreign = offices.office(accounts.customer())
    with pytest.raises(InventoryRefused):
        change(service, date(2026, 4, 1), set={"office_id": foreign.pk})
    with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
        ServicePeriod.objects.filter(service=service).update(office=foreign)


def test_entries_are_never_edited_nor_deleted(system):
    entry = make.installed(accounts.customer()).entries.get()
    with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
        InventoryEntry.objects.filter(pk=entry.pk).update(effective_on=date(2020, 1, 1))
    with (
        pytest.raises(DatabaseError, match="only ever added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM services_inventoryentry WHERE id = %s", [entry.pk])


def test_periods_cannot_overlap(system):
    period = make.installed(accounts.customer()).periods.get()
    period.pk = None
    period.valid = (date(2025, 6, 1), date(2025, 7, 1))
    with pytest.raises(IntegrityError, match="one_configuration_at_a_time"), transaction.atomic():
        period.save(force_insert=True)


def test_what_is_installed_at_an_office_on_a_day(system):
    customer = accounts.customer()
    ghent, bruges = offices.office(customer), offices.office(customer)
    first = make.installed(customer, office=ghent)
    make.installed(customer, office=bruges)
    make.installed(customer, office=ghent, on=date(2026, 6, 1))
    make.installed(accounts.customer())

    here = services_on(customer_id=customer.pk, on=make.TODAY, office=ghent)
    assert [period.service for period in here] == [first]
    assert services_on(customer_id=customer.pk, on=make.TODAY).count() == 2
    assert services_on(customer_id=customer.pk, on=date(2026, 6, 1)).count() == 3


def test_customers_do_not_see_each_other(system):
    mine, other = accounts.customer(), accounts.customer()
    make.installed(mine)
    make.installed(other)
    with as_customers([mine.pk]):
        assert {service.customer_id for service in Service.objects.all()} == {mine.pk}
        assert {period.customer_id for period in ServicePeriod.objects.all()} == {mine.pk}
        assert {entry.customer_id for entry in InventoryEntry.objects.all()} == {mine.pk}
    with as_customers([]):
        assert not Service.objects.exists()


def test_rebuild_finds_and_mends_what_does_not_follow(system):
    service = make.installed(accounts.customer())
    assert rebuild(check=True) == []
    ServicePeriod.objects.filter(service=service).update(quantity=7)

    assert rebuild(check=True) == [f"{service.service_id}: 1 periods that do not follow, 1 missing"]
    assert service.periods.get().quantity == 7
    assert len(rebuild(check=False)) == 1
    assert service.periods.get().quantity == 1
    assert rebuild(check=True) == []


STEPS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(
            [
                {"cease": True},
                {"suspend": True},
                {"resume": True},
                {"set": {"quantity": 3}},
                {"set": {"configuration": {"speed": 500, "sla": "gold"}}},
                {"set": {"configuration": {"sla": None}}},
                {"set": {"recurring_price": "61.25"}},
                "install",
                "void",
            ]
        ),
    ),
    max_size=12,
)
START = date(2026, 1, 1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_periods_equal_the_fold_of_any_history(system, steps):
    """Whatever is recorded in whatever order, the tables say what the entries fold into."""
    with transaction.atomic():
        service, install = _fresh()
        for offset, verb in steps:
            _try(service, offset, verb, install)
        entries = list(service.entries.order_by("seq"))
        stored = [
            (period.valid.lower, period.valid.upper, period.quantity, period.configuration)
            for period in service.periods.order_by("valid")
        ]
        folded = [
            (one.starts_on, one.ends_on, one.state.quantity, one.state.configuration)
            for one in fold(entries)
        ]
        assert stored == folded
        assert rebuild(check=True) == []
        days = {entry.effective_on for entry in entries}
        for on in days | {day - timedelta(days=1) for day in days}:
            _same_as_of(service, entries, on)
        transaction.set_rollback(True)


def _fresh():
    install = {
        "install": {
            "offering_version_id": make.version().pk,
            "office_id": None,
            "configuration": {"speed": 100},
            "recurring_price": "50.00",
        }
    }
    return open_service(customer_id=accounts.customer().pk), install


def _try(service, offset, verb, install):
    """Record one change; one that makes an impossible history must leave no trace."""
    last = service.entries.filter(voided_by=None).order_by("-seq").first()
    voids = last if verb == "void" else None
    known = {"install": install, "void": {}}
    change = known[verb] if isinstance(verb, str) else verb
    count = service.entries.count()
    try:
        record_change(
            service=service,
            effective_on=START + timedelta(days=offset),
            change=change,
            source=Source("correction"),
            person_id=None,
            at=make.AT,
            reason="drawn",
            voids=voids,
        )
    except InventoryRefused:
        assert service.entries.count() == count


def _same_as_of(service, entries, on):
    """As of a day is the last of what the entries up to that day fold into."""
    voided = {entry.voids_id for entry in entries}
    state = state_on(service, on)
    if not voided - {None}:
        until = fold([entry for entry in entries if entry.effective_on <= on])
        expected = until[-1] if until and until[-1].ends_on is None else None
        assert (state is None) == (expected is None)
        if state is not None and expected is not None:
            assert state.configuration == expected.state.configuration
            assert state.status == expected.state.status
            assert state.entry_id == expected.entry_id


def test_two_changes_at_once_both_count(committed):
    """The service row's lock makes the second wait and fold the first one in."""
    with as_system():
        service = make.installed(accounts.customer())
    ready = threading.Barrier(2)
    failures = []

    def record(values):
        try:
            with as_system():
                ready.wait(timeout=10)
                change(service, date(2026, 4, 1), set=values)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=record, args=(values,))
        for values in ({"quantity": 4}, {"configuration": {"sla": "gold"}})
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert failures == []
    with as_system():
        state = state_on(service, date(2026, 4, 1))
        assert state is not None
        assert state.quantity == 4
        assert state.configuration == {"speed": 100, "sla": "gold"}
        assert sorted(service.entries.values_list("seq", flat=True)) == [1, 2, 3]
