"""Render inputs for the tests: a whole Change, in any language, as long as wanted."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from macd.pdf import render_document

CANONICAL = b'{"number":"MACD-2026-00001","schema":1}'

LINE: dict[str, Any] = {
    "number": 1,
    "service_id": "SVC-000123",
    "name": "SmartFit Internet Extra",
    "action": "modify",
    "action_name": "Change",
    "differences": [
        {"label": "Download speed", "before": "500 Mbit/s", "after": "1 Gbit/s"},
        {"label": "Fixed IP addresses", "before": "1", "after": "5"},
    ],
    "quantity_before": 2,
    "quantity_after": 3,
    "dates": [{"label": "Wished on", "value": "2026-04-01"}],
    "numbers": [{"number": "+32 9 225 00 11", "action": "Stays"}],
    "unchanged": [{"label": "Service level", "value": "Gold"}],
    "terms": [{"label": "Agreement", "value": "AGR-2024-17"}],
    "price_before": "79.0000",
    "price_after": "1099.5000",
    "price_once": "49.0000",
    "note": "Technician comes before nine.",
}

DOCUMENT: dict[str, Any] = {
    "schema": 1,
    "language": "en",
    "number": "MACD-2026-00001",
    "version": 2,
    "kind": "change",
    "kind_name": "Change of services",
    "content_hash": "0123456789abcdef" * 4,
    "verification_code": "7K3M-0QXZ-9R2T-HV5C",
    "verification_url": "https://macd.example/verify/7K3M-0QXZ-9R2T-HV5C/",
    "generated_at": "2026-03-02T09:30:00Z",
    "valid_until": "2026-03-31",
    "provider": {
        "name": "Nordzee Telecom",
        "address_lines": ["Havenlaan 1", "1080 Brussel"],
        "vat": "BE 0403.170.701",
        "email": "business@nordzee.example",
        "phone": "+32 2 555 01 00",
    },
    "customer": {
        "legal_name": "Brouwerij De Halve Maan-Van Steenberge NV",
        "enterprise_number": "BE 0404.616.494",
        "address_lines": ["Walplein 26", "8000 Brugge"],
        "contact": "Ana Peeters",
    },
    "customer_reference": "PO-7781",
    "account_manager": {
        "name": "Anna De Wit",
        "email": "am@provider.example",
        "phone": "+32 470 11 22 33",
    },
    "agreements": [
        {"number": "AGR-2024-17", "end_on": "2027-12-31"},
        {"number": "AGR-2020-03", "end_on": None},
    ],
    "term_sentence": "The terms and end dates of these agreements stay as they are.",
    "offices": [
        {
            "title": "Brewery Ghent",
            "code": "GNT",
            "from": ["Korenmarkt 3", "9000 Gent"],
            "to": ["Kouter 12 bus 4", "9000 Gent"],
            "contacts": [{"role": "On site", "name": "Piet Claes", "phone": "+32 470 99 88 77"}],
            "lines": [LINE],
        }
    ],
    "overview": {
        "rows": [
            {
                "line": 1,
                "name": "SmartFit Internet Extra",
                "before": "79.0000",
                "after": "1099.5000",
                "once": "49.0000",
            }
        ],
        "monthly_before": "79.0000",
        "monthly_after": "1099.5000",
        "monthly_difference": "1020.5000",
        "once": "49.0000",
        "currency": "EUR",
    },
    "details": [
        {
            "title": "Sites and access",
            "rows": [
                {"label": "Hours of access", "value": "8–17 h"},
                {"label": "How to get in", "value": "Ring at the gate."},
            ],
        }
    ],
    "conditions": ["The modem stays the provider's property.", "Delivery within ten working days."],
    "comments": [
        {"by": "Ana Peeters", "at": "2026-02-27T14:05:00Z", "text": "Please call\nbefore coming."}
    ],
    "approvals": [
        {
            "name": "Anna De Wit",
            "role": "Account manager",
            "at": "2026-03-01T08:00:00Z",
            "content_hash": "0123456789abcdef" * 4,
        }
    ],
    "signatures": [
        {
            "name": "Johan Maes",
            "role": "Managing director",
            "at": "2026-03-02T09:29:00Z",
            "consent": "I have read this document and agree to it.",
            "content_hash": "0123456789abcdef" * 4,
            "initials": "JM",
            "method": "Simple electronic signature, password entered again",
            "wording": "89abcdef01234567" * 4,
            "hand": "J. Maes",
            "drawing": "",
        }
    ],
    "corrections": [{"label": "How to get in", "before": "Ring.", "after": "Ring at the gate."}],
    "evidence": [
        {"at": "2026-02-27T14:00:00Z", "what": "Submitted", "who": "Ana Peeters"},
        {"at": "2026-03-01T08:00:00Z", "what": "Approved", "who": "Anna De Wit"},
        {"at": "2026-03-02T09:29:00Z", "what": "Signed", "who": "Johan Maes"},
    ],
    "audit": {"position": 412, "head": "fedcba9876543210" * 4},
    "preview": False,
}


def document(**changed: Any) -> dict[str, Any]:
    """Return a whole render input, with parts replaced."""
    return deepcopy(DOCUMENT) | changed


def long_document(lines: int) -> dict[str, Any]:
    """Return a document with that many lines, twenty at each office."""
    made = document()
    template = made["offices"][0]
    made["offices"] = []
    made["overview"]["rows"] = []
    for start in range(0, lines, 20):
        office = deepcopy(template) | {"title": f"Office {start // 20 + 1}", "lines": []}
        for number in range(start + 1, min(start + 20, lines) + 1):
            line = deepcopy(LINE) | {"number": number, "service_id": f"SVC-{number:06}"}
            office["lines"].append(line)
            made["overview"]["rows"].append(
                {"line": number, "name": line["name"], "before": "79", "after": "99", "once": None}
            )
        made["offices"].append(office)
    return made


def printed(made: dict[str, Any] | None = None) -> bytes:
    """Return the file of a render input, a whole Change by default, with CANONICAL attached.

    For tests that read it: each is printed once a process.
    """
    return _printed(json.dumps(made or DOCUMENT))


@cache
def _printed(made: str) -> bytes:
    return render_document(json.loads(made), canonical=CANONICAL)
