"""Rented hardware that is to be handed back when its service ends (rules 53 and 57)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.inventory import services_on
from services.models import Family, ServicePeriod


@dataclass(frozen=True, slots=True)
class Hardware:
    """One service that is a device: which, where, how many, with its serial numbers."""

    service_id: str
    name: str
    office: str
    quantity: int
    serials: list[str]


def hardware_of(customer_id: int, *, on: date) -> list[Hardware]:
    """The devices that a customer has of the provider on a day, in one query."""
    periods = services_on(customer_id=customer_id, on=on).filter(
        offering_version__offering__family=Family.HARDWARE
    )
    return [_hardware(period) for period in periods]


def _hardware(period: ServicePeriod) -> Hardware:
    return Hardware(
        service_id=period.service.service_id,
        name=period.offering_version.name,
        office=period.office.name if period.office else "",
        quantity=period.quantity,
        serials=serials_in(period.configuration),
    )


def serials_in(configuration: dict[str, Any]) -> list[str]:
    """The serial numbers that stand in a configuration."""
    found = configuration.get("serial") or configuration.get("serials") or []
    return [str(found)] if isinstance(found, str) else [str(each) for each in found]
