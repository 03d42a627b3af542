"""Makes offices for tests; call inside `as_system` (the fixture `system`)."""

from itertools import count
from typing import Any

from accounts.models import Customer
from offices.models import Office, OfficeStatus

_next = count(1)


def office(customer: Customer, **fields: Any) -> Office:
    """Make an active office of a customer, in Ghent unless another address is given."""
    number = next(_next)
    defaults = {
        "name": f"Office {number}",
        "code": f"O{number}",
        "street": "Korenmarkt",
        "number": str(number),
        "postcode": "9000",
        "municipality": "Gent",
        "telephone_zone": "09",
        "status": OfficeStatus.ACTIVE,
    }
    return Office.objects.create(customer=customer, **{**defaults, **fields})
