"""Figures that decide between two rows of the table: money at stake, signatures still missing."""

from datetime import datetime
from decimal import Decimal

from accounts.clock import day_of
from accounts.models import SigningRule
from macd.kinds import rules_for
from macd.kinds.exposure import exposure_of
from macd.models import Document, Line
from macd.operations.filling.versions import weigh
from macd.vocabulary import Action, Decision
from services.parameters import parameters


def needs_second_approval(document: Document, *, at: datetime) -> bool:
    """Whether what is at stake, or a discount, is above its limit, or finance looks (14, 55)."""
    weigh(document, at=at)
    codes = ("second_approval_threshold", "second_approval_discount_percent")
    most: dict[str, Decimal] = parameters(codes, on=day_of(at))
    at_stake = document.at_stake or Decimal(0)
    return (
        at_stake > most["second_approval_threshold"]
        or discount_given(document) > most["second_approval_discount_percent"]
        or bool(exposure_of(document, on=day_of(at)).reasons)
    )


def discount_given(document: Document) -> Decimal:
    """The largest discount, in percent of the catalogue's price, that the document gives anew.

    A discount that a service has already is not given again, and what moves keeps its price
    (rule 29): only what goes further counts.
    """
    return max((_discount(line) for line in document.lines.all()), default=Decimal(0))


def _discount(line: Line) -> Decimal:
    if line.action not in (Action.ADD, Action.MODIFY) or line.decision == Decision.MOVE:
        return Decimal(0)
    listed, quantity = line.offering_version, line.quantity
    monthly = _percent_off(line.price_after, listed.recurring_price * quantity)
    if line.current_offering_version is None:
        return max(monthly, _percent_off(line.price_once, listed.one_time_price * quantity))
    before = line.current_offering_version.recurring_price * (line.quantity_before or 0)
    had = _percent_off(line.price_before, before)
    return monthly if monthly > had else Decimal(0)


def _percent_off(price: Decimal | None, listed: Decimal) -> Decimal:
    if price is None or listed <= 0:
        return Decimal(0)
    return max(Decimal(0), (listed - price) * 100 / listed)


def finance_decides(document: Document, *, at: datetime) -> bool:
    """Whether a second approval is finance's: of every Delete, and where rule 55 gives a reason."""
    always = rules_for(document.kind).finance_decides
    return always or bool(exposure_of(document, on=day_of(at)).reasons)


def signatures_missing(document: Document, *, signing: int | None) -> int:
    """How many signatures the customer's rule still asks for, when ``signing`` signs now.

    Without ``signing``: as things stand.
    """
    needed = 2 if document.customer.signing_rule == SigningRule.TWO_JOINTLY else 1
    given = document.signatures.filter(voided_at=None)
    # Whoever signs through a substitute has signed, and counts once.
    signed = {behalf or by for by, behalf in given.values_list("by_id", "on_behalf_of_id")}
    if signing is not None:
        signed.add(signing)
    return max(0, needed - len(signed))
