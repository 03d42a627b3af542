"""What people do without a document: users, SIMs, actions; each begins at what one may see."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Customer
from accounts.standing import Standing
from macd import policy
from services.catalogue import sellable
from services.models import Family, OfferingVersion, SelfServiceAction, Service, ServicePeriod, Sim
from services.models.selfservice import OPEN_ACTIONS, SimStatus
from services.selfservice import cancelled_orders


def actions_for(standing: Standing) -> QuerySet[SelfServiceAction]:
    """The self-service actions that a person may know of, the newest first."""
    return (
        SelfServiceAction.objects.filter(policy.visible_self_service(standing))
        .select_related("service", "person", "customer", "sim")
        .order_by("-requested_at", "-id")
    )


def users_of(standing: Standing, *, on: date) -> QuerySet[ServicePeriod]:
    """The users that a person manages, as they are on a day, by name."""
    return (
        ServicePeriod.objects.filter(
            customer__in=policy.customers_of_users(standing),
            valid__contains=on,
            offering_version__offering__licensed_by__isnull=False,
            offering_version__offering__self_service=True,
        )
        .select_related("service__customer", "offering_version__offering")
        .order_by("configuration__user_name", "pk")
    )


def sims_of(standing: Standing) -> QuerySet[Sim]:
    """The SIMs that a person manages; a replaced one is seen on the page of what replaced it.

    ``cancelled`` says of each whether its order was taken back.
    """
    taken_back = SelfServiceAction.objects.filter(cancelled_orders(), sim=OuterRef("pk"))
    return (
        Sim.objects.filter(customer__in=policy.customers_of_sims(standing))
        .annotate(cancelled=Exists(taken_back))
        .select_related("service__customer")
        .order_by("pk")
    )


def helpers_customers(standing: Standing) -> QuerySet[Customer]:
    """The companies in which a person manages users or SIMs, by name."""
    mine = policy.customers_of_users(standing) | policy.customers_of_sims(standing)
    return Customer.objects.filter(pk__in=mine, closed_on=None).order_by("legal_name", "pk")


def offered_for_self_service(on: date) -> QuerySet[OfferingVersion]:
    """What the catalogue lets customers take without a document that day (rule 64)."""
    return sellable(on).filter(offering__self_service=True).select_related("offering__licensed_by")


def sims_to_send() -> QuerySet[Sim]:
    """SIMs that were ordered and wait to be sent, the oldest first (operations)."""
    return (
        Sim.objects.filter(status=SimStatus.ORDERED, actions__status__in=OPEN_ACTIONS)
        .select_related("service", "customer")
        .order_by("ordered_at", "pk")
        .distinct()
    )


def mobile_contract(*, customer_id: int) -> dict[str, int | None]:
    """Agreement and billing account of a company's latest mobile service, for the next SIM."""
    last = (
        Service.objects.filter(
            customer_id=customer_id,
            agreement__ended_on=None,
            periods__offering_version__offering__family=Family.MOBILE,
        )
        .order_by("-pk")
        .first()
    )
    return {
        "agreement_id": last.agreement_id if last else None,
        "billing_account_id": last.billing_account_id if last else None,
    }
