"""What there is to choose from when a request is started: companies, offices, services."""

from datetime import date
from uuid import UUID

from django.http import Http404

from accounts.models import Customer
from accounts.standing import Standing
from macd import policy, queries
from macd.forms.start import NOWHERE, Situation, StartForm
from offices.models import Office, OfficeStatus
from services.catalogue import sellable
from services.claims import open_claims
from services.inventory import services_on
from services.models import Service, ServicePeriod

MOST_OFFICES = 500


def uuid_or_none(text: str) -> UUID | None:
    """What somebody put into an address, as a UUID where it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None


def customers_to_start_for(standing: Standing, wanted: str) -> list[Customer]:
    """The companies for which a person may start a request; only ``wanted`` (public id) if given.

    Staff always say for whom. Raises Http404 for a company that is none of theirs.
    """
    found = queries.customers_for(standing).order_by("legal_name")
    if wanted:
        public_id = uuid_or_none(wanted)
        found = found.filter(public_id=public_id) if public_id else found.none()
        if not (chosen := list(found)):
            raise Http404
        return [customer for customer in chosen if may_start_for(standing, customer)]
    own = [m.customer_id for m in standing.memberships if policy.may_start(standing, m.customer_id)]
    return list(found.filter(pk__in=own)) if own else []


def may_start_for(standing: Standing, customer: Customer) -> bool:
    """As one of the company's people, or as its account manager."""
    as_staff = customer.account_manager_id in policy.managed_by(standing)
    return policy.may_start(standing, customer.pk) or as_staff


def situation_for(
    standing: Standing, customer: Customer, form: type[StartForm], place: str, *, on: date
) -> Situation:
    """The offices, services and offerings that the form of a kind offers."""
    offices = list(
        queries.offices_for(standing).filter(
            customer=customer, status__in=[OfficeStatus.PLANNED, OfficeStatus.ACTIVE]
        )[:MOST_OFFICES]
    )
    as_staff = not policy.may_start(standing, customer.pk)
    office = next((each for each in offices if str(each.public_id) == place), None)
    periods = _periods(customer, office, place, on=on) if form.needs_services_there else []
    return Situation(
        customer=customer,
        on=on,
        place=place,
        offices=offices,
        periods=periods,
        offerings=[] if form.needs_services_there or not place else list(sellable(on)),
        requesters=policy.starters_of(customer.pk) if as_staff else (),
        as_staff=as_staff,
        taken=_taken(periods),
    )


def _periods(
    customer: Customer, office: Office | None, place: str, *, on: date
) -> list[ServicePeriod]:
    if office is None and place != NOWHERE:
        return []
    found = services_on(customer_id=customer.pk, on=on)
    return list(found.filter(office=office))


def places_of(form: StartForm) -> list[tuple[str, str]]:
    """The places that a form offers, those without services left out where it needs some there.

    Where nothing is installed, nothing can change, move or stop.
    """
    places = list(form.fields["office"].choices)  # type: ignore[attr-defined]
    if not form.needs_services_there:
        return places
    customer, on = form.situation.customer, form.situation.on
    found = services_on(customer_id=customer.pk, on=on).order_by()
    offices = found.values_list("office__public_id", flat=True).distinct()
    there = {str(public_id) if public_id else NOWHERE for public_id in offices}
    return [(value, label) for value, label in places if value in there]


def _taken(periods: list[ServicePeriod]) -> dict[int, str]:
    """Which document is open on a service, by service."""
    claims = open_claims([period.service_id for period in periods])
    return {claim.service_id: claim.holder.rsplit("/", 1)[0] for claim in claims}


def office_of_service(standing: Standing, customer: Customer, service_id: str, *, on: date) -> str:
    """Where a service is that day, as the start form names places. Raises Http404."""
    service = service_or_404(standing, service_id)
    period = services_on(customer_id=customer.pk, on=on).filter(service=service).first()
    if period is None:
        raise Http404
    return str(period.office.public_id) if period.office else NOWHERE


def service_or_404(standing: Standing, service_id: str) -> Service:
    """A service by the id of the invoice, where the person may know of it."""
    known = "\x00" not in service_id
    service = (
        queries.services_for(standing).filter(service_id=service_id).first() if known else None
    )
    if service is None:
        raise Http404
    return service
