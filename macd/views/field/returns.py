"""The rented devices that are still out, those that are late on top (rule 53)."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.standing import Standing
from macd import policy, queries
from macd.models import HardwareReturn
from macd.views.common import new_key, standing_for
from macd.views.shown.devices import device_step
from macd.vocabulary import Actor
from macd.wording import device_in_words

QUEUES = {"out": _("Still out"), "late": _("Overdue"), "back": pgettext_lazy("device", "Back")}
MOST = 200


@require_safe
@login_required
def returns(request: HttpRequest) -> HttpResponse:
    """Show the devices of one queue."""
    standing, on = standing_for(request), today()
    if not policy.reads_work(standing):
        raise PermissionDenied
    queue = request.GET.get("queue", "")
    queue = queue if queue in QUEUES else "out"
    found = {name: queries.devices_out(standing, queue=name, on=on) for name in QUEUES}
    rows = list(found[queue][: MOST + 1])
    context = {
        "queues": [
            {
                "heading": "",
                "queues": [
                    {
                        "label": label,
                        "url": "?" + urlencode({"queue": name}),
                        "count": found[name].count(),
                        "active": name == queue,
                        "risk": name == "late",
                    }
                    for name, label in QUEUES.items()
                ],
            }
        ],
        "queue": queue,
        "queue_label": QUEUES[queue],
        "rows": [_row(standing, device, on=on) for device in rows[:MOST]],
        "more": len(rows) > MOST,
        "most": MOST,
        "idempotency_key": new_key(),
    }
    return render(request, "macd/returns.html", context)


def _row(standing: Standing, device: HardwareReturn, *, on: date) -> dict[str, Any]:
    line = device.line
    document = line.document
    may = device.received_on is None and Actor.OPERATIONS in policy.actors(standing, document)
    step = device_step(document, device, on=on) if may else None
    if step:
        step["url"] += "?back=returns"
    return {
        "what": device_in_words({"name": device.name, "serial": device.serial}),
        "document": document,
        "url": f"{document.get_absolute_url()}#line-{line.number}",
        "number": f"{document.number}/{line.number}",
        "who": document.customer.legal_name,
        "place": line.place_from,
        "due_on": device.due_on,
        "received_on": device.received_on,
        "late": device.received_on is None and device.due_on < on,
        "step": step,
    }
