"""One version of a document as plain data: what is hashed, shown, signed, printed and posted."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.utils import translation

from accounts.clock import day_of
from macd.models import Document, Line
from macd.vocabulary import Action
from offices.models import Office
from services.agreements import current_end
from services.configuration import Characteristic, characteristics_of
from services.models import Agreement, OfferingVersion
from services.texts import in_language

SCHEMA = 1
CENT = Decimal("0.01")


def money(amount: Decimal | None) -> str | None:
    """An amount as it stands in content: a string in cents, half up (decisions.md 10)."""
    return None if amount is None else str(amount.quantize(CENT, ROUND_HALF_UP))


def content_of(document: Document) -> dict[str, Any]:
    """The document's content as plain data: codes, and the names in its own language.

    The same document gives the same content to every reader, on any day, in any time zone. Left
    out is what may change without anybody's consent: status, dates of delivery, comments.
    """
    lines = [line_content(line, document.language) for line in ordered_lines(document)]
    return {
        "schema": SCHEMA,
        "number": document.number,
        "kind": document.kind,
        "language": document.language,
        "provider": {"name": settings.PROVIDER_NAME, "vat": settings.PROVIDER_VAT},
        "customer": {
            "public_id": str(document.customer.public_id),
            "legal_name": document.customer.legal_name,
            "enterprise_number": document.customer.enterprise_number,
            "address": document.customer.address_line,
        },
        "received_on": _day(document.received_on),
        "requested_on": _day(document.requested_on),
        "committed_on": _day(document.committed_on),
        "reference": document.reference,
        "po_number": document.po_number,
        "office": _place(document.office),
        "to_office": _place(document.to_office),
        "sections": {
            section.name: {code: value for code, value in section.data.items() if value is not None}
            for section in document.sections.all()
        },
        "lines": lines,
        "agreements": _agreements(document),
        **amended_by(document),
        "totals": totals(document),
    }


def amended_by(document: Document) -> dict[str, Any]:
    """What an amendment amends: the signed version, named by its hash (rule 19)."""
    if document.root is None:
        return {}
    signed = document.root
    return {
        "amends": {
            "number": signed.number,
            "version": signed.version,
            "content_hash": signed.content_hash,
        }
    }


def ordered_lines(document: Document) -> list[Line]:
    """The document's lines by number, from what is prefetched where it is."""
    return sorted(document.lines.all(), key=lambda line: line.number)


def line_content(line: Line, language: str) -> dict[str, Any]:
    """One item as plain data, with the catalogue's names in a language."""
    return {
        "number": line.number,
        "action": line.action,
        "decision": line.decision,
        "service": line.service.service_id if line.service else None,
        "agreement": line.agreement.number if line.agreement else None,
        "billing_account": line.billing_account.number if line.billing_account else None,
        "offering": _offering(line.offering_version, language),
        "current_offering": _offering(line.current_offering_version, language),
        "current": line.current,
        "desired": line.desired,
        "settings": _settings(line, language),
        "quantity_before": line.quantity_before,
        "quantity": line.quantity,
        "place_from": _place(line.place_from),
        "place_to": _place(line.place_to),
        "requested_on": _day(line.requested_on),
        "until_on": _day(line.until_on),
        "numbers": line.number_actions,
        "number_details": {
            e164: {key: value for key, value in told.items() if value}
            for e164, told in line.number_details.items()
            if any(told.values())
        },
        "replaced_by": line.replaced_by.service_id if line.replaced_by else None,
        **_beside(line),
        "price_before": money(line.price_before),
        "price_after": money(line.price_after),
        "price_once": money(line.price_once),
    }


def _beside(line: Line) -> dict[str, Any]:
    """Numbers that come from another operator (rule 41), devices that go back (rule 53)."""
    beside = {"port_in": dict(line.port_in), "returns": list(line.returns)}
    return {name: told for name, told in beside.items() if told}


def _settings(line: Line, language: str) -> list[dict[str, str]]:
    """Every setting of the service in words, before and after, in the catalogue's order."""
    known = settings_known(line)

    def words(code: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        return known[code].show(value, language) if code in known else str(value)

    with translation.override(language):
        return [
            {
                "code": code,
                "name": in_language(known[code].names, language) if code in known else code,
                "before": words(code, line.current.get(code)),
                "after": words(code, line.desired.get(code)),
            }
            for code in dict.fromkeys((*known, *sorted({*line.desired, *line.current})))
            if code in line.current or code in line.desired
        ]


def settings_known(line: Line) -> dict[str, Characteristic]:
    """What the catalogue knows of the settings of a line's service, by code."""
    known: dict[str, Characteristic] = {}
    for version in (line.current_offering_version, line.offering_version):
        if version is not None:
            known |= characteristics_of(version)
    return known


def _offering(version: OfferingVersion | None, language: str) -> dict[str, Any] | None:
    if version is None:
        return None
    return {
        "code": version.offering.code,
        "version": version.number,
        "name": in_language(version.names, language),
    }


def _place(office: Office | None) -> dict[str, Any] | None:
    if office is None:
        return None
    parts = ("street", "number", "box", "floor", "postcode", "municipality", "country")
    address = {part: getattr(office, part) for part in parts}
    return {"code": office.code, "name": office.name, "address": address}


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def agreements_of(document: Document) -> list[Agreement]:
    """The agreements that the lines stand under, by number."""
    found = {
        line.agreement.number: line.agreement for line in document.lines.all() if line.agreement
    }
    return [found[number] for number in sorted(found)]


def _agreements(document: Document) -> list[dict[str, Any]]:
    """Ends as of the receipt, so that the same content gives the same hash on any later day."""
    on = document.received_on or day_of(document.created_at)
    return [
        {"number": agreement.number, "end": _day(current_end(agreement, on))}
        for agreement in agreements_of(document)
    ]


def totals(document: Document) -> dict[str, str]:
    """Monthly and one-time totals of all lines, each line rounded to cents first."""
    before = after = once = Decimal(0)
    for line in document.lines.all():
        if line.action != Action.NO_CHANGE:
            before += _cents(line.price_before)
            after += _cents(line.price_after)
            once += _cents(line.price_once)
    once += sum((_cents(Decimal(paid)) for paid in surcharges(document).values()), Decimal(0))
    return {
        "monthly_before": str(before.quantize(CENT)),
        "monthly_after": str(after.quantize(CENT)),
        "monthly_difference": str((after - before).quantize(CENT)),
        "once": str(once.quantize(CENT)),
    }


def surcharges(document: Document) -> dict[str, str]:
    """What is paid once beside the lines, by code, as it was frozen."""
    told = {section.name: section.data for section in document.sections.all()}
    frozen: dict[str, str] = told.get("prices", {}).get("surcharges") or {}
    return frozen


def _cents(amount: Decimal | None) -> Decimal:
    return (amount or Decimal(0)).quantize(CENT, ROUND_HALF_UP)
