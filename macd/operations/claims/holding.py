"""Holding the services of a request for its lines, from the moment it is sent (rule 5)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.clock import day_of
from macd.conflicts import claim_action, holder_of, in_turn_with, touched
from macd.kinds import Problem
from macd.models import Document
from macd.models.document import root_number
from macd.operations.claims.licensing import refuse_overdrawn
from macd.operations.claims.replacing import beside
from macd.refusals import Unsound
from services import claims


def hold_services(document: Document, *, at: datetime) -> None:
    """Hold each service for its line (rule 5). Raises Unsound naming the document in the way.

    In the order of the services: two documents that take each other's never wait for each other.
    """
    lines = {holder_of(document, line): line for line in document.lines.all()}
    holds = [
        claims.Hold(
            service_id=line.service_id,
            action=action,
            holder=holder,
            fields=touched(line),
            quantity=line.quantity,
            effective_on=document.requested_on,
        )
        for holder, line in lines.items()
        if (action := claim_action(line)) and line.service_id
    ]
    try:
        _claim(document, holds, at=at)
    except claims.ClaimConflict as conflict:
        message = _("%(other)s is already open on %(service)s.") % {
            "other": conflict.holder.rsplit("/", 1)[0],
            "service": conflict.other.service,
        }
        mine = next(ln for ln in lines.values() if ln.service_id == conflict.other.service_id)
        raise Unsound(message, problems=[Problem(f"line.{mine.number}", message)]) from conflict
    refuse_overdrawn(document, lines.values(), on=day_of(at))


def _claim(document: Document, holds: Sequence[claims.Hold], *, at: datetime) -> None:
    """Claim all; what takes turns with this document is no conflict, which is seldom asked."""
    mine, ignored = document.customer_id, beside(document)
    try:
        claims.claim_all(holds, customer_id=mine, at=at, beside=ignored)
    except claims.ClaimConflict:
        turns = in_turn_with([document.pk])[document.pk]
        if not turns:
            raise
        open_now = claims.open_claims(hold.service_id for hold in holds)
        others = [each.holder for each in open_now]
        ignored += [each for each in others if root_number(each.rsplit("/", 1)[0]) in turns]
        claims.claim_all(holds, customer_id=mine, at=at, beside=ignored)
