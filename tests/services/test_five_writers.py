"""Replaying what all five writers recorded, from empty, gives the very same rows."""

from datetime import date
from decimal import Decimal
from io import StringIO

from django.core.management import call_command

from services.corrections import propose_correction
from services.events import index_service, suspend_service
from services.inventory import Source, rebuild, record_change
from services.models import InventoryEntry, ServicePeriod, SourceKind
from services.selfservice import add_user, carry_out
from tests.accounts import make as accounts
from tests.services import make
from tests.services.selfservice.world import world

COLUMNS = (
    "service", "valid", "offering_version", "office", "configuration", "quantity",
    "recurring_price", "status", "entry",
)  # fmt: skip


def told():
    return sorted(map(str, ServicePeriod.objects.values_list(*COLUMNS)))


def write_with_all_five():
    here = world()
    staff = accounts.staff("operations")
    user = add_user(
        customer_id=here.customer.pk, version=here.user, configuration={"user_name": "Ann"},
        person_id=here.person.pk, at=make.AT,
    )  # fmt: skip
    carry_out(user, at=make.AT)
    service = here.internet
    record_change(
        service=service,
        effective_on=date(2026, 2, 1),
        change={"set": {"configuration": {"speed": 200}}},
        source=Source(SourceKind.LINE, "MACD-2026-00001", 1, 1),
        person_id=staff.pk,
        at=make.AT,
    )
    suspend_service(service=service, cause="unpaid", on=make.TODAY, person_id=staff.pk, at=make.AT)
    index_service(
        service=service, percent=Decimal(3), on=date(2026, 6, 1), run="INDEX", person_id=staff.pk,
        at=make.AT,
    )  # fmt: skip
    propose_correction(
        service=service,
        voids=service.entries.get(source_kind="line"),
        effective_on=date(2026, 2, 1),
        change={"set": {"configuration": {"speed": 300}}},
        reason="The order said 300",
        person_id=staff.pk,
        at=make.AT,
    )


def test_all_five_replayed_from_empty_give_the_same_rows(system):
    write_with_all_five()
    written = set(InventoryEntry.objects.values_list("source_kind", flat=True))
    assert written == set(SourceKind.values)
    before = told()
    ServicePeriod.objects.all().delete()
    assert rebuild(check=False)
    assert told() == before
    assert rebuild(check=True) == []


def test_the_command_says_that_nothing_differs(system):
    write_with_all_five()
    out = StringIO()
    call_command("rebuild_inventory", "--check", stdout=out)
    assert ", 0 differ" in out.getvalue()
