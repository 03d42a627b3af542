"""The mails about leaving, in the reader's language; layout and shape are those of documents."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.models import Customer, Person
from macd.mails import Mail, mail_of
from services.models import CancellationCase


def mail_about(
    about: str,
    *,
    to: Person,
    customer: Customer,
    person: Person,
    at: datetime,
    case: CancellationCase | None = None,
) -> Mail:
    """Write a mail of ``emails/<about>/`` to one reader; ``person`` is who acted, ``at`` when."""
    with translation.override(to.language):
        context: dict[str, Any] = {
            "reader": to,
            "customer": customer,
            "person": person,
            "case": case,
            "day": date_format(day_of(at), "DATE_FORMAT"),
            "about": customer.legal_name,
            "summary": _("Leaving completely"),
            "url": _link(case),
            "action": _("Open the case") if case else _("Open the list"),
            "why": _("You get this mail because you take part in this. Nothing is decided by it."),
            "provider": settings.PROVIDER_NAME,
        }
        return mail_of(f"emails/{about}", context)


def _link(case: CancellationCase | None) -> str:
    path = reverse("cancellation", args=[case.public_id]) if case else reverse("cancellations")
    return settings.PUBLIC_URL.rstrip("/") + path
