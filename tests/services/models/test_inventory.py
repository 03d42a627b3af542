"""What the database refuses about entries and periods, whatever the code says."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from services.models import InventoryEntry, Service, ServicePeriod
from tests.accounts import make as accounts
from tests.services import make


def entry(service, **fields):
    defaults = {
        "seq": 2,
        "effective_on": make.TODAY,
        "recorded_at": make.AT,
        "source_kind": "import",
        "change": {"cease": True},
    }
    return InventoryEntry.objects.create(
        customer_id=service.customer_id, service=service, **{**defaults, **fields}
    )


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"seq": 1}, "one_entry_per_sequence"),
        ({"change": {}}, "changes_or_voids"),
        ({"change": {"paint": "red"}}, "changes_or_voids"),
        ({"source_kind": "rumour"}, "source_is_known"),
        ({"source_kind": "line", "source_number": "MACD-1"}, "line_names_it"),
        ({"source_kind": "line", "source_version": 1, "source_line": 1}, "line_names_it"),
        ({"source_kind": "correction"}, "has_a_reason"),
    ],
)
def test_entries(system, fields, constraint):
    service = make.installed(accounts.customer())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        entry(service, **fields)


def test_an_entry_is_voided_once(system):
    service = make.installed(accounts.customer())
    voided = entry(service)
    entry(service, seq=3, change={}, voids=voided)
    with pytest.raises(IntegrityError, match="voids"), transaction.atomic():
        entry(service, seq=4, change={}, voids=voided)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"quantity": 0}, "has_a_quantity"),
        ({"status": "lost"}, "status_is_known"),
        ({"valid": (date(2026, 1, 1), date(2026, 1, 1))}, "has_days"),
        ({"valid": (None, date(2026, 1, 1))}, "starts_on_a_day"),
    ],
)
def test_periods(system, fields, constraint):
    service = make.installed(accounts.customer())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ServicePeriod.objects.filter(service=service).update(**fields)


def test_a_service_keeps_its_id_for_itself(system):
    service = make.installed(accounts.customer())
    assert str(service) == service.service_id
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(customer=accounts.customer(), service_id=service.service_id)


def test_a_period_names_only_an_entry_of_its_own_customer(system):
    mine, other = make.installed(accounts.customer()), make.installed(accounts.customer())
    with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
        ServicePeriod.objects.filter(service=mine).update(entry=other.entries.get())
