"""Figures that decide between two rows of the table: money at stake, signatures still missing."""

from datetime import datetime
from decimal import Decimal

from accounts.clock import day_of
from accounts.models import SigningRule
from macd.models import Document
from macd.operations.versions import weigh
from services.parameters import parameter


def needs_second_approval(document: Document, *, at: datetime) -> bool:
    """Whether what is at stake is strictly above the threshold (rule 14)."""
    weigh(document, at=at)
    threshold = Decimal(parameter("second_approval_threshold", on=day_of(at)))
    return (document.at_stake or Decimal(0)) > threshold


def signatures_missing(document: Document, *, signing: int | None) -> int:
    """How many signatures the customer's rule still asks for, when ``signing`` signs now.

    Without ``signing``: as things stand.
    """
    needed = 2 if document.customer.signing_rule == SigningRule.TWO_JOINTLY else 1
    signed = set(document.signatures.filter(voided_at=None).values_list("by_id", flat=True))
    if signing is not None:
        signed.add(signing)
    return max(0, needed - len(signed))
