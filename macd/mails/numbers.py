"""The mail about a number that leaves and no request that tells of it, in its reader's language."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.models import Person
from macd.mails import Mail, mail_of
from services.models import InventoryEntry
from services.numbers import shown_span

FOLDER = "emails/number_leaves"


def mail_about_number(entry: InventoryEntry, *, to: Person) -> Mail:
    """Write the mail that tells ``to`` what another operator told of a number (rule 50)."""
    service, told = entry.service, entry.change["note"]
    gone = told.get("ported_out")
    with translation.override(to.language):
        number = shown_span(gone or told["porting_out"], int(told.get("numbers") or 1))
        on = entry.effective_on if gone else date.fromisoformat(told["leaves_on"])
        context = {
            "reader": to,
            "event": {"note": entry.reason},
            "customer": service.customer,
            "service": service,
            "number": number,
            "operator": told.get("operator", ""),
            "gone": bool(gone),
            "day": date_format(on, "DATE_FORMAT"),
            "about": service.customer.legal_name,
            "summary": service.service_id,
            "url": settings.PUBLIC_URL.rstrip("/") + reverse("service", args=[service.service_id]),
            "action": _("Open the service"),
            "why": _("You get this mail because you look after this customer."),
            "provider": settings.PROVIDER_NAME,
        }
        return mail_of(FOLDER, context)
