"""Events at the provider: suspended, resumed, device swapped, ported out, indexed."""

from datetime import date
from decimal import Decimal

import pytest

from services.events import (
    EventRefused,
    index_service,
    indexed,
    record_ported_out,
    resume_service,
    suspend_service,
    swap_device,
    to_index,
)
from services.inventory import rebuild, state_on
from services.models import DevicePlan, NumberStatus
from tests.accounts import make as accounts
from tests.services import make

SERIAL = make.characteristic("serial", pattern="[A-Z0-9-]+", maximum=20)


@pytest.fixture
def service(system):
    return make.installed(accounts.customer())


def facts(**more):
    return {"on": make.TODAY, "person_id": None, "at": make.AT, **more}


def test_suspended_for_a_cause_and_resumed(service):
    entry = suspend_service(service=service, cause="unpaid", **facts(note="Reminder 3"))
    assert (entry.source_kind, entry.cause, entry.reason) == (
        "provider_event", "unpaid", "Reminder 3",
    )  # fmt: skip
    assert state_on(service, make.TODAY).status == "suspended"
    with pytest.raises(EventRefused, match="already"):
        suspend_service(service=service, cause="unpaid", **facts())
    resume_service(service=service, cause="unpaid", **facts())
    assert state_on(service, make.TODAY).status == "active"


def test_it_works_again_once_no_cause_is_left(service):
    for cause in ("unpaid", "fraud"):
        suspend_service(service=service, cause=cause, **facts())
    resume_service(service=service, cause="unpaid", **facts())
    assert state_on(service, make.TODAY).status == "suspended"
    with pytest.raises(EventRefused, match="not suspended"):
        resume_service(service=service, cause="unpaid", **facts())
    resume_service(service=service, cause="fraud", **facts())
    assert state_on(service, make.TODAY).status == "active"
    assert rebuild(check=True) == []


def test_another_cause_is_no_suspension(service):
    with pytest.raises(EventRefused, match="why"):
        suspend_service(service=service, cause="indexation", **facts())


def test_a_replaced_device_has_its_new_serial(system):
    version = make.version(family="hardware", characteristics=[SERIAL])
    service = make.installed(
        accounts.customer(), offering_version=version, configuration={"serial": "AR-1"}
    )
    plan = DevicePlan.objects.create(
        customer=service.customer, service=service, name="Router", serial="AR-1",
        starts_on=date(2025, 1, 1), months=36, instalment="5",
    )  # fmt: skip
    swap_device(service=service, serial="AR-2", **facts())
    plan.refresh_from_db()
    assert (state_on(service, make.TODAY).configuration, plan.serial) == (
        {"serial": "AR-2"},
        "AR-2",
    )
    assert state_on(service, date(2026, 3, 1)).configuration == {"serial": "AR-1"}
    for serial, message in (("ar 3", "Use only"), ("AR-2", "now")):
        with pytest.raises(EventRefused, match=message):
            swap_device(service=service, serial=serial, **facts())


def test_a_service_without_a_device_has_none_replaced(service):
    with pytest.raises(EventRefused, match="no device"):
        swap_device(service=service, serial="X", **facts())


def test_a_ported_number_is_gone_and_the_service_goes_on(service):
    number = make.number(service)
    entry = record_ported_out(number=number, **facts())
    number.refresh_from_db()
    assert number.status == NumberStatus.PORTED_OUT
    assert entry.change == {"note": {"ported_out": number.e164, "numbers": 1}}
    assert service.periods.count() == 1
    with pytest.raises(EventRefused):
        record_ported_out(number=number, **facts())


def test_indexation_is_half_up_and_once_per_run(service):
    assert indexed(Decimal("10.01"), Decimal("2.345")) == Decimal("10.2447")
    run = {"percent": Decimal("2.5"), "run": "INDEX-2026", **facts()}
    assert to_index(customer_ids=None, on=make.TODAY) == [service.pk]
    assert index_service(service=service, **run)
    assert not index_service(service=service, **run)
    period = state_on(service, make.TODAY)
    assert (period.recurring_price, period.entry.cause) == (Decimal("51.2500"), "indexation")


def test_what_costs_nothing_or_is_gone_is_not_indexed(system):
    free = make.installed(accounts.customer(), price="0")
    gone = make.installed(accounts.customer(), on=date(2026, 6, 1))
    for service in (free, gone):
        assert not index_service(service=service, percent=Decimal(2), run="INDEX", **facts())
    other = make.installed(accounts.customer())
    assert to_index(customer_ids=[other.customer_id], on=make.TODAY) == [other.pk]
