"""Whether a document would leave a customer, or an agreement, without any service (rule 48)."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.models import Document, Line
from macd.vocabulary import Action
from services.models import Claim, ClaimAction
from services.queries import remaining_after


def leaving_services(document: Document) -> set[int]:
    """Ids of services that end with this document and are not started elsewhere by it."""
    lines: list[Line] = list(document.lines.all())
    stops = {line.service_id for line in lines if line.action == Action.DELETE and line.service_id}
    started = {line.service_id for line in lines if line.action == Action.ADD}
    return stops - started


def leaves_nothing(document: Document, *, on: datetime.date) -> Iterator[str]:
    """Say for the customer and each agreement that no service would remain.

    Counts what other open documents stop as well, so that several of them together are refused
    as one would be. The caller holds the lock on the customer where the answer must stay true.
    """
    mine = leaving_services(document)
    if not mine:
        return
    open_stops = {
        claim.service_id
        for claim in Claim.objects.filter(
            customer=document.customer_id, action=ClaimAction.DELETE, released_at=None
        )
    }
    leaving = mine | open_stops
    if not remaining_after(customer_id=document.customer_id, leaving=leaving, on=on):
        yield _("This would stop the last service of %(customer)s.") % {
            "customer": document.customer
        }
        return
    for line in document.lines.all():
        agreement = line.agreement
        if line.service_id in mine and agreement is not None:
            rest = remaining_after(
                customer_id=document.customer_id,
                agreement_id=agreement.pk,
                leaving=leaving,
                on=on,
            )
            if not rest:
                yield _("This would stop the last service of agreement %(agreement)s.") % {
                    "agreement": agreement
                }
                return
