"""How numbers come over from another operator: states, refusals, and what may follow what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PortState(models.TextChoices):
    """How far the numbers of one item are (rule 41)."""

    ASKED = "asked", pgettext_lazy("port", "To be checked")
    CHECKED = "checked", pgettext_lazy("port", "Checked")
    REQUESTED = "requested", pgettext_lazy("port", "Asked of the other operator")
    REFUSED = "refused", pgettext_lazy("port", "Refused by the other operator")
    CONFIRMED = "confirmed", pgettext_lazy("port", "Date confirmed")
    PORTED = "ported", pgettext_lazy("port", "Taken over")


class PortRefusal(models.TextChoices):
    """Why the other operator does not let numbers go."""

    ACCOUNT_WRONG = "account_wrong", _("The customer number does not belong to these numbers")
    NAME_DIFFERS = "name_differs", _("The numbers are in another company's name")
    NUMBER_UNKNOWN = "number_unknown", _("A number is not with that operator")
    RANGE_INCOMPLETE = "range_incomplete", _("The range is not asked for as a whole")
    MANDATE_INVALID = "mandate_invalid", _("The mandate is missing, or not signed by the holder")
    OTHER_REQUEST = "other_request", _("Another operator asked for them already")
    CONTRACT_BLOCK = "contract_block", _("The numbers are blocked at that operator")


# What may follow each state; what was refused is checked again once the customer corrected it.
PORT_NEXT: dict[PortState, frozenset[PortState]] = {
    PortState.ASKED: frozenset({PortState.CHECKED}),
    PortState.CHECKED: frozenset({PortState.REQUESTED}),
    PortState.REQUESTED: frozenset({PortState.CONFIRMED, PortState.REFUSED}),
    PortState.REFUSED: frozenset({PortState.ASKED}),
    PortState.CONFIRMED: frozenset({PortState.CONFIRMED, PortState.PORTED, PortState.REFUSED}),
    PortState.PORTED: frozenset(),
}
# What operations does, in words; a corrected refusal is the customer's.
PORT_STEPS = {
    PortState.CHECKED: _("The data is right"),
    PortState.REQUESTED: _("Asked of the other operator"),
    PortState.CONFIRMED: _("Date confirmed"),
    PortState.PORTED: _("Numbers taken over"),
    PortState.REFUSED: _("Refused"),
}
