"""Makes offerings, agreements and installed services; call inside `as_system`."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from accounts.models import Customer
from offices.models import Office
from services.catalogue import publish_version
from services.inventory import Source, record_change
from services.models import Agreement, Offering, OfferingVersion, Service, ServiceNumber
from services.operations import open_service
from tests.recall import recall

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
IMPORT = Source("import", "opening")

_next = count(1)


def names(text: str) -> dict[str, str]:
    """The same text in the four languages."""
    return dict.fromkeys(("nl", "fr", "en", "de"), text)


def characteristic(code: str, type: str = "text", **facts: Any) -> dict[str, Any]:  # noqa: A002
    """The definition of one characteristic."""
    return {"code": code, "names": names(code.title()), "type": type, **facts}


SPEED = characteristic("speed", "integer", minimum=10, maximum=1000, mandatory=True, unit="Mbps")
SLA = characteristic(
    "sla",
    "choice",
    choices=[
        {"value": "basic", "names": names("Basic")},
        {"value": "gold", "names": names("Gold")},
    ],
)


@recall
def version(offering: Offering | None = None, **facts: Any) -> OfferingVersion:
    """Publish a version of an offering (a new one unless given), valid since 2020."""
    number = next(_next)
    offering = offering or Offering.objects.create(
        code=f"offering-{number}",
        family=facts.pop("family", "access"),
        site_bound=facts.pop("site_bound", True),
        licensed_by=facts.pop("licensed_by", None),
    )
    defaults: dict[str, Any] = {
        "names": names(f"Internet {number}"),
        "characteristics": [SPEED, SLA],
        "recurring_price": "50.0000",
        "valid_from": date(2020, 1, 1),
        "at": datetime(2019, 12, 1, tzinfo=UTC),
    }
    return publish_version(offering=offering, **{**defaults, **facts})


@recall
def agreement(customer: Customer, **fields: Any) -> Agreement:
    """Make an agreement of three years from 1 January 2025."""
    defaults: dict[str, Any] = {
        "number": f"A-{next(_next):05d}",
        "starts_on": date(2025, 1, 1),
        "initial_end_on": date(2028, 1, 1),
        "term_months": 36,
    }
    made = Agreement.objects.create(customer=customer, **{**defaults, **fields})
    made.refresh_from_db()
    return made


@recall
def installed(
    customer: Customer,
    *,
    on: date = date(2025, 1, 1),
    office: Office | None = None,
    offering_version: OfferingVersion | None = None,
    agreement: Agreement | None = None,
    quantity: int = 1,
    price: str = "50.0000",
    configuration: dict[str, Any] | None = None,
) -> Service:
    """Make a service that is installed from a day on."""
    service = open_service(
        customer_id=customer.pk, agreement_id=agreement.pk if agreement else None
    )
    record_change(
        service=service,
        effective_on=on,
        change={
            "install": {
                "offering_version_id": (offering_version or version()).pk,
                "office_id": office.pk if office else None,
                "configuration": {"speed": 100} if configuration is None else configuration,
                "quantity": quantity,
                "recurring_price": price,
            }
        },
        source=IMPORT,
        person_id=None,
        at=AT,
    )
    return service


@recall
def number(service: Service, **fields: Any) -> ServiceNumber:
    """Make a number that a service uses."""
    defaults = {"e164": f"+329223{next(_next):04d}", "zone": "09"}
    return ServiceNumber.objects.create(
        customer_id=service.customer_id, service=service, **{**defaults, **fields}
    )
