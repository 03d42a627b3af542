"""The inventory's own desk: find a service, see what waits."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.clock import today
from macd import policy, queries
from macd.views.common import standing_for
from macd.views.stock.installed import plan_of
from macd.views.stock.offices import installed_on

MOST = 50
LONGEST_SEARCH = 100


@login_required
@require_safe
def inventory(request: HttpRequest) -> HttpResponse:
    """What operations does with the inventory beside delivering; auditors read it."""
    standing = standing_for(request)
    if not policy.reads_work(standing):
        raise PermissionDenied
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    found: list[dict[str, Any]] = []
    if words:
        services = list(queries.services_matching(standing, words)[: MOST + 1])
        periods = {p.service_id: p for p in installed_on(today()).filter(service__in=services)}
        found = [_row(one, periods.get(one.pk)) for one in services]
    page = {
        "q": words,
        "found": found[:MOST],
        "more": len(found) > MOST,
        "choices": _choices(),
        "keeps": policy.is_operations(standing),
    }
    return render(request, "macd/inventory/desk.html", page)


def _row(one: Any, period: Any) -> dict[str, Any]:
    return {
        "service_id": one.service_id,
        "url": reverse("service", args=[one.service_id]),
        "name": period.offering_version.name if period else _("Not installed today"),
        "plan": plan_of(period) if period else "",
        "customer": one.customer.legal_name,
        "office": period.office.name if period and period.office else "",
        "status": period.status if period else "closed",
        "status_label": period.get_status_display() if period else _("Stopped"),
    }


def _choices() -> list[dict[str, Any]]:
    waiting, sims = queries.corrections_waiting().count(), queries.sims_to_send().count()
    return [
        {
            "label": _("Corrections"),
            "text": ngettext(
                "%(count)s waits for a second person", "%(count)s wait for a second person", waiting
            )
            % {"count": waiting},
            "icon_name": "pencil",
            "url": reverse("corrections"),
            "testid": "corrections",
        },
        {
            "label": _("Imports"),
            "text": _("The opening one, and comparing later"),
            "icon_name": "upload",
            "url": reverse("imports"),
            "testid": "imports",
        },
        {
            "label": _("Indexation"),
            "text": _("All prices from a day on"),
            "icon_name": "trending-up",
            "url": reverse("indexation"),
            "testid": "indexation",
        },
        {
            "label": _("SIMs to send"),
            "text": _("%(count)s ordered") % {"count": sims},
            "icon_name": "smartphone",
            "url": reverse("sim_orders"),
            "testid": "sim-orders",
        },
    ]
