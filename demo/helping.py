"""What the companies of the demonstration did themselves: users and SIMs, in every state."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy
from stdnum import luhn

from accounts.clock import day_of
from accounts.models import Person
from demo.companies import Estate
from demo.people import Company
from services.catalogue import version_on
from services.models import Offering, OfferingVersion, SelfServiceAction, Service, Sim
from services.selfservice import (
    activate_sim,
    add_user,
    adopt_sim,
    block_sim,
    carry_out,
    fail_action,
    order_sim,
    refuse_order,
    ship_sim,
)
from services.texts import filled

NOT_AN_ADDRESS = {
    "nl": "De post kent dit adres niet. Bestel opnieuw met een ander adres.",
    "fr": "La poste ne connaît pas cette adresse. Commandez de nouveau avec une autre.",
}
IN_USE = gettext_lazy("%(number)s is in use already.")
CODE = "LPA:1$rsp.provider.example$"


def card_number(service: Service, turn: int = 0) -> str:
    """A SIM number with its check digit, always the same for a service."""
    digits = f"893209{service.pk:010d}{turn:02d}"
    return digits + luhn.calc_check_digit(digits)


def adopt_cards(estate: Estate, *, at: datetime) -> None:
    """The SIMs that the imported mobile services work with."""
    for offering, _place, service in estate.services:
        if offering.startswith("mobile-"):
            adopt_sim(service=service, iccid=card_number(service), esim=False, at=at)


def help_themselves(company: Company, estate: Estate, *, at: datetime) -> None:
    """Each state of an action and of a SIM at least once, over the last three weeks."""
    fleet, users = company.people["fleet"], company.people["uc"]
    note = NOT_AN_ADDRESS.get(company.customer.language, NOT_AN_ADDRESS["nl"])
    order = _orderer(company, estate, fleet)
    _user(company, users, "N. Peeters", "231", at=at - timedelta(days=20))
    _first_sim(order, fleet, at=at)
    refused = order("K. Stage", at=at - timedelta(days=9), esim=False)
    refuse_order(sim=refused, reason=note, at=at - timedelta(days=8))
    _user(company, users, "A. Lambert", "232", at=at - timedelta(days=6))
    failed = _add(company, users, "Onthaal 2", "240", at=at - timedelta(days=4))
    fail_action(failed, reason=filled(IN_USE, {"number": "240"}), at=at - timedelta(days=4))
    _last_sims(order, estate, fleet, at=at)


def _first_sim(order: Callable[..., Sim], fleet: Person, *, at: datetime) -> None:
    first = order("V. Claeys", at=at - timedelta(days=18), esim=False)
    ship_sim(sim=first, iccid=card_number(first.service), at=at - timedelta(days=16))
    done = activate_sim(
        sim=first, iccid=first.iccid, person_id=fleet.pk, at=at - timedelta(days=14)
    )
    carry_out(done, at=at - timedelta(days=14))


def _last_sims(order: Callable[..., Sim], estate: Estate, fleet: Person, *, at: datetime) -> None:
    profile = order("M. Dubois", at=at - timedelta(days=3), esim=True)
    ship_sim(
        sim=profile,
        iccid=card_number(profile.service),
        activation_code=f"{CODE}{profile.pk:08d}",
        at=at - timedelta(days=2),
    )
    order("R. Simon", at=at - timedelta(days=1), esim=False)
    lost = Sim.objects.filter(service=estate.service("mobile-l")).get()
    block_sim(sim=lost, reason="lost", person_id=fleet.pk, at=at - timedelta(hours=3))


def _orderer(company: Company, estate: Estate, fleet: Person) -> Callable[..., Sim]:
    contract = estate.service("mobile-m")

    def order(name: str, *, at: datetime, esim: bool) -> Sim:
        action = order_sim(
            customer_id=company.customer.pk,
            version=_sold("mobile-m", at),
            configuration={"user_name": name, "data_limit": 20, "roaming": "eu", "esim": esim},
            person_id=fleet.pk,
            at=at,
            agreement_id=contract.agreement_id,
            billing_account_id=contract.billing_account_id,
            send_to="" if esim else company.customer.address_line,
        )
        return action.service.sims.get()

    return order


def _user(company: Company, person: Person, name: str, extension: str, *, at: datetime) -> None:
    carry_out(_add(company, person, name, extension, at=at), at=at)


def _add(
    company: Company, person: Person, name: str, extension: str, *, at: datetime
) -> SelfServiceAction:
    settings: dict[str, Any] = {"user_name": name, "extension": extension}
    return add_user(
        customer_id=company.customer.pk,
        version=_sold("uc-user", at),
        configuration=settings,
        person_id=person.pk,
        at=at,
    )


def _sold(code: str, at: datetime) -> OfferingVersion:
    version = version_on(Offering.objects.get(code=code), day_of(at))
    if version is None:
        raise LookupError(code)
    return version
