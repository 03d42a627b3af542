"""Users of unified communications: added at once while licences remain (rule 61)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from services.catalogue import version_on
from services.configuration import validate_configuration
from services.extensions import EXTENSION, TAKEN, extension_of, holders_of
from services.inventory import state_on
from services.licences import licences_of, lock_licences
from services.models import (
    Offering,
    OfferingVersion,
    SelfServiceAction,
    SelfServiceTask,
    Service,
    ServicePeriod,
)
from services.operations import open_service
from services.selfservice.actions import (
    Asked,
    SelfServiceRefused,
    open_action,
    refuse_more,
    refuse_not_offered,
    refuse_taken,
)


class NoLicenceLeft(SelfServiceRefused):
    """All licences of ``offering`` are in use or reserved: more of them are asked in a request."""

    def __init__(self, offering: Offering, name: str) -> None:
        super().__init__(
            _("All licences of %(licence)s are in use. Ask for more licences first.")
            % {"licence": name}
        )
        self.offering = offering


@transaction.atomic
def add_user(
    *,
    customer_id: int,
    version: OfferingVersion,
    configuration: Mapping[str, Any],
    person_id: int,
    at: datetime,
    home_office_id: int | None = None,
) -> SelfServiceAction:
    """Reserve a licence and ask for a user; under concurrency each licence is given once, and
    so is each extension of the customer.

    The home office is of the same customer, else IntegrityError. Raises SelfServiceRefused,
    NoLicenceLeft among them.
    """
    licence = version.offering.licensed_by
    if licence is None:
        raise SelfServiceRefused(_("%(offering)s is no user.") % {"offering": version.name})
    refuse_not_offered(version, at=at)
    if problems := validate_configuration(version, configuration):
        raise SelfServiceRefused(_("Some of it does not fit."), problems)
    refuse_more(customer_id, price=version.recurring_price)
    on = day_of(at)
    held = lock_licences(customer_id=customer_id, offering=licence, on=on)
    if not licences_of(customer_id=customer_id, offering=licence, on=on).free:
        sold = version_on(licence, on)
        raise NoLicenceLeft(licence, sold.name if sold else licence.code)
    _refuse_same_extension(customer_id, version, configuration, on=on)
    service = open_service(
        customer_id=customer_id,
        agreement_id=held[0].agreement_id,
        billing_account_id=held[0].billing_account_id,
        home_office_id=home_office_id,
    )
    return open_action(
        Asked(
            SelfServiceTask.ADD_USER,
            service,
            person_id,
            at,
            difference=version.recurring_price,
            licence=licence,
            change={
                "install": {
                    "offering_version_id": version.pk,
                    "office_id": None,
                    "configuration": dict(configuration),
                    "quantity": 1,
                    "recurring_price": str(version.recurring_price),
                }
            },
        )
    )


@transaction.atomic
def remove_user(*, service: Service, person_id: int, at: datetime) -> SelfServiceAction:
    """Ask for a user to be taken away; the licence is free once that is done.

    Raises SelfServiceRefused.
    """
    period = user_period(service, at=at)
    refuse_taken(service)
    return open_action(
        Asked(
            SelfServiceTask.REMOVE_USER,
            service,
            person_id,
            at,
            difference=-period.monthly_amount,
            change={"cease": True},
        )
    )


def _refuse_same_extension(
    customer_id: int, version: OfferingVersion, configuration: Mapping[str, Any], *, on: date
) -> None:
    """Who has an extension, or is being added with it, keeps it.

    Call with the customer's licences locked.
    """
    extension = extension_of(version, configuration)
    if not extension:
        return
    for name in holders_of([extension], customer_id=customer_id, on=on).values():
        text = str(TAKEN) % {"name": name}
        raise SelfServiceRefused(text, {EXTENSION: text})


def user_period(service: Service, *, at: datetime) -> ServicePeriod:
    """What a user is that day. Raises SelfServiceRefused for what is no user, or is gone."""
    period = state_on(service, day_of(at))
    if period is None or period.offering_version.offering.licensed_by_id is None:
        raise SelfServiceRefused(_("This user is no longer there."))
    if not period.offering_version.offering.self_service:
        raise SelfServiceRefused(
            _("%(offering)s needs your account manager: it is agreed in a request.")
            % {"offering": period.offering_version.name}
        )
    return period
