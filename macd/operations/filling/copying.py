"""The same for other offices: what is asked for one office is copied, and changed there."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.clock import day_of
from accounts.standing import Standing
from macd import voice
from macd.amendments import first_free_line
from macd.kinds import Problem, rules_for
from macd.models import Document, Line
from macd.operations.filling.drafting import drafted, refreshed, save_lines
from macd.refusals import Unsound
from macd.vocabulary import Action
from offices.models import Office, OfficeStatus


@transaction.atomic
def copy_lines(
    *, document: Document, offices: Sequence[Office], by: Standing, at: datetime
) -> Document:
    """Copy what is asked at the request's office to others, settings and all (rule 37).

    What an office has in the request already is not asked twice. Raises Unsound for an office
    that is not the company's own, or closed.
    """
    now = drafted(document, by)
    foreign = [o for o in offices if o.customer_id != now.customer_id]
    closed = [o for o in offices if o.status == OfficeStatus.CLOSED]
    if not rules_for(now.kind).copies or foreign or closed or not offices:
        message = str(voice.OWN_OPEN_OFFICES)
        raise Unsound(message, problems=[Problem("offices", message)])
    lines = list(now.lines.all())
    there = {(line.place_to_id, line.offering_version.offering_id) for line in lines}
    copies = [
        _copy(line, office)
        for office in offices
        for line in lines
        if line.place_to_id == now.office_id
        and line.offering_version.offering.site_bound
        and (office.pk, line.offering_version.offering_id) not in there
    ]
    for number, line in enumerate(copies, start=first_free_line(now)):
        line.number = number
    save_lines(now, copies, on=day_of(at))
    return refreshed(now, at=at)


def _copy(line: Line, office: Office) -> Line:
    return Line(
        action=Action.ADD,
        offering_version=line.offering_version,
        place_to=office,
        agreement=line.agreement,
        billing_account=line.billing_account,
        desired=dict(line.desired),
        quantity=line.quantity,
    )
