"""To which office a user or a SIM belongs: changed without an order, for nothing else changes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from audit import trail
from offices.models import Office, OfficeStatus
from services.models import Service
from services.operations import ring_at
from services.selfservice.actions import SelfServiceRefused


@transaction.atomic
def move_home(*, service: Service, to: Office | None, person_id: int, at: datetime) -> None:
    """Let a service that is not tied to an office belong to another one, or to none.

    Its numbers that are not tied to a zone get that address for the emergency services. The same
    office again changes nothing. Raises SelfServiceRefused for an office that is closed.
    """
    if to is not None and to.status == OfficeStatus.CLOSED:
        text = _("%(office)s is closed. Choose another office.") % {"office": to.name}
        raise SelfServiceRefused(text, {"home_office": text})
    fresh = Service.objects.select_for_update().get(pk=service.pk)
    if fresh.home_office_id == (to.pk if to else None):
        return
    ring_at(services=[fresh.pk], home_id=fresh.home_office_id, to=to)
    fresh.home_office = to
    fresh.save(update_fields=["home_office"])
    trail.record(
        event="self_service.home",
        at=at,
        person_id=person_id,
        customer_id=fresh.customer_id,
        reference=fresh.service_id,
        facts={"office": str(to.public_id) if to else ""},
    )
