"""The address of the office that a draft opens, which was typed and may have been mistyped."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import queries
from macd.models import Document
from macd.operations.filling.drafting import drafted, refreshed
from macd.refusals import StepDenied
from offices.operations import readdress_office


@transaction.atomic
def correct_address(
    *, document: Document, address: Mapping[str, str], by: Standing, at: datetime
) -> Document:
    """Correct name and address of the new office of a draft, which nothing else is about (39).

    Raises StepDenied once the request was sent, and where the office is known otherwise too.
    """
    now = drafted(document, by)
    new = queries.planned_alone(now)
    if not new:
        raise StepDenied(_("The address of this office can no longer be changed here."))
    readdress_office(office=new[0], at=at, person_id=by.person_id, **address)
    return refreshed(now, at=at)
