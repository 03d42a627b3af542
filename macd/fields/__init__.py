"""Where a value of a document stands, by its path, and how it is checked and written."""

import re
from collections.abc import Callable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.clock import day_of
from macd.fields.agreements import agreement_place
from macd.fields.deciding import DECISION, decision_place
from macd.fields.numbers import detail_place, number_place
from macd.fields.place import Place, plain
from macd.fields.porting import port_place
from macd.fields.splitting import split_place
from macd.kinds import Field, Unfit, rules_for, value_of
from macd.kinds.extensions import why_taken
from macd.kinds.fields import fit_text
from macd.models import Document, Line
from macd.vocabulary import SectionName, Side
from services.catalogue import published_on
from services.configuration import Characteristic, Wrong, characteristics_of, parse, problem_with
from services.extensions import EXTENSION
from services.models import OfferingVersion

__all__ = ["Place", "find_place", "plain"]

LARGEST_QUANTITY = 100_000


def find_place(document: Document, path: str) -> Place | None:
    """The value that ``path`` names, or None where the document has none such."""
    parts = path.split(".")
    if parts[0] == "line":
        return _line_place(document, parts)
    if parts[0] == DECISION:
        return decision_place(document, ".".join(parts[1:]))
    field = rules_for(document.kind).field(path)
    return _field_place(document, field) if field else None


def _field_place(document: Document, field: Field) -> Place:
    def write(value: Any) -> None:
        if field.column:
            empty = None if field.type == "date" else ""
            type(document).objects.filter(pk=document.pk).update(
                **{field.column: value if value is not None else empty}
            )
            return
        section = next(s for s in document.sections.all() if s.name == field.section)
        section.data[field.code] = value
        section.save(update_fields=["data"])

    return Place(
        path=field.path,
        label=str(field.label),
        section=field.section,
        owner=field.owner,
        value=value_of(document, field) or None,
        fit=field.fit,
        write=write,
        shown=field.shown,
        material=field.material,
        ahead=field.ahead,
    )


def _line_place(document: Document, parts: list[str]) -> Place | None:
    told = len(parts) > 2 and len(parts[1]) <= 6 and parts[1].isdecimal()
    number = int(parts[1]) if told else 0
    line = next((line for line in document.lines.all() if line.number == number), None)
    if line is None:
        return None
    makers: dict[str, Callable[[Line, list[str]], Place | None]] = {
        "number_service": detail_place,
        "number_forward": detail_place,
        "number_reason": detail_place,
        "number_split": split_place,
        "numbers": number_place,
        "port": port_place,
    }
    whole: dict[str, Callable[[Document, Line], Place]] = {
        "agreement": agreement_place,
        "offering": _offering_place,
        "quantity": _quantity_place,
    }
    if parts[2] == "desired" and len(parts) == 4:
        return _characteristic_place(document, line, parts[3])
    if parts[2] in makers:
        return makers[parts[2]](line, parts)
    if parts[2] in whole:
        return whole[parts[2]](document, line)
    return None


def _characteristic_place(document: Document, line: Line, code: str) -> Place | None:
    known = characteristics_of(line.offering_version)
    if code not in known:
        return None
    characteristic = known[code]

    def fit(raw: Any) -> Any:
        value = _fit_characteristic(characteristic, raw)
        if code == EXTENSION and value and value != line.desired.get(code):
            on = day_of(document.updated_at)
            if message := why_taken(document, line, value, on=on):
                raise Unfit(message)
        return value

    def write(value: Any) -> None:
        if value is None:
            line.desired.pop(code, None)
        else:
            line.desired[code] = value
        line.save(update_fields=["desired"])

    return Place(
        path=f"line.{line.number}.desired.{code}",
        label=characteristic.name,
        section=SectionName.TECHNICAL,
        owner=Side.CUSTOMER,
        value=line.desired.get(code),
        fit=fit,
        write=write,
        shown=characteristic.show,
        material=characteristic.material,
    )


def _fit_characteristic(characteristic: Characteristic, raw: Any) -> Any:
    try:
        value = parse(characteristic, raw) if isinstance(raw, str) else raw
    except Wrong as wrong:
        raise Unfit(str(wrong)) from None
    if value is not None and (message := problem_with(characteristic, value)):
        raise Unfit(message)
    return value


def _offering_place(document: Document, line: Line) -> Place:
    def fit(raw: Any) -> str:
        code = fit_text(raw)
        if _version(document, line, code) is None:
            raise Unfit(_("Choose one of the services that are offered."))
        return code

    def write(code: Any) -> None:
        version = _version(document, line, str(code))
        if version is not None:
            line.offering_version = version
            known = characteristics_of(version)
            line.desired = {c: value for c, value in line.desired.items() if c in known}
            line.save(update_fields=["offering_version", "desired"])

    return Place(
        path=f"line.{line.number}.offering",
        label=_("Service"),
        section=SectionName.TECHNICAL,
        owner=Side.CUSTOMER,
        value=line.offering_version.offering.code,
        fit=fit,
        write=write,
        shown=lambda code: getattr(_version(document, line, str(code)), "name", str(code)),
    )


def _version(document: Document, line: Line, code: str) -> OfferingVersion | None:
    """What the line may name under a code: what it has, or what is published that day."""
    for version in (line.offering_version, line.current_offering_version):
        if version is not None and version.offering.code == code:
            return version
    on = document.requested_on or day_of(document.updated_at)
    return published_on(on).filter(offering__code=code).first()


def _quantity_place(_document: Document, line: Line) -> Place:
    def fit(raw: Any) -> int:
        text = str(raw).strip() if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
        if not re.fullmatch(r"[+-]?[0-9]{1,12}", text):
            raise Unfit(_("Give a whole number."))
        if not 1 <= int(text) <= LARGEST_QUANTITY:
            most = number_format(LARGEST_QUANTITY, force_grouping=True)
            raise Unfit(_("Give a whole number from 1 to %(most)s.") % {"most": most})
        return int(text)

    def write(value: Any) -> None:
        line.quantity = value
        line.save(update_fields=["quantity"])

    return Place(
        path=f"line.{line.number}.quantity",
        label=_("Quantity"),
        section=SectionName.TECHNICAL,
        owner=Side.CUSTOMER,
        value=line.quantity,
        fit=fit,
        write=write,
    )
