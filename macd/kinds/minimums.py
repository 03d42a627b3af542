"""A shared service is not lowered below what others need of it (rule 47)."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from macd.kinds.problem import Problem
from macd.kinds.sight import Sight
from macd.models import Line
from macd.vocabulary import Action
from services.configuration import characteristics_of
from services.minimums import Shortage, Standing, minimums_of, number_in, shortages
from services.models import ServicePeriod


def minimum_problems(sight: Sight) -> Iterator[Problem]:
    """What of a Change leaves too little to those that share a service, beside the setting."""
    lowering = [line for line in sight.lines if _lowers(line)]
    if not lowering:
        return
    rows = minimums_of({period.offering_version.offering_id for period in sight.periods})
    if not rows:
        return
    before = [_as_installed(period) for period in sight.periods]
    changed = {line.service_id: line for line in sight.lines if line.action == Action.MODIFY}
    after = [_as_changed(period, changed.get(period.service_id)) for period in sight.periods]
    for shortage in shortages(before, after, rows):
        line = _blamed(lowering, shortage)
        if line is not None and not _is_missing(line, shortage.characteristic):
            yield Problem(
                f"line.{line.number}.desired.{shortage.characteristic}",
                _too_little(line, shortage),
            )


def _lowers(line: Line) -> bool:
    """Whether any number of a service, or its quantity, becomes less."""
    if line.action != Action.MODIFY:
        return False
    fewer = line.quantity < (line.quantity_before or 0)
    return fewer or any(
        number_in(line.desired.get(code)) < number_in(value) for code, value in line.current.items()
    )


def _as_installed(period: ServicePeriod) -> Standing:
    return Standing(
        service=period.service.service_id,
        name=period.offering_version.name,
        offering_id=period.offering_version.offering_id,
        office_id=period.office_id,
        configuration=period.configuration,
        quantity=period.quantity,
    )


def _as_changed(period: ServicePeriod, line: Line | None) -> Standing:
    if line is None:
        return _as_installed(period)
    return Standing(
        service=period.service.service_id,
        name=line.offering_version.name,
        offering_id=line.offering_version.offering_id,
        office_id=period.office_id,
        configuration=line.desired,
        quantity=line.quantity,
    )


def _blamed(lowering: list[Line], shortage: Shortage) -> Line | None:
    """The item that lowers what is too little: one of the offerings that give it, there."""
    for line in lowering:
        versions = (line.offering_version, line.current_offering_version)
        gives = any(each and each.offering_id in shortage.offering_ids for each in versions)
        if gives and shortage.office_id in (None, line.place_from_id):
            return line
    return None


def _is_missing(line: Line, code: str) -> bool:
    """Whether a setting that is needed was emptied: then that is said, not how much is left."""
    known = characteristics_of(line.offering_version).get(code)
    return known is not None and known.mandatory and line.desired.get(code) in (None, "")


def _too_little(line: Line, shortage: Shortage) -> str:
    known = characteristics_of(line.offering_version)
    code = shortage.characteristic
    setting = known[code].name if code in known else code
    unit = known[code].unit if code in known else ""
    users = ", ".join(f"{each.name} ({each.service})" for each in shortage.relying[:5])
    text = ngettext(
        "%(users)s needs at least %(needed)s of “%(setting)s”; %(left)s would be left."
        " Keep that much, or lower that first.",
        "%(users)s need at least %(needed)s of “%(setting)s” together; %(left)s would be left."
        " Keep that much, or lower those first.",
        len(shortage.relying),
    )
    return text % {
        "users": users,
        "needed": f"{shortage.needed.normalize():f} {unit}".rstrip(),
        "left": f"{shortage.left.normalize():f} {unit}".rstrip(),
        "setting": setting,
    }
