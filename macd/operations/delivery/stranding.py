"""What a stop would leave behind: a service that needs it and does not go along after all."""

from datetime import date

from django.utils.translation import gettext as _

from macd.kinds import Problem
from macd.models import Document, Line
from macd.refusals import Unsound
from macd.vocabulary import Action
from services.claims import EXCLUSIVE
from services.dependencies import relying_on
from services.models import Claim


def refuse_stranding(document: Document, line: Line, *, on: date) -> None:
    """Refuse to stop what a service at the same office relies on, unless that goes as well (34).

    When the document was signed they went together; since then the item of the one may have
    failed, or was taken out. Raises Unsound.
    """
    if line.action != Action.DELETE or line.service_id is None:
        return
    going = Claim.objects.filter(
        customer=document.customer_id, released_at=None, action__in=EXCLUSIVE
    )
    along = set(going.values_list("service_id", flat=True))
    gone = {line.service_id}
    for reliance in relying_on(customer_id=document.customer_id, leaving=gone, on=on):
        period = reliance.period
        here = reliance.at_same_office and period.office_id == line.place_from_id
        if here and period.service_id not in along:
            message = _(
                "%(service)s (%(name)s) stays there and cannot work without it. Move or stop that"
                " first, or put this item on hold."
            ) % {"service": period.service, "name": period.offering_version.name}
            raise Unsound(message, problems=[Problem(f"line.{line.number}.on", message)])
