"""What the three companies of the demonstration have: offices, agreements and services."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accounts.models import BillingAccount, Customer
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
OPENING = Source(SourceKind.IMPORT, "opening")

# code, name, street, number, postcode, municipality
BREWERY = (
    ("GNT", "Hoofdzetel Gent", "Nieuwewandeling", "12", "9000", "Gent"),
    ("BRG", "Brouwerij Brugge", "Walplein", "26", "8000", "Brugge"),
    ("KOR", "Depot Kortrijk", "Doorniksewijk", "141", "8500", "Kortrijk"),
    ("LEU", "Taproom Leuven", "Vaartkom", "4", "3000", "Leuven"),
    ("OST", "Kantoor Oostende", "Torhoutsesteenweg", "59", "8400", "Oostende"),
    ("ANT", "Verkoopkantoor Antwerpen", "Italiëlei", "124", "2000", "Antwerpen"),
    ("HAS", "Kantoor Hasselt", "Kempische Steenweg", "303", "3500", "Hasselt"),
)
PRINTER = (
    ("LIE", "Siège Liège", "Rue de l’Imprimerie", "7", "4000", "Liège"),
    ("NAM", "Atelier Namur", "Chaussée de Louvain", "88", "5000", "Namur"),
    ("CHA", "Dépôt Charleroi", "Boulevard Tirou", "31", "6000", "Charleroi"),
    ("BXL", "Boutique Bruxelles", "Rue du Marché aux Herbes", "50", "1000", "Bruxelles"),
    ("MON", "Bureau Mons", "Rue de Nimy", "14", "7000", "Mons"),
    ("VER", "Agence Verviers", "Crapaurue", "39", "4800", "Verviers"),
    ("ARL", "Bureau Arlon", "Rue de Bastogne", "42", "6700", "Arlon"),
)
BAKERY = (("AAL", "Winkel Aalst", "Molenstraat", "18", "9300", "Aalst"),)

# offering, office code or "" for what is tied to none, settings, quantity
Stock = tuple[str, str, dict[str, Any], int]


def stock(offices: tuple[tuple[str, ...], ...], name: str) -> tuple[Stock, ...]:
    """The services of a company of seven offices: every family, more than thirty.

    No story touches the last two offices, so that whoever tries the demonstration can move a
    small one, and one with all that makes a relocation hard.
    """
    first, second, third, fourth, fifth, sixth, seventh = (row[0] for row in offices)
    plus = {"download": 100, "upload": 40, "ip_addresses": "1", "sla": "next_day"}
    wifi = {"network_name": name}
    return (
        ("smartfit-internet-max", first, {**plus, "download": 1000, "upload": 500}, 1),
        ("smartfit-internet-plus", second, plus, 1),
        ("smartfit-internet-plus", third, plus, 1),
        ("vdsl-office", fourth, {**plus, "download": 50, "upload": 10}, 1),
        ("smartfit-internet-plus", fifth, plus, 1),
        ("wifi-access-point", fifth, wifi, 1),
        ("smartfit-internet-plus", sixth, plus, 1),
        ("wifi-access-point", sixth, wifi, 2),
        ("router-rental", sixth, {"model": "AR-1100", "serial": "AR11-00482"}, 1),
        ("backup-4g", first, {"data_limit": 50}, 1),
        ("backup-4g", second, {"data_limit": 20}, 1),
        ("sd-wan-control", "", {"policy": "standard"}, 1),
        ("sd-wan-edge", first, {"bandwidth": 500, "priority": "voice"}, 1),
        ("sd-wan-edge", second, {"bandwidth": 100, "priority": "data"}, 1),
        (
            "firewall-managed",
            first,
            {"policy": "strict", "inspection": True, "remote_users": 25},
            1,
        ),
        ("wifi-access-point", first, wifi, 6),
        ("wifi-access-point", second, wifi, 4),
        ("wifi-access-point", fourth, wifi, 2),
        ("wifi-guest", fourth, {"network_name": f"{name}-guest", "policy": "strict"}, 1),
        ("sip-trunk", first, {"channels": 30, "caller_name": name}, 1),
        ("number-range", first, {"range_size": "100", "caller_name": name}, 1),
        ("single-number", second, {"caller_name": name}, 1),
        ("uc-platform", "", {"recording": False}, 1),
        ("uc-licence", "", {}, 50),
        ("uc-queue", "", {"agents": 6, "recording": True}, 1),
        ("uc-meeting-room", first, {"model": "Room Kit 2"}, 2),
        ("mobile-m", "", {"user_name": "J. Claes", "data_limit": 20, "roaming": "eu"}, 1),
        ("mobile-m", "", {"user_name": "S. Martin", "data_limit": 20, "roaming": "eu"}, 1),
        ("mobile-l", "", {"user_name": "T. Baert", "data_limit": 60, "roaming": "world"}, 1),
        ("data-pool", "", {"data_limit": 200}, 1),
        ("router-rental", first, {"model": "AR-2200", "serial": "AR22-00117"}, 1),
        ("switch-poe", first, {"model": "PoE-24", "serial": "SW24-03391"}, 2),
        ("desk-phone", second, {"model": "IP-40"}, 8),
        *(
            ("uc-user", "", {"user_name": user, "extension": str(201 + index)}, 1)
            for index, user in enumerate(("J. Claes", "S. Martin", "T. Baert", "L. Wouters"))
        ),
        *relocatable(seventh, plus, name),
    )


def relocatable(office: str, plus: dict[str, Any], name: str) -> tuple[Stock, ...]:
    """Twelve services of one office: nearly all rely on its fibre, and so does the trunk."""
    return (
        ("smartfit-internet-max", office, {**plus, "download": 1000, "upload": 500}, 1),
        ("backup-4g", office, {"data_limit": 20}, 1),
        ("sd-wan-edge", office, {"bandwidth": 200, "priority": "voice"}, 1),
        (
            "firewall-managed",
            office,
            {"policy": "strict", "inspection": True, "remote_users": 10},
            1,
        ),
        ("ddos-protection", office, {"policy": "strict"}, 1),
        ("wifi-access-point", office, {"network_name": name}, 3),
        ("wifi-guest", office, {"network_name": f"{name}-guest", "policy": "strict"}, 1),
        ("sip-trunk", office, {"channels": 10, "caller_name": name}, 1),
        ("uc-meeting-room", office, {"model": "Room Kit 2"}, 1),
        ("router-rental", office, {"model": "AR-2200", "serial": "AR22-00231"}, 1),
        ("switch-poe", office, {"model": "PoE-24", "serial": "SW24-03544"}, 1),
        ("desk-phone", office, {"model": "IP-40"}, 6),
    )


SMALL: tuple[Stock, ...] = (
    (
        "smartfit-internet-plus",
        "AAL",
        {"download": 100, "upload": 40, "ip_addresses": "0", "sla": "next_day"},
        1,
    ),
    ("sip-trunk", "AAL", {"channels": 4, "caller_name": "Bakkerij"}, 1),
    ("mobile-s", "", {"user_name": "K. Jacobs", "data_limit": 5, "roaming": "eu"}, 1),
)


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
