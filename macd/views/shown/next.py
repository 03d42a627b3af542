"""What happens with a request once it is sent, and by when."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from macd import voice
from macd.kinds import rules_for
from macd.models import Document
from services.calendar import add_business_days
from services.parameters import parameter


def what_happens_next(
    document: Document, *, on: date, taken_up: bool = False
) -> list[dict[str, Any]]:
    """The next steps with the days by which they come; what staff start is taken up by that."""
    days = 0 if taken_up else int(parameter("acknowledge_business_days", on=on))
    up_by = add_business_days(on, days)
    decided = add_business_days(up_by, int(parameter("decide_business_days", on=on)))
    manager = document.account_manager.name if document.account_manager else _("We")
    stops_on = rules_for(document.kind).effective_on(document, on=on)
    # A day that has passed is refused when it is sent; until then nobody promises it.
    wanted = document.committed_on or document.requested_on
    last = (
        {"text": _("First day without service"), "by": None, "on": stops_on}
        if stops_on
        else {"text": _("We deliver it"), "by": wanted if wanted and wanted >= on else None}
    )
    first = {"text": _("%(name)s takes it up") % {"name": manager}, "by": up_by}
    return [
        *(() if taken_up else (first,)),
        {"text": voice.COMPLETED_TOGETHER, "by": decided},
        {"text": voice.SIGNS, "by": None},
        last,
    ]
