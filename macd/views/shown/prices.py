"""Price and term of a request, as price_box.html shows them."""

from datetime import date
from decimal import Decimal
from typing import Any

from macd.content import totals
from macd.models import Document
from macd.printing import term_sentence


def price_of(document: Document, *, on: date, estimate: bool = True) -> dict[str, Any]:
    """Before, after and once of all lines, with the sentence on the agreements' ends."""
    sums = totals(document)
    return {
        "before": Decimal(sums["monthly_before"]),
        "after": Decimal(sums["monthly_after"]),
        "difference": Decimal(sums["monthly_difference"]),
        "once": Decimal(sums["once"]),
        "term_sentence": term_sentence(document, on=on),
        "estimate": estimate,
    }
