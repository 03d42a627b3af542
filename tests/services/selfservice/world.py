"""A company with licences and mobile services; call inside `as_system`."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from stdnum import luhn

from accounts.models import Customer, Person
from services.models import OfferingVersion, Service, Sim
from services.selfservice import adopt_sim, carry_out, order_sim, ship_sim
from tests.accounts import make as accounts
from tests.recall import recall
from tests.services import make

USER = make.characteristic("user_name", mandatory=True, material=False, maximum=80)
EXTENSION = make.characteristic("extension", pattern="[0-9]{2,6}", material=False)
ESIM = make.characteristic("esim", "boolean")
CODE = "LPA:1$smdp.example.test$0123-4567"

_next = count(1)


def iccid() -> str:
    """A valid SIM number that no other test has had."""
    digits = f"893201{next(_next):012d}"
    return digits + luhn.calc_check_digit(digits)


@dataclass
class World:
    """A company, whoever looks after its users, and what it may take itself."""

    customer: Customer
    person: Person
    licence: OfferingVersion
    user: OfferingVersion
    mobile: OfferingVersion
    licences: Service
    internet: Service


@recall
def world(*, licences: int = 3, customer: Customer | None = None, **customer_fields) -> World:
    """Make it, with so many licences and none in use."""
    customer = customer or accounts.customer(**customer_fields)
    licence = make.version(site_bound=False, family="uc", recurring_price=Decimal("8.5"),
                           characteristics=[])  # fmt: skip
    user = make.version(site_bound=False, family="uc", licensed_by=licence.offering,
                        characteristics=[USER, EXTENSION], recurring_price=Decimal(0))  # fmt: skip
    mobile = make.version(site_bound=False, family="mobile", characteristics=[USER, ESIM],
                          recurring_price=Decimal(12))  # fmt: skip
    for version in (user, mobile):
        version.offering.self_service = True
        version.offering.save()
    bought = make.installed(
        customer,
        offering_version=licence,
        quantity=licences,
        price="8.5000",
        configuration={},
        agreement=make.agreement(customer),
    )
    internet = make.installed(customer, agreement=bought.agreement)
    return World(customer, accounts.person(), licence, user, mobile, bought, internet)


def ordered(world: World, *, esim: bool = False) -> Sim:
    """A SIM that was ordered."""
    action = order_sim(
        customer_id=world.customer.pk,
        version=world.mobile,
        configuration={"user_name": "Ann", "esim": esim},
        person_id=world.person.pk,
        at=make.AT,
        agreement_id=world.licences.agreement_id,
        send_to="" if esim else "Korenmarkt 1, 9000 Gent",
    )
    assert action.sim
    return action.sim


def shipped(world: World, *, esim: bool = False) -> Sim:
    """A SIM that is on its way."""
    code = CODE if esim else ""
    return ship_sim(sim=ordered(world, esim=esim), iccid=iccid(), activation_code=code, at=make.AT)


def installed(world: World) -> Sim:
    """A mobile user since long, with the SIM that was imported."""
    service = make.installed(
        world.customer,
        offering_version=world.mobile,
        configuration={"user_name": "Bob"},
        price="12.0000",
        agreement=world.licences.agreement,
    )
    return adopt_sim(service=service, iccid=iccid(), esim=False, at=make.AT)


def done(action) -> str:
    """Carry an action out as the queue does; how it ended."""
    carry_out(action, at=make.AT)
    action.refresh_from_db()
    return action.status


def installed_user(world: World) -> Service:
    """A user since long."""
    return make.installed(
        world.customer,
        offering_version=world.user,
        configuration={"user_name": "Cleo"},
        price="0",
        agreement=world.licences.agreement,
    )
