"""What operations did with the inventory of the demonstration, writer by writer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from accounts.clock import day_of
from accounts.models import Person
from demo.companies import Estate
from demo.people import Company
from services.corrections import propose_correction, refuse_correction
from services.events import index_service, resume_service, suspend_service, swap_device
from services.imports.operations import accept_rows, upload_inventory
from services.imports.writing import inventory_csv
from services.jobs import work_on
from services.models import Job
from services.models.importing import InventoryImport


@dataclass(frozen=True)
class Keeper:
    """Somebody of operations, at one company, on one day."""

    company: Company
    estate: Estate
    person: Person
    at: datetime

    def ago(self, days: int) -> datetime:
        """So many days before."""
        return self.at - timedelta(days=days)


def keep_inventory(keeper: Keeper) -> None:
    """Events, corrections and a reconciliation, over the last months."""
    _events(keeper)
    _corrections(keeper)
    _reconcile(keeper)


def _events(keeper: Keeper) -> None:
    office = next(iter(keeper.estate.offices))
    person_id = keeper.person.pk
    late = keeper.estate.service("mobile-m")
    for days, write in ((70, suspend_service), (61, resume_service)):
        at = keeper.ago(days)
        write(service=late, cause="unpaid", on=day_of(at), person_id=person_id, at=at)
    at = keeper.ago(45)
    swap_device(
        service=keeper.estate.service("router-rental", office),
        serial="AR22-00533",
        on=day_of(at),
        person_id=person_id,
        at=at,
    )
    at, on = keeper.ago(33), day_of(keeper.at).replace(month=1, day=1)
    for code in ("sd-wan-control", "data-pool"):
        index_service(
            service=keeper.estate.service(code),
            percent=Decimal("2.4"),
            on=on,
            run=f"INDEX-{on.isoformat()}",
            person_id=person_id,
            at=at,
        )


def _corrections(keeper: Keeper) -> None:
    """One applied at once, one that waits for a second person, one refused."""
    office = next(iter(keeper.estate.offices))
    at = keeper.ago(20)
    wifi = keeper.estate.service("wifi-access-point", office)
    propose_correction(
        service=wifi,
        effective_on=day_of(keeper.ago(80)),
        change={"set": {"configuration": {"network_name": "office-5G"}}},
        reason="De technicus hernoemde het netwerk bij de installatie.",
        person_id=keeper.person.pk,
        at=at,
    )
    queue = keeper.estate.service("uc-queue")
    refused = propose_correction(
        service=queue,
        effective_on=day_of(at),
        change={"set": {"recurring_price": "18.0000"}},
        reason="Prijs volgens een offerte per mail.",
        person_id=keeper.person.pk,
        at=at,
    )
    refuse_correction(
        correction=refused,
        person_id=keeper.person.pk,
        reason="Die offerte was voor een ander bedrijf.",
        at=keeper.ago(19),
    )
    propose_correction(
        service=queue,
        effective_on=day_of(keeper.ago(60)),
        change={"set": {"recurring_price": "20.0000"}},
        reason="Op de ondertekende bestelling staat € 20,00; er werd € 22,00 ingegeven.",
        person_id=keeper.person.pk,
        at=keeper.ago(1),
    )


def _reconcile(keeper: Keeper) -> None:
    """A file with one difference that was accepted, one that waits and one error."""
    at = keeper.ago(2)
    text = inventory_csv(customer_id=keeper.company.customer.pk, on=day_of(at))
    rows = text.splitlines()
    heads = rows[0].split(";")
    changed = [_changed(row.split(";"), heads) for row in rows[1:]]
    content = "\r\n".join([rows[0], *(";".join(row) for row in changed)])
    batch = upload_inventory(
        customer_id=keeper.company.customer.pk,
        content=content.encode(),
        name="reconciliation.csv",
        effective_on=day_of(at),
        complete=True,
        person_id=keeper.person.pk,
        at=at,
    )
    _work(batch, at=at)
    first = batch.rows.filter(outcome="changed").order_by("number").first()
    if first is not None:
        accept_rows(batch=batch, rows=[first.pk], person_id=keeper.person.pk, at=at)
        _work(batch, at=at)


def _changed(row: list[str], heads: list[str]) -> list[str]:
    """One more switch, another price for guests, and an office that does not exist."""
    offering = row[heads.index("offering")]
    if offering == "switch-poe":
        row[heads.index("quantity")] = "3"
    elif offering == "wifi-guest":
        row[heads.index("recurring_price")] = "9.5000"
    elif offering == "desk-phone":
        row[heads.index("office")] = "???"
    return row


def _work(batch: InventoryImport, *, at: datetime) -> None:
    batch.refresh_from_db()
    job = Job.objects.get(pk=batch.job_id)
    while job.ended_at is None:
        job = work_on(job, at=at)
