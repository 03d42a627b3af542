"""A row of a file against what is recorded: new, different, the same, or to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from services.configuration import Characteristic, characteristics_of, validate_configuration
from services.corrections import CorrectionRefused, outcome_of
from services.figures import euros
from services.imports.checking import Known, Read, problem, taken_numbers
from services.imports.reading import Table
from services.models import OfferingVersion, Service, ServicePeriod, Sim
from services.models.importing import Outcome
from services.numbers import numbers_of
from services.texts import filled, refusal, worded


def _setting_problem(version: OfferingVersion, settings: dict[str, Any], code: str) -> str:
    return validate_configuration(version, settings, only=(code,)).get(code, "")


# Both in the language in which they are read.
setting_problem = lazy(_setting_problem, str)
shown = lazy(Characteristic.show, str)
amount = lazy(euros, str)


@dataclass
class Compared:
    """What a row would change, and for what is new, what is opened with it."""

    outcome: Outcome
    problems: list[dict[str, Any]] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
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


def difference(label: object, before: object, after: object) -> dict[str, Any]:
    """One line of what differs; words are kept in every language, as problems are."""
    return {"label": worded(label), "before": worded(before), "after": worded(after)}


def left_out(table: Table, periods: Iterable[ServicePeriod]) -> list[ServicePeriod]:
    """Those of the periods whose services do not stand in the file."""
    named = {row.get("service_id", "") for _number, row in table.rows}
    return [period for period in periods if period.service.service_id not in named]


def missing(period: ServicePeriod) -> Compared:
    """What is installed and does not stand in a file that claims to be the whole inventory."""
    names = period.offering_version.names
    return Compared(
        Outcome.MISSING,
        differences=[difference(_("Service"), names, _("stops"))],
        change={"cease": True},
        service=period.service,
    )


def _check_identity(read: Read, service: Service | None) -> None:
    """What belongs to somebody else, or was agreed elsewhere."""
    for number in taken_numbers(read.numbers, beside=service):
        read.wrong(
            "numbers", filled(_("%(number)s is used by another service."), {"number": number})
        )
    if read.iccid:
        _check_sim(read, service)
    kept = service.agreement if service is not None else None
    if kept and read.agreement and read.agreement != kept:
        text = _(
            "It is under agreement %(number)s here. An import moves no service to another one."
        )
        read.wrong("agreement", filled(text, {"number": kept}))


def _check_sim(read: Read, service: Service | None) -> None:
    own = list(service.sims.values_list("iccid", flat=True)) if service else []
    if own and read.iccid not in own:
        text = _("Another SIM is recorded here. An import replaces none: leave this column empty.")
        read.wrong("iccid", text)
    elif Sim.objects.filter(iccid=read.iccid).exclude(service=service).exists():
        read.wrong("iccid", _("Another SIM has this number already."))


def _new(read: Read, service: Service | None) -> Compared:
    version = read.version
    if version is None:
        return Compared(Outcome.WRONG, problems=read.problems)
    wrong = validate_configuration(version, read.settings)
    problems = [problem(code, setting_problem(version, read.settings, code)) for code in wrong]
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
    place = read.office.name if read.office else _("Not tied to an office")
    differences = [
        difference(_("Service"), "", version.names),
        difference(_("Office"), "", place),
        difference(_("Quantity"), "", str(install["quantity"])),
        difference(_("Price per unit"), "", amount(price)),
        *_shown(version, {}, read.settings),
    ]
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
    facts, told = _facts(read, service)
    differences += told
    if not differences:
        return Compared(Outcome.SAME, service=service)
    change = {"set": changed} if changed else {}
    asked = {"service": service, "voids": None, "effective_on": known.on, "change": change}
    if change and (why := refusal(CorrectionRefused, outcome_of, **asked)):
        return Compared(Outcome.WRONG, problems=[problem("service_id", why)], service=service)
    return Compared(Outcome.CHANGED, [], differences, change, facts, service)


def _facts(read: Read, service: Service) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What stands beside a service on every day and the file says otherwise, or says first."""
    facts: dict[str, Any] = {}
    told: list[dict[str, Any]] = []

    def differs(name: str, value: Any, label: object, before: object, after: object) -> None:
        facts[name] = value
        told.append(difference(label, str(before or ""), str(after)))

    kept = service.billing_account
    if read.agreement and not service.agreement:
        differs("agreement", read.agreement.pk, _("Agreement"), "", read.agreement)
    if read.account and read.account != kept:
        differs("account", read.account.pk, _("Billing account"), kept, read.account)
    if read.cost_centre and read.cost_centre != service.cost_centre:
        label = _("Cost centre")
        differs("cost_centre", read.cost_centre, label, service.cost_centre, read.cost_centre)
    known = set(numbers_of(service).values_list("e164", flat=True)) if read.numbers else set()
    if numbers := [one for one in read.numbers if one not in known]:
        differs("numbers", numbers, _("Numbers"), "", ", ".join(numbers))
    if read.iccid and not service.sims.exists():
        differs("iccid", read.iccid, _("SIM"), "", read.iccid)
        facts["esim"] = bool(read.settings.get("esim"))
    return facts, told


def _values(read: Read, period: ServicePeriod) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What the file says otherwise; a column that is empty or not there says nothing."""
    changed: dict[str, Any] = {}
    told: list[dict[str, Any]] = []

    def differs(name: str, value: Any, label: object, before: object, after: object) -> None:
        changed[name] = value
        told.append(difference(label, before, after))

    version = period.offering_version
    if read.version and read.version.offering_id != version.offering_id:
        differs(
            "offering_version_id", read.version.pk, _("Service"), version.names, read.version.names
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
        amounts = [amount(one) for one in (period.recurring_price, read.price)]
        differs("recurring_price", str(read.price), _("Price per unit"), *amounts)
    settings = {
        code: value for code, value in read.settings.items()
        if period.configuration.get(code) != value
    }  # fmt: skip
    if settings:
        changed["configuration"] = settings
        told += _shown(version, period.configuration, settings)
    return changed, told


def _shown(version: Any, before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    known = characteristics_of(version)
    return [
        difference(
            known[code].names, shown(known[code], before.get(code)), shown(known[code], value)
        )
        for code, value in after.items()
        if code in known
    ]
