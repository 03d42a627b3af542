"""Who looks after an account manager's customers while they are away: named, and ended."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.models import Deputyship, Person
from audit import trail

LONGEST_DAYS = 366


class DeputyRefused(ValueError):
    """A deputy that cannot be named; the text says what to do, ``field`` where."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


def deputies_of(account_managers: Collection[int], *, on: date) -> QuerySet[Deputyship]:
    """Who looks after whose customers, now or later, the soonest first."""
    return (
        Deputyship.objects.filter(account_manager__in=account_managers, valid__endswith__gt=on)
        .select_related("account_manager", "deputy")
        .order_by("valid", "pk")
    )


def deputised_by(person_id: int, *, on: date) -> QuerySet[Deputyship]:
    """In whose place a person stands, now or later."""
    return (
        Deputyship.objects.filter(deputy=person_id, valid__endswith__gt=on)
        .select_related("account_manager")
        .order_by("valid", "pk")
    )


@transaction.atomic
def name_deputy(
    *, owner_id: int, deputy: Person | None, first: date, last: date, by: int, at: datetime
) -> Deputyship:
    """Let a colleague look after somebody's customers from ``first`` to ``last``, both included.

    The deputy may do all that the account manager may. Raises DeputyRefused.
    """
    if deputy is None or not deputy.is_active:
        raise DeputyRefused(_("Choose a colleague who looks after customers."), "deputy")
    if deputy.pk == owner_id:
        raise DeputyRefused(_("Someone else must be the deputy."), "deputy")
    if first < day_of(at):
        raise DeputyRefused(_("This day is in the past. Choose a later day."), "first")
    if first - day_of(at) >= timedelta(days=LONGEST_DAYS):
        raise DeputyRefused(_("Choose a period that begins within a year."), "first")
    if last < first:
        raise DeputyRefused(_("The last day lies before the first."), "last")
    if last - first >= timedelta(days=LONGEST_DAYS):
        raise DeputyRefused(_("Choose a period of at most one year."), "last")
    try:
        with transaction.atomic():
            made = Deputyship.objects.create(
                account_manager_id=owner_id,
                deputy=deputy,
                valid=DateRange(first, last + timedelta(days=1)),
            )
    except IntegrityError:
        message = _("This colleague looks after them in this period already.")
        raise DeputyRefused(message, "first") from None
    _record(made, "named", by=by, at=at)
    return made


@transaction.atomic
def end_deputy(*, deputyship: Deputyship, by: int, at: datetime) -> None:
    """End a period with today's day before it; one that has not begun never was."""
    on = day_of(at)
    _record(deputyship, "ended", by=by, at=at)
    if deputyship.valid.lower >= on:
        deputyship.delete()
        return
    deputyship.valid = (deputyship.valid.lower, on)
    deputyship.save(update_fields=["valid"])


def _record(deputyship: Deputyship, what: str, *, by: int, at: datetime) -> None:
    trail.record(
        event=f"deputy.{what}",
        at=at,
        person_id=by,
        customer_id=None,
        reference=f"deputyship/{deputyship.pk}",
        facts={
            "account_manager": deputyship.account_manager_id,
            "deputy": deputyship.deputy_id,
        },
    )
