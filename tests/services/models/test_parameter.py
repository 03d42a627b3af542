"""What the database refuses about parameters."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from services.models import PolicyParameter


def test_a_value_holds_for_days(system):
    with pytest.raises(IntegrityError, match="has_days"), transaction.atomic():
        PolicyParameter.objects.create(
            code="new", value=1, valid=(date(2026, 1, 1), date(2026, 1, 1))
        )
    assert str(PolicyParameter.objects.get(code="draft_days")) == "A draft is kept for (30 days)"
