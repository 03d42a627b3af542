"""Makes people and customers for tests; call inside `as_system` (the fixture `system`)."""

from itertools import count
from typing import Any

from accounts.models import BillingAccount, Customer, Membership, Person, StaffMembership
from accounts.roles import CustomerRole, StaffRole
from tests.recall import recall

_next = count(1)


def enterprise_number() -> str:
    """Return a Belgian enterprise number that no other test has had."""
    base = 4_000_000 + next(_next)
    return f"0{base:07d}{97 - base % 97:02d}"


@recall
def person(**fields: Any) -> Person:
    """Make somebody; the password of all is `correct horse`."""
    number = next(_next)
    defaults = {"email": f"person{number}@example.test", "name": f"Person {number}"}
    fields = {**defaults, "password": "correct horse", **fields}
    return Person.objects.create_user(**fields)


@recall
def staff(*roles: str, **fields: Any) -> Person:
    """Make somebody of the provider's staff; an account manager unless other roles are given."""
    somebody = person(**fields)
    for role in roles or (StaffRole.ACCOUNT_MANAGER,):
        StaffMembership.objects.create(person=somebody, role=role)
    return somebody


@recall
def customer(**fields: Any) -> Customer:
    """Make a customer, with an account manager of its own unless one is given."""
    manager = fields.pop("account_manager", None) or staff()
    number = fields.pop("enterprise_number", None) or enterprise_number()
    defaults = {"legal_name": f"Customer {number}", "language": "nl"}
    return Customer.objects.create(
        **{**defaults, **fields}, enterprise_number=number, account_manager=manager
    )


@recall
def membership(*roles: str, **fields: Any) -> Membership:
    """Make a membership; a requester's unless other roles are given."""
    fields.setdefault("person", None)
    fields.setdefault("customer", None)
    fields["person"] = fields["person"] or person()
    fields["customer"] = fields["customer"] or customer()
    return Membership.objects.create(roles=list(roles or (CustomerRole.REQUESTER,)), **fields)


@recall
def billing_account(customer: Customer) -> BillingAccount:
    """Make a billing account of a customer."""
    return BillingAccount.objects.create(customer=customer, number=f"B{next(_next):06d}")
