"""What leaving means to a document: it stops the last services, or comes while notice runs."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.conflicts import holder_of
from macd.models import Document, Line
from macd.vocabulary import Action
from services.cancellation import stops_growth
from services.models import Agreement
from services.queries import remaining_after


def leaving_services(document: Document) -> set[int]:
    """Ids of services that end with this document and are not started elsewhere by it."""
    lines = list(document.lines.all())
    stops = {line.service_id for line in lines if line.action == Action.DELETE and line.service_id}
    started = {line.service_id for line in lines if line.action == Action.ADD}
    return stops - started


def leaves_nothing(document: Document, *, on: datetime.date) -> Iterator[str]:
    """Say whether no service of the customer, or of one of its agreements, would remain.

    Counts what other open documents stop as well, so that several of them together are refused
    as one would be; holds the lock on the customer, so that the answer stays true until commit.
    """
    leaving = leaving_services(document)
    if not leaving:
        return
    remaining = remaining_after(
        customer_id=document.customer_id,
        leaving=leaving,
        on=on,
        beside=[holder_of(document, line) for line in document.lines.all()],
    )
    if not remaining.of_customer:
        yield _("This would stop the last service of %(customer)s.") % {
            "customer": document.customer
        }
        return
    emptied = [agreement for agreement, rest in remaining.by_agreement.items() if not rest]
    for agreement in Agreement.objects.filter(pk__in=emptied):
        yield _("This would stop the last service of agreement %(agreement)s.") % {
            "agreement": agreement
        }


def refused_growth(document: Document, *, always: bool) -> Iterator[str]:
    """Say that nothing is added, moved or increased while the customer leaves (rule 59).

    ``always``: the document is of a kind that does so whatever its lines. Stops, decreases and
    changes at the same price pass; so does what was sent before, and what finance lets through.
    """
    grows = always or any(map(_increases, document.lines.all()))
    if not grows or not document.may_have("case"):
        return
    case = stops_growth(
        document.customer_id, reference=document.number, submitted_at=document.submitted_at
    )
    if case is not None:
        yield _(
            "%(customer)s is leaving, so nothing is added, moved or increased any more. Stopping"
            " and decreasing stay possible. Finance can make an exception for %(number)s."
        ) % {"customer": document.customer, "number": document.number}


def _increases(line: Line) -> bool:
    more = line.quantity > (line.quantity_before or 0) and line.action != Action.DELETE
    return more or (line.price_after or 0) > (line.price_before or 0)
