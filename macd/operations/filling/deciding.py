"""Deciding what becomes of a service of an office that moves, as long as it can be filled in."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd.fields.deciding import BY, decision_path
from macd.models import Document
from macd.operations.filling.completing import change_fields
from macd.refusals import Unsound
from services.models import Service


def decide_service(
    *,
    document: Document,
    service_id: int,
    decision: str,
    by: Standing,
    at: datetime,
    replaced_by: Service | None = None,
) -> Document:
    """Decide what becomes of one service of an office that moves (rule 27).

    ``replaced_by`` is the service at the new office that takes over, where one does. A service of
    the office that came meanwhile is decided about as well. Once it is sent the account manager
    suggests and the customer decides, as with every other answer (rule 10).
    """
    service = Service.objects.filter(pk=service_id, customer=document.customer_id).first()
    if service is None:
        raise Unsound(_("Choose what becomes of this service."))
    value = f"{decision}{BY}{replaced_by.service_id}" if replaced_by else decision
    path = decision_path(service.service_id)
    return change_fields(document=document, values={path: value}, by=by, at=at)
