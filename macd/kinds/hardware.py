"""Which rented devices go back when services stop (rule 53)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from macd.models import Line
from macd.vocabulary import Action, Decision
from services.configuration import characteristics_of
from services.models import DevicePlan, Family

SERIAL, MODEL = "serial", "model"
Device = dict[str, str]


def devices_going_back(lines: Sequence[Line]) -> dict[int, list[Device]]:
    """The devices of each line, by its number, with name and serial number.

    Rented ones: of hardware and of what has a serial number, and those that were delivered with
    the service. What is bought in instalments stays with the customer, what moves goes along.
    """
    ending = {
        line.service_id: line
        for line in lines
        if line.action == Action.DELETE and line.decision != Decision.MOVE and line.service_id
    }
    if not ending:
        return {}
    plans = DevicePlan.objects.filter(service__in=ending)
    bought: set[int] = set(plans.values_list("service_id", flat=True))
    delivered = _delivered_with(ending.values())
    found = {}
    for service_id, line in ending.items():
        if service_id not in bought:
            devices = [*_rented(line), *_others(line, delivered)]
            if devices:
                found[line.number] = devices
    return found


def _rented(line: Line) -> list[Device]:
    """The device that a line's service is: one with its serial number, else as many as rented."""
    version = line.current_offering_version or line.offering_version
    known = characteristics_of(version)
    if version.offering.family != Family.HARDWARE and SERIAL not in known:
        return []
    model, serial = (str(line.current.get(code) or "") for code in (MODEL, SERIAL))
    quantity = line.quantity_before or 1
    name = " ".join(part for part in (version.name, model) if part)
    if quantity > 1:
        name = f"{quantity} × {name}"
    return [{"name": name, "serial": serial}]


def _delivered_with(lines: Iterable[Line]) -> dict[str, list[str]]:
    """The serial numbers that were recorded when these services were delivered."""
    ids = [line.service.service_id for line in lines if line.service]
    found: dict[str, list[str]] = defaultdict(list)
    rows = Line.objects.filter(new_service_id__in=ids).exclude(serials=[])
    for service_id, serials in rows.values_list("new_service_id", "serials"):
        found[service_id] += [str(serial) for serial in serials]
    return found


def _others(line: Line, delivered: dict[str, list[str]]) -> list[Device]:
    if line.service is None:
        return []
    own = str(line.current.get(SERIAL) or "")
    version = line.current_offering_version or line.offering_version
    return [
        {"name": version.name, "serial": serial}
        for serial in delivered.get(line.service.service_id, [])
        if serial != own
    ]
