"""What happens with a request once it is sent, and by when."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from macd import voice
from macd.kinds import rules_for
from macd.models import Document
from services.calendar import add_business_days
from services.parameters import parameter


def what_happens_next(document: Document, *, on: date) -> list[dict[str, Any]]:
    """The next steps of what is sent that day, with the days by which they come."""
    up_by = add_business_days(on, int(parameter("acknowledge_business_days", on=on)))
    manager = document.account_manager.name if document.account_manager else _("We")
    first = {"text": _("%(name)s takes it up") % {"name": manager}, "by": up_by}
    return [first, *_after(document, up_by, on=on)]


def once_taken_up(document: Document, *, on: date) -> list[dict[str, Any]]:
    """The same where it is taken up that day: what staff start for a customer."""
    return _after(document, on, on=on)


def _after(document: Document, taken_up: date, *, on: date) -> list[dict[str, Any]]:
    decided = add_business_days(taken_up, int(parameter("decide_business_days", on=on)))
    stops_on = rules_for(document.kind).effective_on(document, on=on)
    # A day that has passed is refused when it is sent; until then nobody promises it.
    wanted = document.committed_on or document.requested_on
    last = (
        {"text": _("First day without service"), "by": None, "on": stops_on}
        if stops_on
        else {"text": _("We deliver it"), "by": wanted if wanted and wanted >= on else None}
    )
    return [
        {"text": voice.COMPLETED_TOGETHER, "by": decided},
        {"text": voice.SIGNS, "by": None},
        last,
    ]
