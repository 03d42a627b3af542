"""The document's data as its page shows it: every date, amount and mark written out."""

from collections.abc import Iterator
from typing import Any

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.enterprise_numbers import vat_number
from macd.labels import labelled
from macd.pdf.wording import amount, day, grouped, instant, signed_amount, unbroken

Data = dict[str, Any]


def present(data: Data) -> Data:
    """Return what the template shows of a render input. Raises KeyError for a missing part."""
    money = {"currency": data["overview"]["currency"], "language": data["language"]}
    return {
        **data,
        "provider": _party(data["provider"], number=data["provider"]["vat"]),
        "customer": _party(data["customer"], number=data["customer"]["enterprise_number"]),
        "account_manager": {**data["account_manager"], "reach": reach(data["account_manager"])},
        "generated_on": instant(data["generated_at"]),
        "offer_ends": day(data["valid_until"]),
        "hash_groups": grouped(data["content_hash"]),
        "qr": qr_code(data["verification_url"]),
        "initials": " · ".join(each["initials"] for each in data["signatures"]),
        "agreements": [_agreement(each) for each in data["agreements"]],
        "addendum": _addendum(data.get("addendum")),
        "offices": [
            _office(each, number, money) for number, each in enumerate(data["offices"], start=1)
        ],
        "overview": _overview(data["overview"], money),
        "comments": [_dated(each) for each in data["comments"]],
        "approvals": [_bound(each) for each in data["approvals"]],
        "signatures": [_signature(each) for each in data["signatures"]],
        "evidence": [_dated(each) for each in data["evidence"]],
        "audit_groups": grouped(data["audit"]["head"]) if data["audit"] else "",
        "seal_promised": not data["preview"],
        "product": getattr(settings, "PRODUCT_NAME", "MACD"),
    }


def qr_code(address: str) -> str:
    """Return the QR code of an address: a picture, as a drawing would be drawn on every page."""
    made = segno.make(address, error="m")
    return str(made.png_data_uri(border=0, dark="#171c24", light="#fff", scale=6))


def reach(who: Data) -> str:
    """Return e-mail and telephone, where they are known."""
    return " · ".join(who[way] for way in ("email", "phone") if who.get(way))


def _party(party: Data, *, number: str) -> Data:
    return {
        **party,
        "address": [line for line in party["address_lines"] if line],
        "vat_number": vat_number(number),
        "reach": reach(party),
    }


def _agreement(agreement: Data) -> Data:
    return {**agreement, "end": day(agreement["end_on"]) if agreement["end_on"] else None}


def _addendum(addendum: Data | None) -> Data | None:
    """Files of documents that amend nothing, and those of earlier releases, have none."""
    if addendum is None:
        return None
    return {**addendum, "hash_groups": grouped(addendum["content_hash"])}


def _office(office: Data, number: int, money: Data) -> Data:
    lines = [_line(line, money) for line in office["lines"]]
    return {**office, "number": number, "lines": lines, "moves": bool(office["from"])}


def _line(line: Data, money: Data) -> Data:
    made = {
        **line,
        "before": amount(line["price_before"], **money),
        "after": amount(line["price_after"], **money),
        "once": amount(line["price_once"], **money),
        "quantity": _quantity(line),
        "days": [{"label": each["label"], "value": day(each["value"])} for each in line["dates"]],
    }
    rows = [*_changing(made), *_said(made)]
    if rows:
        rows[-1]["place"] = "last"
    return {**made, "rows": rows}


def _changing(line: Data) -> Iterator[Data]:
    """What of a line was and becomes, row by row."""
    if line["quantity"]:
        yield {"label": _("Quantity"), **line["quantity"]}
    for each in line["differences"]:
        yield _row(each["label"], each["before"] or "–", each["after"] or "–")
    for each in line["numbers"]:
        yield _row(_("Number"), each["number"], each["action"])
    for each in line["days"]:
        yield _row(each["label"], "", each["value"])


def _row(label: str, before: Any, after: Any) -> Data:
    told = {"label": unbroken(label), "before": unbroken(before), "after": unbroken(after)}
    return {**told, "look": "becomes"}


def _said(line: Data) -> Iterator[Data]:
    """What is said of a line beside its changes."""
    if line["unchanged"]:
        label = _("Stops with it") if line["action"] == "delete" else _("Stays as it is")
        stays = (labelled(each["label"], each["value"]) for each in line["unchanged"])
        yield {"label": label, "said": " · ".join(stays), "look": "was"}
    if line["note"]:
        yield {"label": _("Note"), "said": line["note"], "look": "said"}


def _quantity(line: Data) -> Data | None:
    """Return the quantity where it says something that no difference says already."""
    before, after = line["quantity_before"], line["quantity_after"]
    single = {before, after} <= {None, 0, 1}
    told = {(str(each["before"]), str(each["after"])) for each in line["differences"]}
    if single or (before != after and (str(before or ""), str(after or "")) in told):
        return None
    return {
        "before": "–" if before is None else before,
        "after": "–" if after is None else after,
        "look": "was" if before == after else "becomes",
    }


def _part(told: Data | None, money: Data) -> Data | None:
    if not told:
        return None
    return {
        "first": day(told["from"]),
        "last": day(told["until"]),
        "amount": signed_amount(told["amount"], **money),
    }


def _overview(overview: Data, money: Data) -> Data:
    rows = [
        {
            **row,
            "before": amount(row["before"], **money),
            "after": amount(row["after"], **money),
            "once": amount(row["once"], **money),
        }
        for row in overview["rows"]
    ]
    return {
        "rows": rows,
        "currency": overview["currency"],
        "before": amount(overview["monthly_before"], **money),
        "after": amount(overview["monthly_after"], **money),
        "difference": signed_amount(overview["monthly_difference"], **money),
        "once": amount(overview["once"], **money),
        "overlap": _part(overview.get("overlap"), money),
        "first_month": _part(overview.get("first_month"), money),
    }


def _dated(entry: Data) -> Data:
    return {**entry, "when": instant(entry["at"])}


def _bound(entry: Data) -> Data:
    return {**_dated(entry), "hash_groups": grouped(entry["content_hash"])}


def _signature(entry: Data) -> Data:
    return {**_bound(entry), "wording_groups": grouped(entry["wording"])}
