"""What the database refuses about a membership."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership
from accounts.roles import CustomerRole
from tests.accounts import make

SIGNATORY = [CustomerRole.SIGNATORY]


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("membership_roles_known", {"roles": []}),
        ("membership_roles_known", {"roles": ["requester", "king"]}),
        ("membership_scope_known", {"roles": SIGNATORY, "scope": "some"}),
        ("only_signatories_sign", {"roles": ["viewer"], "signs_from": date(2026, 1, 1)}),
        ("only_signatories_sign", {"roles": ["viewer"], "signs_up_to": Decimal(1)}),
        ("membership_signing_limit", {"roles": SIGNATORY, "signs_up_to": Decimal(-1)}),
        (
            "membership_signing_period",
            {"roles": SIGNATORY, "signs_from": date(2026, 1, 2), "signs_until": date(2026, 1, 1)},
        ),
    ],
)
def test_the_database_refuses(system, constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Membership.objects.create(person=make.person(), customer=make.customer(), **fields)


def test_one_membership_at_a_time(system):
    first = make.membership()
    with pytest.raises(IntegrityError, match="one_membership_per"), transaction.atomic():
        make.membership(person=first.person, customer=first.customer)
    first.revoked_at = first.person.date_joined
    first.save()
    make.membership(person=first.person, customer=first.customer)
