"""What is done to services beside changing what they are: opened, put under a number."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction

from offices.models import Office
from services.agreements import first_end_of
from services.models import Agreement, NumberUse, Service, ServiceNumber


@transaction.atomic
def open_service(
    *,
    customer_id: int,
    agreement_id: int | None = None,
    billing_account_id: int | None = None,
    service_id: str = "",
    cost_centre: str = "",
    relocated_from: Service | None = None,
    home_office_id: int | None = None,
) -> Service:
    """Make the row of a service that is about to be installed, with an id for the invoice.

    ``relocated_from``: the service that it takes the place of elsewhere; its agreement, billing
    account, cost centre and first start are kept unless others are given (rule 29). The agreement
    and billing account must be of the same customer, else IntegrityError (rule 3).
    """
    facts: dict[str, Any] = {}
    if relocated_from is not None:
        agreement_id = agreement_id or relocated_from.agreement_id
        billing_account_id = billing_account_id or relocated_from.billing_account_id
        cost_centre = cost_centre or relocated_from.cost_centre
        facts = {
            "relocated_from": relocated_from,
            "first_started_on": relocated_from.first_started_on,
        }
    return Service.objects.create(
        customer_id=customer_id,
        service_id=service_id or _next_service_id(),
        agreement_id=agreement_id,
        billing_account_id=billing_account_id,
        cost_centre=cost_centre,
        home_office_id=home_office_id,
        **facts,
    )


@transaction.atomic
def put_under(
    *, service: Service, agreement_id: int | None, billing_account_id: int | None, cost_centre: str
) -> None:
    """Say who pays for a service and by which agreement; what is not given stays as it is."""
    given = {
        "agreement_id": agreement_id,
        "billing_account_id": billing_account_id,
        "cost_centre": cost_centre,
    }
    if facts := {name: value for name, value in given.items() if value}:
        Service.objects.filter(pk=service.pk).update(**facts)


@transaction.atomic
def change_home(*, home: Office, to: Office | None) -> int:
    """Let what belongs to one office belong to another, or to none; says how many services (35).

    Their numbers that are not tied to a zone get its address for the emergency services.
    """
    rows = Service.objects.filter(customer=home.customer_id, home_office=home)
    ring_at(services=list(rows.values_list("pk", flat=True)), home_id=home.pk, to=to)
    return rows.update(home_office=to)


@transaction.atomic
def ring_at(*, services: Collection[int], home_id: int | None, to: Office | None) -> None:
    """Let numbers that are used at a home office, and not tied to it, be used at another."""
    numbers = ServiceNumber.objects.filter(
        service__in=services, office=home_id, use=NumberUse.NOMADIC
    )
    numbers.update(office=to, emergency_address=to.address if to else "")


@transaction.atomic
def start_agreement(*, agreement: Agreement, on: date) -> Agreement:
    """Store the agreement's first end once its start rule is met; a second time changes nothing.

    An agreement without a term gets no end.
    """
    fresh = Agreement.objects.select_for_update().get(pk=agreement.pk)
    if fresh.initial_end_on is None and fresh.term_months:
        fresh.starts_on = on
        fresh.initial_end_on = first_end_of(starts_on=on, term_months=fresh.term_months)
        fresh.save(update_fields=["starts_on", "initial_end_on"])
    return fresh


def _next_service_id() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('services_service_number')")
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - a sequence always answers
    return f"SVC-{row[0]:07d}"
