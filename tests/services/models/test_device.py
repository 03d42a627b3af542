"""What the database refuses about device plans."""

import pytest
from django.db import IntegrityError, transaction

from services.models import DevicePlan
from tests.accounts import make as accounts
from tests.services import make


@pytest.mark.parametrize("fields", [{"months": 0}, {"instalment": "-1"}])
def test_a_plan_has_instalments(system, fields):
    service = make.installed(accounts.customer())
    facts = {"name": "Phone", "starts_on": make.TODAY, "months": 24, "instalment": "10"}
    with pytest.raises(IntegrityError, match="has_instalments"), transaction.atomic():
        DevicePlan.objects.create(
            customer_id=service.customer_id, service=service, **{**facts, **fields}
        )
