"""Installed services and offices as cards, with what can be done to each and why not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.standing import Standing
from macd import policy, queries
from macd.labels import labelled
from macd.views.situations import may_start_for
from macd.vocabulary import Kind
from offices.models import Office, OfficeStatus
from services.agreements import last_day
from services.claims import EXCLUSIVE, open_claims
from services.configuration import Characteristic, characteristics_of, in_order
from services.models import Claim, ServicePeriod
from services.models.inventory import ServiceStatus

SHOWN_SETTINGS = 3
NONE_OF_THEM = "0"


def claims_on(service_ids: Iterable[int]) -> dict[int, list[Claim]]:
    """Open claims by service, in one query."""
    found: dict[int, list[Claim]] = defaultdict(list)
    for claim in open_claims(service_ids):
        found[claim.service_id].append(claim)
    return found


def service_cards(
    standing: Standing,
    periods: Sequence[ServicePeriod],
    *,
    on: date,
    claims: Mapping[int, list[Claim]] | None = None,
    with_actions: bool = True,
) -> list[dict[str, Any]]:
    """Rows of service_card.html; periods come with service, agreement, customer and offering."""
    if claims is None:
        claims = claims_on(period.service_id for period in periods)
    told = _told(standing, claims)
    return [
        _card(standing, period, claims.get(period.service_id, []), told, on=on, acts=with_actions)
        for period in periods
    ]


def _told(standing: Standing, claims: Mapping[int, list[Claim]]) -> set[str]:
    """The requests to lead to: staff who see a request once it is signed do not hear of it here."""
    numbers = {number_of(claim) for held in claims.values() for claim in held}
    if not standing.is_staff or not numbers:
        return numbers
    within_reach = queries.documents_for(standing).filter(number__in=numbers)
    return set(within_reach.values_list("number", flat=True))


def _card(
    standing: Standing,
    period: ServicePeriod,
    claims: list[Claim],
    told: set[str],
    *,
    on: date,
    acts: bool,
) -> dict[str, Any]:
    service, version = period.service, period.offering_version
    holder = next((number for number in map(number_of, claims) if number in told), "")
    return {
        "name": version.name,
        "service_id": service.service_id,
        "url": reverse("service", args=[service.service_id]),
        "family": version.offering.family,
        "plan": plan_of(period),
        "since": service.first_started_on or period.since_on,
        "agreement_end": last_day(service.agreement, on) if service.agreement else None,
        "price": period.monthly_amount,
        "quantity": period.quantity,
        "status": period.status if period.status != ServiceStatus.ACTIVE else "",
        "status_label": period.get_status_display(),
        "open_text": _("%(number)s is open on it") % {"number": holder} if holder else "",
        "open_url": reverse("document", args=[holder]) if holder else "",
        "actions": actions_on(standing, period, claims) if acts else [],
    }


def plan_of(period: ServicePeriod) -> str:
    """The first settings in one breath."""
    known = characteristics_of(period.offering_version)
    told: dict[str, str] = {}
    for code, value in in_order(known, period.configuration):
        if code not in known:
            continue
        # What has the same unit stands together: "100/40 Mbps".
        unit, text = known[code].unit_shown or code, _setting(known[code], value)
        told[unit] = f"{told[unit].removesuffix(f' {unit}')}/{text}" if told.get(unit) else text
    return " · ".join([text for text in told.values() if text][:SHOWN_SETTINGS])


def _setting(characteristic: Characteristic, value: Any) -> str:
    """A value that tells by itself what it is of: a bare figure with its name, a yes by it."""
    if characteristic.type == "boolean":
        return characteristic.name if value else ""
    text = characteristic.show(value)
    if characteristic.type == "choice" and value == NONE_OF_THEM:
        return ""
    return labelled(characteristic.name, text) if text.isdecimal() else text


def number_of(claim: Claim) -> str:
    """The document that holds a claim."""
    return claim.holder.rsplit("/", 1)[0]


def actions_on(
    standing: Standing, period: ServicePeriod, claims: Sequence[Claim]
) -> list[dict[str, Any]]:
    """Change · Move · Stop; greyed with the reason where it cannot be. None for who only reads."""
    if not may_start_for(standing, period.service.customer):
        return []
    about = {"service": period.service.service_id}
    if not policy.may_start(standing, period.customer_id):
        about["customer"] = str(period.service.customer.public_id)
    any_claim = _taken(claims)
    exclusive = _taken([claim for claim in claims if claim.action in EXCLUSIVE])
    nowhere = "" if period.office_id else _("it is not tied to an office")
    return [
        _action(pgettext("verb", "Change"), Kind.CHANGE, about, exclusive),
        _action(pgettext("verb", "Move"), Kind.MOVE, about, nowhere or any_claim),
        _action(pgettext("verb", "Stop"), Kind.DELETE, about, any_claim),
    ]


def _taken(claims: Sequence[Claim]) -> str:
    if not claims:
        return ""
    return _("%(number)s is open on it") % {"number": number_of(claims[0])}


def _action(label: str, kind: Kind, about: dict[str, str], denied: str) -> dict[str, Any]:
    query = urlencode({"kind": kind.value, **about})
    url = f"{reverse('document_new')}?{query}"
    return {"label": label, "url": url, "denied": denied, "testid": f"service-{kind.value}"}


def office_card(office: Office, periods: Sequence[ServicePeriod]) -> dict[str, Any]:
    """What office_card.html takes."""
    return {
        "name": office.name,
        "url": reverse("office", args=[office.public_id]),
        "place": office,
        "services_count": len(periods),
        "price": monthly(periods),
        "status": office.status if office.status != OfficeStatus.ACTIVE else "",
        "status_label": office.get_status_display(),
    }


def monthly(periods: Iterable[ServicePeriod]) -> Decimal:
    """What these services cost a month together."""
    return sum((period.monthly_amount for period in periods), Decimal(0))


def by_office(periods: Iterable[ServicePeriod]) -> dict[int | None, list[ServicePeriod]]:
    """Installed services by office; those tied to none under None."""
    found: dict[int | None, list[ServicePeriod]] = defaultdict(list)
    for period in periods:
        found[period.office_id].append(period)
    return found
