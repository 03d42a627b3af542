"""Licences that were taken at the last moment are not given up (rule 46)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from macd.kinds import Problem
from macd.models import Document, Line
from macd.refusals import Unsound
from macd.vocabulary import Action
from services.licences import licence_holders, licence_use
from services.models import Offering


def refuse_overdrawn(document: Document, lines: Iterable[Line], *, on: date) -> None:
    """Look again once the services are held: who takes a licence locks the same rows.

    Raises Unsound, naming who uses them, where the lines would leave fewer licences than are in
    use or reserved.
    """
    fewer = [line for line in lines if line.service_id and _gives_up(line)]
    if not fewer:
        return
    given = {line.offering_version.offering_id: line for line in fewer}
    licences = Offering.objects.filter(pk__in=given, licenses__isnull=False)
    short = [
        use
        for use in (
            licence_use(customer_id=document.customer_id, on=on) if licences.exists() else ()
        )
        if use.offering.pk in given and use.left < 0
    ]
    for use in short:
        holders = licence_holders(customer_id=document.customer_id, offering=use.offering, on=on)
        message = _("%(used)s licences are in use, by %(users)s. Keep at least that many.") % {
            "used": use.used + use.reserved,
            "users": ", ".join(
                str(one.configuration.get("user_name") or one.service) for one in holders[:20]
            ),
        }
        path = f"line.{given[use.offering.pk].number}.quantity"
        raise Unsound(message, problems=[Problem(path, message)])


def _gives_up(line: Line) -> bool:
    if line.action == Action.DELETE:
        return not line.decision
    return line.action == Action.MODIFY and line.quantity < (line.quantity_before or 0)
