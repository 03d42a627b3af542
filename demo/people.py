"""Who signs in to the demonstration: the provider's staff and the people of three companies."""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Customer, Membership, Person, StaffMembership, Team
from accounts.roles import CustomerRole, StaffRole

PASSWORD = "macd-demo"  # noqa: S105 - printed at every start, and refused where DEMO is off

STAFF = (
    ("am", "Anke Maes", "nl", StaffRole.ACCOUNT_MANAGER),
    ("am2", "Antoine Mercier", "fr", StaffRole.ACCOUNT_MANAGER),
    ("lead", "Lieve Desmet", "nl", StaffRole.LEAD),
    ("operations", "Omar Peeters", "nl", StaffRole.OPERATIONS),
    ("technician", "Tine Jacobs", "nl", StaffRole.OPERATIONS),
    ("technician2", "Thomas Leroy", "fr", StaffRole.OPERATIONS),
    ("finance", "Fien Goossens", "nl", StaffRole.FINANCE),
    ("finance2", "Fabrice Lambert", "fr", StaffRole.FINANCE),
    ("admin", "Ada Willems", "en", StaffRole.ADMINISTRATOR),
    ("auditor", "Aline Dubois", "fr", StaffRole.AUDITOR),
)
ROLES = (
    ("requester", CustomerRole.REQUESTER),
    ("signatory", CustomerRole.SIGNATORY),
    ("company-admin", CustomerRole.COMPANY_ADMINISTRATOR),
    ("fleet", CustomerRole.FLEET_ADMINISTRATOR),
    ("uc", CustomerRole.UC_ADMINISTRATOR),
    ("viewer", CustomerRole.VIEWER),
)


@dataclass(frozen=True)
class Staff:
    """The provider's people whom the stories need."""

    manager: Person
    second_manager: Person
    lead: Person
    operations: Person
    finance: Person
    technicians: tuple[Person, ...]
    crew: Team


@dataclass(frozen=True)
class Company:
    """A customer and its people by what they are."""

    customer: Customer
    people: dict[str, Person]


def hire_staff() -> Staff:
    """Make the provider's people: a team of account managers, and one of technicians."""
    people = {
        name: _person(f"{name}@provider.example", full, lang) for name, full, lang, _ in STAFF
    }
    team = Team.objects.create(name="Business Belgium", lead=people["lead"])
    crew = Team.objects.create(name="Field Service Belgium", lead=people["operations"])
    teams = {name: crew for name in people if name.startswith("technician")}
    for name, _full, _language, role in STAFF:
        managers = team if role in (StaffRole.ACCOUNT_MANAGER, StaffRole.LEAD) else None
        in_team = teams.get(name, managers)
        StaffMembership.objects.create(person=people[name], role=role, team=in_team)
    Person.objects.filter(pk=people["admin"].pk).update(is_staff=True, is_superuser=True)
    return Staff(
        manager=people["am"],
        second_manager=people["am2"],
        lead=people["lead"],
        operations=people["operations"],
        finance=people["finance"],
        technicians=(people["technician"], people["technician2"]),
        crew=crew,
    )


def found_company(
    *,
    domain: str,
    names: tuple[str, ...],
    language: str,
    manager: Person,
    workers: int | None,
    counted_on: date,
    legal_name: str,
    enterprise_number: str,
    address_line: str,
    roles: tuple[str, ...] = (),
) -> Company:
    """Make a customer with one person for each role, or for the ``roles`` named."""
    customer = Customer.objects.create(
        legal_name=legal_name,
        enterprise_number=enterprise_number,
        language=language,
        account_manager=manager,
        worker_count=workers,
        worker_count_on=counted_on if workers is not None else None,
        worker_count_source="Sociale balans" if workers is not None else "",
        address_line=address_line,
        financial_contact_name=names[2],
        financial_contact_email=f"finance@{domain}",
    )
    people = {}
    for (name, role), full in zip(ROLES, names, strict=False):
        if roles and name not in roles:
            continue
        person = _person(f"{name}@{domain}", full, language)
        Membership.objects.create(customer=customer, person=person, roles=[role])
        people[name] = person
    return Company(customer, people)


def share_partner(first: Company, second: Company) -> Person:
    """Make the IT partner who helps two customers."""
    partner = _person("partner@it-hulp.example", "Pieter Vermeulen", "nl")
    for company in (first, second):
        Membership.objects.create(
            customer=company.customer, person=partner, roles=[CustomerRole.PARTNER]
        )
    return partner


def run_alone(company: Company, person: Person) -> None:
    """In a small company one person does all."""
    Membership.objects.filter(customer=company.customer, person=person).update(
        roles=[
            CustomerRole.REQUESTER,
            CustomerRole.SIGNATORY,
            CustomerRole.COMPANY_ADMINISTRATOR,
            CustomerRole.FLEET_ADMINISTRATOR,
            CustomerRole.UC_ADMINISTRATOR,
        ]
    )


_HASHED: list[str] = []


def _person(email: str, name: str, language: str) -> Person:
    """Everybody has the same password; it is hashed once, because hashing is slow on purpose."""
    if not _HASHED:
        _HASHED.append(make_password(PASSWORD))
    person = Person.objects.create(
        email=email, name=name, language=language, password=_HASHED[0], phone="+32 2 555 01 00"
    )
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
