"""What the database refuses about agreements."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.accounts import make as accounts
from tests.services import make


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"initial_end_on": date(2025, 1, 1)}, "ends_after_it_starts"),
        ({"term_months": None}, "with_an_end_has_a_term"),
        ({"term_months": 0}, "with_an_end_has_a_term"),
        ({"recurring_minimum": "-1"}, "minimum_is_not_negative"),
    ],
)
def test_the_database_refuses(system, fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make.agreement(accounts.customer(), **fields)


def test_an_end_may_come_with_delivery_or_never(system):
    customer = accounts.customer()
    assert make.agreement(customer, initial_end_on=None).term_months == 36
    assert make.agreement(customer, initial_end_on=None, term_months=None).initial_end_on is None
    assert str(make.agreement(customer, number="A-7")) == "A-7"
