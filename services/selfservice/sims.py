"""SIM cards and eSIM profiles: ordered, sent, activated, replaced, no longer used (rule 62)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from services.configuration import validate_configuration
from services.devices import open_plans
from services.inventory import state_on
from services.models import (
    OfferingVersion,
    SelfServiceAction,
    SelfServiceTask,
    Service,
    Sim,
    SimStatus,
)
from services.models.catalogue import Family
from services.models.selfservice import OPEN_ACTIONS
from services.operations import open_service
from services.queries import remaining_after
from services.selfservice.actions import (
    Asked,
    SelfServiceRefused,
    fail_action,
    open_action,
    refuse_more,
    refuse_not_offered,
    refuse_taken,
    start_action,
)
from services.selfservice.iccid import IccidRefused, compact_iccid
from services.values import below_minimum

COMING = (SimStatus.ORDERED, SimStatus.SHIPPED, SimStatus.ACTIVATING)


def is_mobile(version: OfferingVersion) -> bool:
    """Whether a service of this version works with a SIM."""
    named = any(item["code"] == "esim" for item in version.characteristics)
    return version.offering.family == Family.MOBILE and named


@transaction.atomic
def order_sim(
    *,
    customer_id: int,
    version: OfferingVersion,
    configuration: Mapping[str, Any],
    person_id: int,
    at: datetime,
    agreement_id: int | None = None,
    billing_account_id: int | None = None,
    send_to: str = "",
    home_office_id: int | None = None,
) -> SelfServiceAction:
    """Order a mobile service with its SIM; it is billed from its activation on.

    ``configuration`` says with ``esim`` whether it is a profile; a card needs ``send_to``.
    The home office is of the same customer, else IntegrityError. Raises SelfServiceRefused.
    """
    if not is_mobile(version):
        raise SelfServiceRefused(_("%(offering)s has no SIM.") % {"offering": version.name})
    refuse_not_offered(version, at=at)
    problems = validate_configuration(version, configuration)
    esim = bool(configuration.get("esim"))
    if not esim and not send_to:
        problems["send_to"] = _("Say where the card is sent.")
    if problems:
        raise SelfServiceRefused(_("Some of it does not fit."), problems)
    refuse_more(customer_id, price=version.recurring_price)
    service = open_service(
        customer_id=customer_id,
        agreement_id=agreement_id,
        billing_account_id=billing_account_id,
        home_office_id=home_office_id,
    )
    sim = Sim.objects.create(
        customer_id=customer_id, service=service, esim=esim, send_to=send_to, ordered_at=at
    )
    install = {
        "offering_version_id": version.pk,
        "office_id": None,
        "configuration": {**configuration, "esim": esim},
        "quantity": 1,
        "recurring_price": str(version.recurring_price),
    }
    asked = Asked(
        SelfServiceTask.ORDER_SIM,
        service,
        person_id,
        at,
        difference=version.recurring_price,
        change={"install": install},
        sim=sim,
    )
    return open_action(asked, carried_by_itself=False)


@transaction.atomic
def replace_sim(
    *, sim: Sim, esim: bool, person_id: int, at: datetime, send_to: str = ""
) -> SelfServiceAction:
    """Order another SIM for the same user; the old one works until the new one is activated.

    Raises SelfServiceRefused.
    """
    _refuse_moved(sim, {SimStatus.ACTIVE, SimStatus.BLOCKED})
    refuse_taken(sim.service, beside=(SelfServiceTask.ORDER_SIM,))
    if not esim and not send_to:
        wrong = {"send_to": _("Say where the card is sent.")}
        raise SelfServiceRefused(_("Some of it does not fit."), wrong)
    new = Sim.objects.create(
        customer_id=sim.customer_id,
        service=sim.service,
        esim=esim,
        send_to=send_to,
        ordered_at=at,
        replaces=sim,
    )
    asked = Asked(SelfServiceTask.REPLACE_SIM, sim.service, person_id, at, sim=new)
    return open_action(asked, carried_by_itself=False)


@transaction.atomic
def ship_sim(*, sim: Sim, iccid: str, at: datetime, activation_code: str = "") -> Sim:
    """Say that the card is on its way, or that the profile is ready (operations).

    An eSIM needs its activation code, which becomes its QR code. Raises SelfServiceRefused.
    """
    try:
        number = compact_iccid(iccid)
    except IccidRefused as refused:
        raise SelfServiceRefused(str(refused), {"iccid": str(refused)}) from refused
    if Sim.objects.filter(iccid=number).exists():
        text = _("Another SIM has this number already.")
        raise SelfServiceRefused(text, {"iccid": text})
    if sim.esim and not activation_code.startswith("LPA:1$"):
        text = _("Give the activation code of the profile; it begins with LPA:1$.")
        raise SelfServiceRefused(text, {"activation_code": text})
    code = activation_code if sim.esim else ""
    move(sim, {SimStatus.ORDERED}, SimStatus.SHIPPED, iccid=number, activation_code=code)
    for action in sim.actions.filter(status__in=OPEN_ACTIONS):
        start_action(action, at=at)
    return sim


@transaction.atomic
def refuse_order(*, sim: Sim, reason: str, at: datetime) -> Sim:
    """Say that an order cannot be carried out, and why (operations). Raises SelfServiceRefused."""
    move(sim, {SimStatus.ORDERED, SimStatus.SHIPPED}, SimStatus.INACTIVE, activation_code="")
    for action in sim.actions.filter(status__in=OPEN_ACTIONS):
        fail_action(action, reason=reason, at=at)
    return sim


@transaction.atomic
def activate_sim(*, sim: Sim, iccid: str, person_id: int, at: datetime) -> SelfServiceAction:
    """Ask for a SIM that has arrived to work; of a card the printed number is typed over.

    Raises SelfServiceRefused.
    """
    if not sim.esim:
        try:
            typed = compact_iccid(iccid)
        except IccidRefused as refused:
            raise SelfServiceRefused(str(refused), {"iccid": str(refused)}) from refused
        if typed != sim.iccid:
            text = _("This is not the card that was sent for this user.")
            raise SelfServiceRefused(text, {"iccid": text})
    move(sim, {SimStatus.SHIPPED}, SimStatus.ACTIVATING)
    return open_action(Asked(SelfServiceTask.ACTIVATE_SIM, sim.service, person_id, at, sim=sim))


@transaction.atomic
def end_sim(*, sim: Sim, person_id: int, at: datetime) -> SelfServiceAction:
    """Ask for a user to have no mobile service any more; the user stays on record, inactive.

    What needs notice, a fee or finance is asked in a request instead (rules 48, 55).
    Raises SelfServiceRefused.
    """
    _refuse_moved(sim, {SimStatus.ACTIVE, SimStatus.BLOCKED, SimStatus.SHIPPED, SimStatus.ORDERED})
    refuse_taken(sim.service, beside=(SelfServiceTask.ORDER_SIM, SelfServiceTask.REPLACE_SIM))
    period = state_on(sim.service, day_of(at))
    amount = period.monthly_amount if period else Decimal(0)
    if period is not None and (reason := reason_to_talk(sim.service, amount=amount, at=at)):
        raise SelfServiceRefused(reason)
    asked = Asked(
        SelfServiceTask.END_SIM,
        sim.service,
        person_id,
        at,
        difference=-amount,
        change={"cease": True} if period else {},
        sim=sim,
    )
    return open_action(asked)


def cancel_order(*, sim: Sim, person_id: int, at: datetime) -> SelfServiceAction:
    """Ask for a SIM that was ordered, and is not sent yet, not to come; nothing is billed for it.

    Not for a replacement: its service goes on. Raises SelfServiceRefused.
    """
    _refuse_moved(sim, {SimStatus.ORDERED})
    if sim.replaces_id is not None:
        raise SelfServiceRefused(_("This SIM takes the place of another, so it comes anyhow."))
    return end_sim(sim=sim, person_id=person_id, at=at)


def reason_to_talk(service: Service, *, amount: Decimal, at: datetime) -> str:
    """Why stopping this service needs the account manager; empty where it does not."""
    on = day_of(at)
    left = remaining_after(customer_id=service.customer_id, leaving={service.pk}, on=on)
    if not left.of_customer or 0 in left.by_agreement.values():
        return _("It is the last service, so your account manager looks at it with you.")
    if open_plans([service.pk], on=on):
        return _("A device is still being paid off, so finance looks at it with you.")
    agreement = service.agreement
    if agreement and below_minimum(agreement=agreement, on=on, change=-amount):
        return _("The agreement's minimum would not be reached, so finance looks at it with you.")
    return ""


def move(sim: Sim, from_: set[SimStatus], to: SimStatus, **values: Any) -> None:
    """Take a SIM from one of these statuses to another. Raises SelfServiceRefused."""
    if not Sim.objects.filter(pk=sim.pk, status__in=from_).update(status=to, **values):
        sim.refresh_from_db()
        _refuse_moved(sim, from_)
    sim.status = to
    for name, value in values.items():
        setattr(sim, name, value)


def show_code(*, sim: Sim, at: datetime) -> str:
    """The activation code of an eSIM, this once: it is forgotten by showing it.

    Raises SelfServiceRefused where there is none, or it was shown before.
    """
    with transaction.atomic():
        fresh = Sim.objects.select_for_update().get(pk=sim.pk)
        if not fresh.activation_code:
            raise SelfServiceRefused(
                _("The QR code was shown before, or is not there yet. Order a replacement.")
            )
        code = fresh.activation_code
        Sim.objects.filter(pk=sim.pk).update(activation_code="", code_shown_at=at)
    return code


def adopt_sim(*, service: Service, iccid: str, esim: bool, at: datetime) -> Sim:
    """Record the SIM that an imported service works with already. Raises IccidRefused."""
    return Sim.objects.create(
        customer_id=service.customer_id,
        service=service,
        iccid=compact_iccid(iccid),
        esim=esim,
        status=SimStatus.ACTIVE,
        ordered_at=at,
    )


def retire_sims(service: Service) -> None:
    """A service that a document stops leaves its SIMs inactive (decisions.md 33)."""
    live = Sim.objects.filter(service=service).exclude(status=SimStatus.REPLACED)
    live.update(status=SimStatus.INACTIVE, block_reason="", activation_code="")


def _refuse_moved(sim: Sim, wanted: set[SimStatus]) -> None:
    if sim.status not in wanted:
        raise SelfServiceRefused(
            _("This SIM is “%(status)s” now, so that cannot be done.") % {"status": sim.told_status}
        )
