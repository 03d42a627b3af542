"""Codes of visits and of what holds an item, and whose clock a delay starts."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from macd.porting import PortRefusal
from macd.vocabulary import Party


class VisitPurpose(models.TextChoices):
    """What somebody goes to an office for."""

    SURVEY = "survey", _("Survey")
    INSTALL = "install", _("Installation")
    PICK_UP = "pick_up", _("Pick-up of equipment")


class Half(models.TextChoices):
    """The half-days in which visits are planned."""

    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")


# The same inside a sentence.
WHEN: dict[str, Any] = {
    Half.MORNING: _("in the morning"),
    Half.AFTERNOON: _("in the afternoon"),
}


class VisitOutcome(models.TextChoices):
    """How a visit ended; without one it is still to come."""

    DONE = "done", pgettext_lazy("visit", "Done")
    PARTLY = "partly", pgettext_lazy("visit", "Partly done")
    FAILED = "failed", pgettext_lazy("visit", "Not done")


class DelayCode(models.TextChoices):
    """Why an item cannot be delivered now."""

    NO_ACCESS = "no_access", _("Nobody could let us in")
    SITE_NOT_READY = "site_not_ready", _("Room, power or cabling is not ready")
    PERMISSION_MISSING = "permission_missing", _("The landlord's permission is missing")
    OTHER_DAY_ASKED = "other_day_asked", _("The customer asked for another day")
    LINE_NOT_THERE = "line_not_there", _("The carrier's line is late or faulty")
    PORT_REFUSED = "port_refused", _("The other operator has not released the number")
    STREET_WORKS = "street_works", _("Works in the street are needed")
    EQUIPMENT_MISSING = "equipment_missing", _("Equipment is missing or faulty")
    NO_TECHNICIAN = "no_technician", _("No technician was there")
    NOT_IN_TIME = "not_in_time", _("It took longer than the slot")
    QUOTE_NEEDED = "quote_needed", _("Other works are needed than were agreed")
    UNCLEAR_ORDER = "unclear_order", _("What was ordered is not clear")
    PAYMENT_OPEN = "payment_open", _("A payment is open")


class StopReason(models.TextChoices):
    """Why finance lets nobody go on with an item."""

    LEAVES = "leaves", _("It stops with the agreement")


# All for which an item, and its document with it, can wait.
HELD_REASONS = [*DelayCode.choices, *PortRefusal.choices, *StopReason.choices]

# Who has to act before the item can go on: that party's clock runs.
DELAYED_BY: dict[DelayCode, Party] = {
    DelayCode.NO_ACCESS: Party.CUSTOMER,
    DelayCode.SITE_NOT_READY: Party.CUSTOMER,
    DelayCode.PERMISSION_MISSING: Party.CUSTOMER,
    DelayCode.OTHER_DAY_ASKED: Party.CUSTOMER,
    DelayCode.LINE_NOT_THERE: Party.CARRIER,
    DelayCode.PORT_REFUSED: Party.CARRIER,
    DelayCode.STREET_WORKS: Party.CARRIER,
    DelayCode.EQUIPMENT_MISSING: Party.OPERATIONS,
    DelayCode.NO_TECHNICIAN: Party.OPERATIONS,
    DelayCode.NOT_IN_TIME: Party.OPERATIONS,
    DelayCode.QUOTE_NEEDED: Party.ACCOUNT_MANAGER,
    DelayCode.UNCLEAR_ORDER: Party.ACCOUNT_MANAGER,
    DelayCode.PAYMENT_OPEN: Party.FINANCE,
}


def held_reason(code: str) -> str:
    """Why something is held, in the active language; empty for a code that is none."""
    return str(dict(HELD_REASONS).get(code, ""))


def delay_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """The delay codes under the party whose clock each starts, as a select shows them."""
    parties = dict.fromkeys(DELAYED_BY.values())
    return [
        (
            party.label,
            [(code.value, code.label) for code, who in DELAYED_BY.items() if who == party],
        )
        for party in parties
    ]
