"""Who belongs to a company: what each of them sees and does, until they are taken out."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Customer, Membership, Person
from accounts.standing import Standing
from macd import policy
from macd.operations.company.rule import keeper, record, refused
from offices.models import MembershipOffice, Office


@transaction.atomic
def change_colleague(
    *,
    membership: Membership,
    roles: Collection[str],
    scope: str,
    offices: Collection[Office] = (),
    by: Standing,
    at: datetime,
) -> None:
    """Change what a colleague sees and does; who signs keeps that, as agreed with the provider.

    Nobody takes the administration from themselves. Raises Unsound.
    """
    keeper(by, membership.customer)
    elsewhere = policy.roles_agreed_elsewhere(membership)
    fitting(roles, scope, offices, membership.customer, elsewhere=elsewhere)
    own = membership.person_id == by.person_id
    kept = sorted({*roles, *elsewhere})
    if own and not policy.administers(kept):
        raise refused("roles", _("Ask another administrator to take this from you."))
    membership.roles, membership.scope = kept, scope
    membership.save(update_fields=["roles", "scope"])
    limit(membership, offices)
    record(
        "changed",
        membership.customer,
        by=by.person_id,
        at=at,
        person=membership.person_id,
        roles=kept,
        scope=scope,
    )


@transaction.atomic
def end_colleague(*, membership: Membership, by: Standing, at: datetime) -> None:
    """Let somebody no longer belong to the company, from the next page on. Raises Unsound."""
    keeper(by, membership.customer)
    if membership.person_id == by.person_id:
        raise refused("roles", _("Ask another administrator to take this from you."))
    membership.revoked_at = at
    membership.save(update_fields=["revoked_at"])
    record("ended", membership.customer, by=by.person_id, at=at, person=membership.person_id)


def belongs(person: Person, customer: Customer) -> bool:
    """Whether somebody belongs to a company now."""
    return Membership.objects.filter(person=person, customer=customer, revoked_at=None).exists()


def fitting(
    roles: Collection[str],
    scope: str,
    offices: Collection[Office],
    customer: Customer,
    *,
    elsewhere: Collection[str] = (),
) -> None:
    """Refuse what a company administrator cannot give. Raises Unsound."""
    if not (roles or elsewhere) or set(roles) - policy.roles_given_by_companies():
        raise refused("roles", _("Choose what this person may do."))
    if scope not in policy.SCOPES:
        raise refused("scope", _("Choose what this person sees."))
    if any(office.customer_id != customer.pk for office in offices):
        raise refused("offices", _("Choose offices of your own company."))
    if policy.needs_offices(scope) and not offices:
        raise refused("offices", _("Choose at least one office."))


def limit(membership: Membership, offices: Collection[Office]) -> None:
    """Write which offices a membership names, where it names any."""
    MembershipOffice.objects.filter(membership=membership).delete()
    if policy.needs_offices(membership.scope):
        MembershipOffice.objects.bulk_create(
            MembershipOffice(
                customer_id=membership.customer_id, membership=membership, office=office
            )
            for office in offices
        )
