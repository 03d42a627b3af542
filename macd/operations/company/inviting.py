"""Inviting somebody to a company: nobody belongs to it, nor is known there, before they say yes."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.mail import AccountMail, owe_mail
from accounts.models import Customer, Invitation, Membership, Person
from accounts.standing import Standing
from accounts.tenancy import as_customers
from macd import policy, queries
from macd.operations.company.colleagues import belongs, fitting, limit
from macd.operations.company.rule import keeper, record, refused
from macd.refusals import Stale
from offices.models import Office

AGAIN_AFTER = timedelta(minutes=10)
"""How long a mail has to arrive before another is sent to the same address."""


@transaction.atomic
def invite_colleague(
    *,
    customer: Customer,
    email: str,
    name: str,
    language: str,
    roles: Collection[str],
    scope: str,
    offices: Collection[Office] = (),
    by: Standing,
    at: datetime,
) -> Invitation:
    """Ask somebody to belong to the company, by a mail; they do once they say yes.

    The answer is the same whether the address is known here or not (promise 10): who is of the
    provider's staff, or may not sign in, gets no mail. Who signs is agreed with the provider,
    never given here. Raises Unsound.
    """
    keeper(by, customer)
    fitting(roles, scope, offices, customer)
    address = email.lower()
    # One after the other, so that two at once are not both the first.
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if Invitation.objects.filter(customer=customer, email=address).exists():
        raise refused("email", _("This address is invited already."))
    person = Person.objects.filter(email=address).first()
    if person is not None and belongs(person, customer):
        raise refused("email", _("This person belongs to your company already."))
    if person is None:
        person = Person.objects.create_user(address, name=name, language=language)
    invitation = Invitation.objects.create(
        customer=customer,
        person=person,
        email=address,
        name=name,
        roles=sorted(roles),
        scope=scope,
        office_ids=sorted(office.pk for office in offices) if policy.needs_offices(scope) else [],
        invited_by_id=by.person_id,
        invited_at=at,
        sent_at=at,
    )
    _send(invitation, at=at)
    _record("invited", invitation, by=by.person_id, at=at, roles=sorted(roles), scope=scope)
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation, by: Standing, at: datetime) -> None:
    """Send the mail once more, with a new link: the days to answer begin anew, also of one that
    ended. Raises Unsound where the last left just now.
    """
    keeper(by, invitation.customer)
    if at - _held(invitation).sent_at < AGAIN_AFTER:
        raise refused(
            "email",
            _("The last mail left less than ten minutes ago. Give it a moment to arrive."),
        )
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=at)
    _send(invitation, at=at)
    _record("invited_again", invitation, by=by.person_id, at=at)


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Standing, at: datetime) -> None:
    """Take an invitation back: a yes no longer counts. Raises Stale where it was answered."""
    keeper(by, invitation.customer)
    _held(invitation).delete()
    _record("invitation_withdrawn", invitation, by=by.person_id, at=at)


def accept_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Let who is invited belong to the company. Raises Stale where it is no longer open.

    The invitation is what lets its person through the wall, to this one company.
    """
    with as_customers({invitation.customer_id}):
        held = _open(invitation, at=at)
        held.delete()
        if not belongs(held.person, held.customer):
            membership = Membership.objects.create(
                customer=held.customer, person=held.person, roles=held.roles, scope=held.scope
            )
            limit(membership, Office.objects.filter(pk__in=held.office_ids))
        _record("joined", invitation, by=held.person_id, at=at)


def decline_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Say no: the company learns no more of the person. Raises Stale where no longer open."""
    with as_customers({invitation.customer_id}):
        _open(invitation, at=at).delete()
        _record("invitation_declined", invitation, by=invitation.person_id, at=at)


def invitations_to(standing: Standing, *, on: date) -> list[Invitation]:
    """What a person can answer that day, the latest first, each with its company and who asks;
    staff nothing."""
    if standing.is_staff:
        return []
    found = list(queries.invitations_of_person(standing.person_id, on=on))
    for invitation in found:
        with as_customers({invitation.customer_id}):
            invitation.customer = Customer.objects.get(pk=invitation.customer_id)
    return found


def _held(invitation: Invitation) -> Invitation:
    """The row, held until the end; Stale where somebody was first."""
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("customer", "person")
    held = rows.filter(pk=invitation.pk).first()
    if held is None:
        raise no_longer_open()
    return held


def _open(invitation: Invitation, *, at: datetime) -> Invitation:
    """The same; Stale also where it ended by itself."""
    held = _held(invitation)
    if held.has_ended(on=day_of(at)):
        raise no_longer_open()
    return held


def no_longer_open() -> Stale:
    """What is said of an invitation that was answered or withdrawn, or ended, or never was."""
    return Stale(_("This invitation is no longer open."))


def _send(invitation: Invitation, *, at: datetime) -> None:
    if policy.is_staff_person(invitation.person_id):
        return
    owe_mail(
        AccountMail.INVITATION,
        person_id=invitation.person_id,
        at=at,
        customer=invitation.customer_id,
        inviter=invitation.invited_by_id,
        path=reverse("invitations"),
    )


def _record(what: str, invitation: Invitation, *, by: int, at: datetime, **facts: object) -> None:
    record(what, invitation.customer, by=by, at=at, person=invitation.person_id, **facts)
