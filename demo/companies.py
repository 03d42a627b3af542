"""The companies of the demonstration settle in: their offices, agreements and services."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import BillingAccount, Customer
from demo.stocks import Stock
from offices.models import ContactRole, Office, OfficeContact, OfficeStatus
from offices.zones import zones_of
from services.agreements import first_end_of
from services.calendar import add_months
from services.catalogue import version_on
from services.inventory import Source, record_change
from services.models import (
    Agreement,
    AgreementDiscount,
    Offering,
    Service,
    ServiceNumber,
    SourceKind,
)
from services.operations import open_service

MOBILE = ("mobile-s", "mobile-m", "mobile-l", "data-pool")
OPENING = Source(SourceKind.IMPORT, "IMP-0001")


@dataclass(frozen=True)
class Estate:
    """What a company has: offices by code, and its services in the order of the list."""

    agreement: Agreement
    offices: dict[str, Office]
    services: list[tuple[str, str, Service]]

    def service(self, offering: str, office: str = "") -> Service:
        """The first service of an offering, at an office where one is named."""
        return next(
            service
            for code, place, service in self.services
            if code == offering and office in ("", place)
        )


def settle_in(
    customer: Customer,
    *,
    offices: tuple[tuple[str, ...], ...],
    services: tuple[Stock, ...],
    agreement_number: str,
    starts_on: date,
    at: datetime,
    phone: str,
) -> Estate:
    """Open a company's offices and record its services as the opening import would."""
    agreement = Agreement.objects.create(
        customer=customer,
        number=agreement_number,
        starts_on=starts_on,
        initial_end_on=first_end_of(starts_on=starts_on, term_months=36),
        term_months=36,
        renewal_months=12,
        notice_months=3,
    )
    account = BillingAccount.objects.create(
        customer=customer, number=agreement_number.replace("AGR", "BIL"), name=customer.legal_name
    )
    mobile = _mobile_agreement(agreement) if len(offices) > 1 else None
    places = {row[0]: _office(customer, row, phone) for row in offices}
    installed = []
    for row in services:
        under = mobile if row[0] in MOBILE and mobile else agreement
        service = open_service(
            customer_id=customer.pk, agreement_id=under.pk, billing_account_id=account.pk
        )
        if row[0] == "uc-user" and row[2]["user_name"] == "L. Wouters":
            service.home_office = list(places.values())[4]
            service.save(update_fields=["home_office"])
        _install(service, row, places, on=starts_on, at=at)
        installed.append((row[0], row[1], service))
    estate = Estate(agreement, places, installed)
    _number(estate, customer)
    return estate


def _mobile_agreement(other: Agreement) -> Agreement:
    """The mobile services' own: two years, a minimum, and a tenth off what is ordered under it."""
    starts_on = add_months(other.starts_on, -1)
    mobile = Agreement.objects.create(
        customer=other.customer,
        number=f"{other.number}-M",
        starts_on=starts_on,
        initial_end_on=first_end_of(starts_on=starts_on, term_months=24),
        term_months=24,
        renewal_months=12,
        notice_months=2,
        recurring_minimum=60,
    )
    AgreementDiscount.objects.create(
        customer=other.customer,
        agreement=mobile,
        family="mobile",
        percent=10,
        valid=(starts_on, None),
    )
    return mobile


def _office(customer: Customer, row: tuple[str, ...], phone: str) -> Office:
    code, name, street, number, postcode, municipality = row
    zones = zones_of(postcode)
    office = Office.objects.create(
        customer=customer,
        code=code,
        name=name,
        street=street,
        number=number,
        postcode=postcode,
        municipality=municipality,
        telephone_zone=zones[0] if zones else "",
        access_hours="08:00–17:00",
        status=OfficeStatus.ACTIVE,
    )
    OfficeContact.objects.create(
        customer=customer, office=office, role=ContactRole.ON_SITE, name="L. Wouters", mobile=phone
    )
    return office


def _install(
    service: Service, row: Stock, places: dict[str, Office], *, on: date, at: datetime
) -> None:
    code, place, configuration, quantity = row
    version = version_on(Offering.objects.get(code=code), on)
    if version is None:
        raise LookupError(f"{code} is not in the catalogue on {on}")
    record_change(
        service=service,
        effective_on=on,
        change={
            "install": {
                "offering_version_id": version.pk,
                "office_id": places[place].pk if place else None,
                "configuration": configuration,
                "quantity": quantity,
                "recurring_price": str(version.recurring_price),
            }
        },
        source=OPENING,
        person_id=None,
        at=at,
    )


def _number(estate: Estate, customer: Customer) -> None:
    """Give the trunk its main number in the zone of its office, and the range its hundred.

    A second trunk has two numbers.
    """
    trunks = [(service, place) for code, place, service in estate.services if code == "sip-trunk"]
    wanted = [(*trunk, "0100", 1) for trunk in trunks[:1]]
    wanted += [(*trunk, short, 1) for trunk in trunks[1:] for short in ("0150", "0151")]
    wanted += [
        (service, place, "0200", 100)
        for code, place, service in estate.services
        if code == "number-range"
    ]
    for service, place, short, size in wanted:
        office = estate.offices[place]
        ServiceNumber.objects.create(
            customer=customer,
            service=service,
            e164=number_at(office, short),
            range_size=size,
            is_main=short in ("0100", "0150"),
            zone=office.telephone_zone,
            office=office,
            emergency_address=office.address,
        )


def number_at(office: Office, short: str) -> str:
    """A number in the zone of an office that nobody has, by its last four digits."""
    zone = office.telephone_zone or "09"
    return f"+32{zone.lstrip('0')}{'555' if len(zone) == 2 else '55'}{short}"


def months_ago(today: date, months: int) -> date:
    """The first of the month, so many months ago."""
    return add_months(today.replace(day=1), -months)
