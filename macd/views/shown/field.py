"""Visits as rows of calendars and lists, and the filters that these pages share."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy
from macd.fieldwork import VisitOutcome
from macd.models import Appointment
from macd.views.shown.visit import crew_names
from offices.regions import NAMES

OUTCOME_ICONS: dict[str, str] = {
    VisitOutcome.DONE: "circle-check",
    VisitOutcome.PARTLY: "circle-dot",
    VisitOutcome.FAILED: "circle-x",
}


def region_of_query(text: str) -> str:
    """The region that an address names; empty for one that is none."""
    return text if text in NAMES else ""


def visit_row(visit: Appointment) -> dict[str, Any]:
    """One visit: when, what for, where, who; told in words, never by colour alone."""
    return {
        "url": visit.get_absolute_url(),
        "half": visit.half,
        "half_label": visit.get_half_display(),
        "day": visit.day,
        "purpose": visit.get_purpose_display(),
        "icon": {"survey": "search", "pick_up": "undo-2"}.get(visit.purpose, "truck"),
        "customer": visit.document.customer.legal_name,
        "place": f"{visit.office.postcode} {visit.office.municipality}",
        "office": visit.office.name,
        "number": visit.document.number,
        "crew": crew_names(visit),
        "outcome_icon": OUTCOME_ICONS.get(visit.outcome or "", ""),
        "outcome": visit.get_outcome_display() if visit.outcome else "",
    }


def field_filters(standing: Standing, kept: Mapping[str, str], *, day: str = "") -> dict[str, Any]:
    """The choices of the filter form: who goes there, and the region."""
    people = [(str(person.pk), person.name) for person in policy.technicians()]
    return {
        "kept": kept,
        "day": day,
        "whos": [
            ("", _("Everybody")),
            *([("me", _("Me"))] if policy.is_operations(standing) else []),
            ("nobody", _("Nobody named yet")),
            *people,
        ],
        "regions": [("", _("All regions")), *((code, str(name)) for code, name in NAMES.items())],
    }
