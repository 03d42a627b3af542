"""Whether a document would leave a customer, or an agreement, without any service (rule 48)."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.conflicts import holder_of
from macd.models import Document
from macd.vocabulary import Action
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
