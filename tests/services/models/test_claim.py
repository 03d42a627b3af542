"""What the database refuses about claims."""

import pytest
from django.db import IntegrityError, transaction

from services.models import Claim
from tests.accounts import make as accounts
from tests.services import make


def test_a_holder_claims_a_service_once_at_a_time(system):
    service = make.installed(accounts.customer())
    facts = {
        "customer_id": service.customer_id,
        "service": service,
        "holder": "MACD-1/1",
        "created_at": make.AT,
    }
    Claim.objects.create(action="modify", released_at=make.AT, **facts)
    assert str(Claim.objects.create(action="modify", **facts)) == "MACD-1/1 · modify"
    with pytest.raises(IntegrityError, match="one_open_claim"), transaction.atomic():
        Claim.objects.create(action="modify", **facts)
    with pytest.raises(IntegrityError, match="action_is_known"), transaction.atomic():
        Claim.objects.create(action="paint", **{**facts, "holder": "MACD-2/1"})
