"""The mail to who ordered a SIM that it was sent, in its reader's language."""

from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Person
from macd.mails import Mail, mail_of, stop_url_for
from macd.telling import SIM_SENT
from services.models import ServicePeriod, Sim

FOLDER = f"emails/{SIM_SENT}"


def mail_about_sim(sim: Sim, *, to: Person) -> Mail:
    """Write the mail that tells ``to`` that a card is on its way, or an eSIM ready (rule 62)."""
    with translation.override(to.language):
        url = reverse("sim", args=[sim.public_id])
        stop_url = stop_url_for(to, SIM_SENT)
        context = {
            "reader": to,
            "customer": sim.customer,
            "sim": sim,
            "user": _user_of(sim),
            "about": sim.customer.legal_name,
            "summary": sim.service.service_id,
            "url": settings.PUBLIC_URL.rstrip("/") + url,
            "action": _("Open the SIM"),
            "why": _("You get this mail because you ordered it."),
            "stop_url": stop_url,
            "provider": settings.PROVIDER_NAME,
        }
        return replace(mail_of(FOLDER, context), stop_url=stop_url)


def _user_of(sim: Sim) -> str:
    """Who will use it: as it was ordered, or as the service says of one that is replaced."""
    for action in sim.actions.all():
        ordered = action.change.get("install", {}).get("configuration", {})
        if name := ordered.get("user_name"):
            return str(name)
    periods = ServicePeriod.objects.filter(service=sim.service).order_by("-valid")
    period = periods.first()
    name = period.configuration.get("user_name") if period else ""
    return str(name or sim.service.service_id)
