"""Naming who signs in one's place while one is away, and ending it."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Membership, SigningSubstitute
from accounts.roles import CustomerRole
from accounts.standing import signs_on
from accounts.substitute_mail import Passing, owe_word
from audit import trail

LONGEST_DAYS = 366


class SubstituteRefused(ValueError):
    """A substitute that cannot be named; the text says what to do, ``field`` where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def signing_memberships(person_id: int, *, on: date) -> list[Membership]:
    """The memberships by which a person signs in their own right on a day."""
    rows = Membership.objects.filter(person=person_id, revoked_at=None).select_related("customer")
    return [row for row in rows.order_by("id") if signs_on(row, on)]


def possible_substitutes(membership: Membership) -> QuerySet[Membership]:
    """Colleagues who may stand in: the company's own people, who are no staff of the provider."""
    return (
        Membership.objects.filter(
            customer=membership.customer_id,
            revoked_at=None,
            person__is_active=True,
            person__staff_memberships=None,
        )
        .exclude(pk=membership.pk)
        .exclude(roles=[CustomerRole.PARTNER])
        .select_related("person")
        .order_by("person__name", "pk")
    )


def substitutes_of(memberships: list[Membership], *, on: date) -> QuerySet[SigningSubstitute]:
    """Who stands in for these people, now or later."""
    return (
        SigningSubstitute.objects.filter(membership__in=memberships, ended_at=None)
        .filter(Q(valid__contains=on) | Q(valid__startswith__gt=on))
        .select_related("substitute__person", "membership__customer")
    )


def substitute_in(memberships: list[Membership], pk: int) -> SigningSubstitute | None:
    """Whoever stands, or stood, in for one of these people under this key; None for another's."""
    rows = SigningSubstitute.objects.filter(membership__in=memberships, pk=pk)
    return rows.select_related("substitute__person", "membership__customer").first()


@transaction.atomic
def name_substitute(
    *, membership: Membership, substitute_id: int, first: date, last: date, at: datetime
) -> SigningSubstitute:
    """Let a colleague sign in a signatory's place from ``first`` to ``last``, and tell them.

    Both days are included. What they sign is bound by the signatory's own limit. Raises
    SubstituteRefused.
    """
    if not possible_substitutes(membership).filter(pk=substitute_id).exists():
        raise SubstituteRefused(_("Choose a colleague of this company."), "substitute")
    if first < day_of(at):
        raise SubstituteRefused(_("This day is in the past. Choose a later day."), "first")
    if last < first:
        raise SubstituteRefused(_("The last day lies before the first."), "last")
    if last - first >= timedelta(days=LONGEST_DAYS):
        raise SubstituteRefused(_("Choose a period of at most one year."), "last")
    try:
        with transaction.atomic():
            made = SigningSubstitute.objects.create(
                customer_id=membership.customer_id,
                membership=membership,
                substitute_id=substitute_id,
                valid=(first, last + timedelta(days=1)),
                created_at=at,
            )
    except IntegrityError:
        message = _("Somebody stands in for you in this period already. End that first.")
        raise SubstituteRefused(message, "first") from None
    _record(made, Passing.NAMED, at=at)
    return made


@transaction.atomic
def end_substitute(*, substitute: SigningSubstitute, at: datetime) -> None:
    """End a period now; what was signed in it stays signed."""
    done = SigningSubstitute.objects.filter(pk=substitute.pk, ended_at=None).update(ended_at=at)
    if done:
        _record(substitute, Passing.ENDED, at=at)


def _record(substitute: SigningSubstitute, what: Passing, *, at: datetime) -> None:
    owe_word(what, substitute=substitute, at=at)
    trail.record(
        event=f"signing.substitute_{what}",
        at=at,
        person_id=substitute.membership.person_id,
        customer_id=substitute.customer_id,
        reference=f"substitute/{substitute.pk}",
        facts={"substitute": substitute.substitute.person_id},
    )
