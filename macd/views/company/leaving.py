"""Leaving, as a company finds it: the notice that runs, the ways there, and who may give it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import day_of, today
from accounts.dates import date_format
from accounts.standing import Standing
from macd import policy
from macd.views.navigation import is_there
from services.models import CancellationCase, CaseStatus
from services.models.cancellation import OPEN


def notices_for(standing: Standing) -> list[dict[str, Any]]:
    """The open notices of a person's companies that they may know of, as notice.html shows them."""
    if not is_there("cancellations"):
        return []
    found = CancellationCase.objects.filter(
        policy.visible_cases(standing), customer__in=standing.customer_ids, status__in=OPEN
    )
    several = len(standing.memberships) > 1
    return [
        {
            "heading": _("Notice was given on %(day)s")
            % {"day": date_format(day_of(case.received_at), "DATE_FORMAT")},
            "text": " · ".join(
                part
                for part in (case.customer.legal_name if several else "", stage_of(case))
                if part
            ),
            "url": reverse("cancellation", args=[case.public_id]),
        }
        for case in found.select_related("customer")
    ]


def stage_of(case: CancellationCase) -> str:
    """Where an open notice stands, in one sentence."""
    if case.status == CaseStatus.NOTICE_GIVEN:
        return _("Finance looks at it, and confirms the last day of each agreement by letter.")
    return _("The notice is accepted. Each agreement ends on its day, and not before.")


def ways_to_leave(standing: Standing, customer_id: int) -> dict[str, Any]:
    """What is offered to a company's own people instead of stopping the last service (rule 48);
    who may not give notice is told who may."""
    if customer_id not in standing.customer_ids:
        return {"ways": [], "givers": None}
    may = policy.may_give_notice(standing, customer_id)
    ways = (
        ("talk_to_us", _("Talk to us first"), "talk-to-us", True),
        ("give_notice", _("Give notice"), "give-notice", may),
    )
    return {
        "ways": [
            {"url": reverse(name), "label": label, "testid": testid}
            for name, label, testid, offered in ways
            if offered and is_there(name)
        ],
        "givers": None if may else givers_of(customer_id),
    }


def givers_of(customer_id: int) -> list[str]:
    """The names of who may give notice for a company today."""
    return [person.name for person in policy.who_may_give_notice(customer_id, on=today())]
