"""The wall between customers: row-level security, and who the database takes us for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.wall import ProtectTenants, TieToCustomer

if TYPE_CHECKING:
    from accounts.models import Person

__all__ = [
    "CustomerOwned",
    "ProtectTenants",
    "Tenant",
    "TieToCustomer",
    "array_literal",
    "as_customers",
    "as_person",
    "as_system",
    "refuse_privileged_login",
]


class CustomerOwned(models.Model):
    """Base of every model whose rows belong to one customer; children carry the customer too."""

    customer = models.ForeignKey(
        "accounts.Customer", on_delete=models.PROTECT, related_name="+", verbose_name=_("customer")
    )

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Tenant:
    """Whom the database takes the current transaction for."""

    person_id: int | None = None
    is_staff: bool = False
    customer_ids: frozenset[int] = frozenset()


SETTINGS_NOW = """
SELECT current_setting('role'),
       coalesce(current_setting('app.person_id', true), ''),
       coalesce(current_setting('app.customer_ids', true), '')
"""
SET_ALL = """
SELECT set_config('role', %s, true),
       set_config('app.person_id', %s, true),
       set_config('app.customer_ids', %s, true)
"""


@contextmanager
def _transaction_keeping_tenant() -> Iterator[None]:
    """Open a transaction; inside another one, put its tenant back at the end.

    PostgreSQL undoes the settings itself at the end of a transaction and on rollback to a
    savepoint, but not when a savepoint is released.
    """
    nested = connection.in_atomic_block
    before: tuple[str, str, str] | None = None
    with transaction.atomic():
        if nested:
            with connection.cursor() as cursor:
                cursor.execute(SETTINGS_NOW)
                before = cursor.fetchone()
        yield
        if before is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(SET_ALL, before)


@contextmanager
def as_system() -> Iterator[Tenant]:
    """Act as the provider itself: every customer's rows are visible and writable.

    For background work and commands; opens a transaction.
    """
    with _transaction_keeping_tenant():
        with connection.cursor() as cursor:
            cursor.execute(SET_ALL, (settings.STAFF_ROLE, "", ""))
        yield Tenant(is_staff=True)


@contextmanager
def as_customers(customer_ids: Iterable[int]) -> Iterator[Tenant]:
    """Act inside these customers only; with none of them, no row is visible."""
    ids = frozenset(customer_ids)
    with _transaction_keeping_tenant():
        with connection.cursor() as cursor:
            cursor.execute(SET_ALL, ("none", "", array_literal(ids)))
        yield Tenant(customer_ids=ids)


@contextmanager
def as_person(person: "Person") -> Iterator[Tenant]:
    """Act as this person: the customers of their memberships, or all of them for staff."""
    with _transaction_keeping_tenant():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM enter_as_person(%s, %s)", (person.pk, settings.STAFF_ROLE)
            )
            is_staff, customer_ids = cursor.fetchone() or (False, [])
        yield Tenant(person.pk, is_staff, frozenset(customer_ids))


def array_literal(ids: Iterable[int]) -> str:
    """Write ids the way PostgreSQL reads a bigint[]."""
    return "{" + ",".join(str(int(each)) for each in sorted(ids)) + "}"


def refuse_privileged_login() -> None:
    """Stop the start when the database login would be above the wall.

    Raises ImproperlyConfigured for a superuser, a BYPASSRLS role, an owner of tables, or a role
    that inherits the staff role's policies.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT rolname, rolsuper, rolbypassrls,
                      EXISTS (SELECT 1 FROM pg_class
                               WHERE relowner = pg_roles.oid AND relkind IN ('r', 'p')
                                 AND relnamespace = 'public'::regnamespace),
                      pg_has_role(session_user, %s, 'USAGE')
                 FROM pg_roles WHERE rolname = session_user""",
            (settings.STAFF_ROLE,),
        )
        name, *above = cursor.fetchone() or ("", True, False, False, False)
    reasons = ("is a superuser", "has BYPASSRLS", "owns tables", "inherits the staff role")
    wrong = [reason for reason, holds in zip(reasons, above, strict=True) if holds]
    if wrong:
        raise ImproperlyConfigured(
            f"The database role {name!r} {' and '.join(wrong)}, so row-level security would not"
            " hold. Give DATABASE_URL a plain login (NOINHERIT) and DATABASE_OWNER_URL the owner."
        )
