"""What a person can do themselves about a service, or why their account manager is needed."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy, queries
from services.catalogue import version_on
from services.licences import LicenceUse, licences_of
from services.models import Offering, ServicePeriod, SimStatus


def explanation_of(standing: Standing, period: ServicePeriod, *, on: date) -> dict[str, Any] | None:
    """One sentence with the way to go; None for who only looks, such as staff."""
    if standing.at(period.customer_id) is None:
        return None
    offering = period.offering_version.offering
    if offering.licenses.filter(self_service=True).exists():
        return _about_licences(standing, period.customer_id, offering, on=on)
    if not offering.self_service:
        return _account_manager(_("it is part of what is agreed and signed"))
    if offering.licensed_by_id is not None:
        mine = period.customer_id in policy.customers_of_users(standing)
        return _may(mine, _("remove or add users"), reverse("self_service"), _("UC administrator"))
    sim = (
        queries.sims_of(standing)
        .filter(service=period.service)
        .exclude(status=SimStatus.REPLACED)
        .order_by("-pk")
        .first()
    )
    url = reverse("sim", args=[sim.public_id]) if sim else reverse("self_service")
    mine = period.customer_id in policy.customers_of_sims(standing)
    return _may(mine, _("block, replace or stop the SIM"), url, _("fleet administrator"))


def _about_licences(
    standing: Standing, customer_id: int, offering: Offering, *, on: date
) -> dict[str, Any]:
    use = licences_of(customer_id=customer_id, offering=offering, on=on)
    name = _name(offering, on)
    if not use.free:
        why = _("all %(total)s are taken (%(name)s), and more of them is a request")
        return _account_manager(why % {"total": use.total, "name": name})
    if customer_id not in policy.customers_of_users(standing):
        who = _("%(name)s: %(free)s of %(total)s free. Your UC administrator can do this now.")
        return {"possible": True, "text": who % _figures(use, name), "url": ""}
    text = _("%(name)s: %(free)s of %(total)s free. You can do this yourself now.")
    return {
        "possible": True,
        "text": text % _figures(use, name),
        "url": reverse("self_service"),
        "url_label": _("Add a user"),
    }


def _figures(use: LicenceUse, name: str) -> dict[str, Any]:
    return {"free": use.free, "total": use.total, "name": name}


def _name(offering: Offering, on: date) -> str:
    sold = version_on(offering, on)
    return sold.name if sold else offering.code


def _may(mine: bool, what: str, url: str, who: str) -> dict[str, Any]:
    if mine:
        text = _("You can do this yourself now: %(what)s.") % {"what": what}
        return {"possible": True, "text": text, "url": url, "url_label": _("Do it now")}
    text = _("Your %(who)s can do this at once: %(what)s.") % {"who": who, "what": what}
    return {"possible": True, "text": text, "url": ""}


def _account_manager(why: str) -> dict[str, Any]:
    text = _("Changes need your account manager, because %(why)s.") % {"why": why}
    return {"possible": False, "text": text, "url": ""}
