"""A row of a file against what is recorded: new, different, the same, or to be mended."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from services.configuration import characteristics_of, validate_configuration
from services.corrections import CorrectionRefused, outcome_of
from services.imports.checking import Known, Read, taken_numbers
from services.models import Service, ServicePeriod, Sim
from services.models.importing import Outcome
from services.numbers import numbers_of


@dataclass
class Compared:
    """What a row would change, and for what is new, what is opened with it."""

    outcome: Outcome
    problems: list[dict[str, str]] = field(default_factory=list)
    differences: list[dict[str, str]] = field(default_factory=list)
    change: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    service: Service | None = None


def compare(
    read: Read, known: Known, *, service: Service | None, period: ServicePeriod | None
) -> Compared:
    """Say what the row means. ``period`` is what the service is on the day of the file."""
    if service is not None and service.customer_id != known.customer_id:
        read.wrong("service_id", _("This service id is used already. Give the one of the invoice."))
        service = period = None
    _check_identity(read, service)
    if read.problems:
        return Compared(Outcome.WRONG, problems=read.problems, service=service)
    if service is None or period is None:
        return _new(read, service)
    return _existing(read, known, service, period)


def missing(period: ServicePeriod) -> Compared:
    """What is installed and does not stand in a file that claims to be the whole inventory."""
    name = period.offering_version.name
    return Compared(
        Outcome.MISSING,
        differences=[{"label": _("Service"), "before": name, "after": _("stops")}],
        change={"cease": True},
        service=period.service,
    )


def _check_identity(read: Read, service: Service | None) -> None:
    """What belongs to somebody else, or was agreed elsewhere."""
    for number in taken_numbers(read.numbers, beside=service):
        read.wrong("numbers", _("%(number)s is used by another service.") % {"number": number})
    others = Sim.objects.filter(iccid=read.iccid).exclude(service=service)
    if read.iccid and others.exists():
        read.wrong("iccid", _("Another SIM has this number already."))
    kept = service.agreement if service is not None else None
    if kept and read.agreement and read.agreement != kept:
        text = _(
            "It is under agreement %(number)s here. An import moves no service to another one."
        )
        read.wrong("agreement", text % {"number": kept})


def _new(read: Read, service: Service | None) -> Compared:
    version = read.version
    if version is None:
        return Compared(Outcome.WRONG, problems=read.problems)
    wrong = validate_configuration(version, read.settings)
    problems = [{"column": code, "message": message} for code, message in wrong.items()]
    if problems:
        return Compared(Outcome.WRONG, problems=problems, service=service)
    price = version.recurring_price if read.price is None else read.price
    install = {
        "offering_version_id": version.pk,
        "office_id": read.office.pk if read.office else None,
        "configuration": read.settings,
        "quantity": read.quantity or 1,
        "recurring_price": str(price),
    }
    differences = [{"label": _("Service"), "before": "", "after": version.name}]
    differences += _shown(version, {}, read.settings)
    return Compared(
        Outcome.NEW,
        differences=differences,
        change={"install": install},
        facts={
            "agreement": read.agreement.pk if read.agreement else None,
            "account": read.account.pk if read.account else None,
            "cost_centre": read.cost_centre,
            "numbers": read.numbers,
            "iccid": read.iccid,
            "esim": bool(read.settings.get("esim")),
        },
        service=service,
    )


def _existing(read: Read, known: Known, service: Service, period: ServicePeriod) -> Compared:
    changed, differences = _values(read, period)
    numbers = [
        one
        for one in read.numbers
        if one not in set(numbers_of(service).values_list("e164", flat=True))
    ]
    if numbers:
        differences.append({"label": _("Numbers"), "before": "", "after": ", ".join(numbers)})
    if not differences:
        return Compared(Outcome.SAME, service=service)
    change = {"set": changed} if changed else {}
    try:
        if change:
            outcome_of(service=service, voids=None, effective_on=known.on, change=change)
    except CorrectionRefused as refused:
        problems = [{"column": "service_id", "message": str(refused)}]
        return Compared(Outcome.WRONG, problems=problems, service=service)
    facts = {"numbers": numbers} if numbers else {}
    return Compared(Outcome.CHANGED, [], differences, change, facts, service)


def _values(read: Read, period: ServicePeriod) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What the file says otherwise; a column that is empty or not there says nothing."""
    changed: dict[str, Any] = {}
    told: list[dict[str, str]] = []

    def differs(name: str, value: Any, label: str, before: str, after: str) -> None:
        changed[name] = value
        told.append({"label": label, "before": before, "after": after})

    version = period.offering_version
    if read.version and read.version.offering_id != version.offering_id:
        differs(
            "offering_version_id", read.version.pk, _("Service"), version.name, read.version.name
        )
        version = read.version
    if read.office != period.office:
        places = [
            one.name if one else _("Not tied to an office") for one in (period.office, read.office)
        ]
        differs("office_id", read.office.pk if read.office else None, _("Office"), *places)
    if read.quantity is not None and read.quantity != period.quantity:
        differs("quantity", read.quantity, _("Quantity"), str(period.quantity), str(read.quantity))
    if read.price is not None and read.price != period.recurring_price:
        amounts = [f"€ {one:.2f}" for one in (period.recurring_price, read.price)]
        differs("recurring_price", str(read.price), _("Price per unit"), *amounts)
    settings = {
        code: value for code, value in read.settings.items()
        if period.configuration.get(code) != value
    }  # fmt: skip
    if settings:
        changed["configuration"] = settings
        told += _shown(version, period.configuration, settings)
    return changed, told


def _shown(version: Any, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    known = characteristics_of(version)
    return [
        {
            "label": known[code].name,
            "before": known[code].show(before.get(code)),
            "after": known[code].show(value),
        }
        for code, value in after.items()
        if code in known
    ]
