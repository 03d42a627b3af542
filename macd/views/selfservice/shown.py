"""Users, SIMs and actions as the pages of self-service show them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.clock import today
from services.models import (
    ActionStatus,
    OfferingVersion,
    SelfServiceAction,
    ServicePeriod,
    Sim,
    SimStatus,
)
from services.models.selfservice import OPEN_ACTIONS
from services.selfservice import was_cancelled

WAY = (SimStatus.ORDERED, SimStatus.SHIPPED, SimStatus.ACTIVATING, SimStatus.ACTIVE)


def user_rows(periods: QuerySet[ServicePeriod]) -> list[dict[str, Any]]:
    """Users by name, with what is under way for each."""
    found = list(periods)
    busy = _under_way(period.service_id for period in found)
    return [
        {
            "name": name_of(period),
            "detail": str(period.configuration.get("extension") or ""),
            "offering": period.offering_version.name,
            "since": period.service.first_started_on or period.since_on,
            "url": reverse("service", args=[period.service.service_id]),
            "home_url": reverse("user_home", args=[period.service.service_id]),
            "remove_url": reverse("user_remove", args=[period.service.service_id]),
            "busy": busy.get(period.service_id, ""),
        }
        for period in found
    ]


def name_of(period: ServicePeriod) -> str:
    """Who uses a service, or its id where nobody is named."""
    return str(period.configuration.get("user_name") or period.service.service_id)


def sim_rows(sims: QuerySet[Sim]) -> list[dict[str, Any]]:
    """SIMs that are in use, coming or blocked first; then those that are not used any more."""
    found = [sim for sim in sims if sim.status != SimStatus.REPLACED]
    periods = periods_of(sim.service_id for sim in found)
    names, plans = users_named(found, periods), _plans(found, periods)
    rows = [
        {
            "name": names[sim.pk],
            "plan": plans.get(sim.service_id, ""),
            "iccid": sim.iccid,
            "esim": sim.esim,
            "status": sim.status,
            "status_label": status_of(sim),
            "reason": sim.get_block_reason_display(),
            "url": reverse("sim", args=[sim.public_id]),
        }
        for sim in found
    ]
    return sorted(rows, key=lambda row: (row["status"] == SimStatus.INACTIVE, row["name"].lower()))


def never_came(sim: Sim) -> bool:
    """Whether a SIM is out of use without having been sent: it has no number yet."""
    return sim.status == SimStatus.INACTIVE and not sim.iccid


def status_of(sim: Sim) -> str:
    """A SIM's status as it is read: what was never sent was not used either.

    ``sim`` is one of `queries.sims_of`, which says whether its order was taken back.
    """
    if not never_came(sim):
        return sim.told_status
    if getattr(sim, "cancelled", False):
        return str(pgettext("SIM", "Cancelled"))
    return str(_("Not delivered"))


def periods_of(service_ids: Iterable[int]) -> dict[int, ServicePeriod]:
    """What these services are today, or were last where they stopped; by service."""
    rows = (
        ServicePeriod.objects.filter(service__in=list(service_ids), valid__startswith__lte=today())
        .select_related("offering_version__offering", "service")
        .order_by("valid")
    )
    return {row.service_id: row for row in rows}


def users_named(sims: Iterable[Sim], periods: dict[int, ServicePeriod]) -> dict[int, str]:
    """Who uses each SIM, by its id; of one that is still to come, as it was ordered."""
    coming = {
        service: str(order.get("configuration", {}).get("user_name") or "")
        for service, order in _orders(sims, periods).items()
    }
    return {
        sim.pk: name_of(periods[sim.service_id])
        if sim.service_id in periods
        else coming.get(sim.service_id) or sim.service.service_id
        for sim in sims
    }


def _orders(
    sims: Iterable[Sim | SelfServiceAction], periods: dict[int, ServicePeriod]
) -> dict[int, dict[str, Any]]:
    """What was ordered with each SIM whose service has not begun, by service."""
    wanted = [sim.service_id for sim in sims if sim.service_id not in periods]
    orders = SelfServiceAction.objects.filter(service__in=wanted, change__has_key="install")
    return {order.service_id: order.change["install"] for order in orders}


def _plans(sims: Iterable[Sim], periods: dict[int, ServicePeriod]) -> dict[int, str]:
    """The plan of each SIM by service; of one that is still to come, as it was ordered."""
    plans = {service: period.offering_version.name for service, period in periods.items()}
    ordered = {
        service: order.get("offering_version_id")
        for service, order in _orders(sims, periods).items()
    }
    if ordered:
        versions = OfferingVersion.objects.in_bulk(set(ordered.values()))
        plans |= {service: versions[pk].name for service, pk in ordered.items() if pk in versions}
    return plans


def _under_way(service_ids: Iterable[int]) -> dict[int, str]:
    rows = SelfServiceAction.objects.filter(
        service__in=list(service_ids), status__in=OPEN_ACTIONS
    ).order_by("pk")
    return {row.service_id: row.told for row in rows}


def action_rows(actions: Iterable[SelfServiceAction]) -> list[dict[str, Any]]:
    """Actions in a list, with who is concerned by name where somebody is named."""
    found = list(actions)
    periods = periods_of(action.service_id for action in found)
    asked = _names_asked(found, periods)
    return [
        {
            **_action_row(one),
            "whom": name_of(periods[one.service_id])
            if one.service_id in periods
            else asked.get(one.service_id) or one.service.service_id,
        }
        for one in found
    ]


def _names_asked(
    actions: Iterable[SelfServiceAction], periods: dict[int, ServicePeriod]
) -> dict[int, str]:
    """For whom a service was asked that has not begun, by service: by its order, listed or not."""
    waiting = [action for action in actions if action.service_id not in periods]
    orders = {one.service_id: one.change["install"] for one in waiting if "install" in one.change}
    if unlisted := [one for one in waiting if one.service_id not in orders]:
        orders |= _orders(unlisted, periods)
    return {
        service: str(order.get("configuration", {}).get("user_name") or "")
        for service, order in orders.items()
    }


def _action_row(action: SelfServiceAction) -> dict[str, Any]:
    """One action: what, by whom, how far; an order that was taken back has not failed."""
    cancelled = was_cancelled(action)
    return {
        "number": action.number,
        "what": action.told,
        "service": action.service.service_id,
        "by": action.person.name,
        "customer": action.customer.legal_name,
        "at": action.requested_at,
        "status": "cancelled" if cancelled else action.status,
        "status_label": pgettext("SIM", "Cancelled") if cancelled else action.get_status_display(),
        "failure": "" if cancelled else action.why_failed,
        "difference": None
        if action.status == ActionStatus.FAILED
        else action.monthly_after - action.monthly_before,
        "after": action.monthly_after,
        "url": reverse("service", args=[action.service.service_id])
        if action.service.first_started_on
        else "",
    }


def way_of(sim: Sim, moments: dict[str, datetime]) -> list[dict[str, Any]]:
    """The four points of a SIM's way, as milestones.html shows them."""
    reached = WAY.index(SimStatus(sim.status)) if sim.status in WAY else len(WAY) - 1
    points = []
    for index, status in enumerate(WAY):
        state = "done" if index < reached or sim.status == SimStatus.ACTIVE else "next"
        state = "current" if index == reached and sim.status != SimStatus.ACTIVE else state
        at = moments.get(status)
        label = status.told(esim=sim.esim)
        points.append({"label": label, "state": state, "on": at, "note": ""})
    return points


def _sent_to(sim: Sim) -> str:
    """Where a card goes, or went; nothing for one that never will."""
    return "" if never_came(sim) or sim.esim else sim.send_to


def facts_of(sim: Sim, name: str, period: ServicePeriod | None) -> list[dict[str, Any]]:
    """What is known of a SIM, for a summary list."""
    plans = _plans([sim], {sim.service_id: period} if period else {})
    facts = [
        {"label": _("User"), "value": name},
        {"label": _("Plan"), "value": plans.get(sim.service_id, "")},
        {"label": _("SIM number (ICCID)"), "value": sim.iccid},
        {"label": _("Kind"), "value": _("eSIM") if sim.esim else _("Card")},
        {"label": _("Sent to") if sim.iccid else _("To be sent to"), "value": _sent_to(sim)},
        {"label": _("Home office"), "value": getattr(sim.service.home_office, "name", "")},
    ]
    return [fact for fact in facts if fact["value"]]
