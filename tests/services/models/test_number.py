"""What the database refuses about telephone numbers."""

import pytest
from django.db import IntegrityError, transaction

from services.models import ServiceNumber
from tests.accounts import make as accounts
from tests.offices import make as offices
from tests.services import make


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"e164": "0922345"}, "number_is_e164"),
        ({"range_size": 0}, "range_has_numbers"),
        ({"use": "flying"}, "use_is_known"),
        ({"status": "lost"}, "status_is_known"),
    ],
)
def test_the_database_refuses(system, fields, constraint):
    service = make.installed(accounts.customer())
    facts = {"customer_id": service.customer_id, "service": service, "e164": "+3292234567"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ServiceNumber.objects.create(**{**facts, **fields})


def test_used_at_an_office_of_the_same_customer(system):
    service = make.installed(accounts.customer())
    with pytest.raises(IntegrityError, match="same_customer"), transaction.atomic():
        ServiceNumber.objects.create(
            customer_id=service.customer_id,
            service=service,
            e164="+3292234567",
            office=offices.office(accounts.customer()),
        )
