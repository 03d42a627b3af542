"""Where a person stands on a day: their roles with customers and with the provider."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import CharField, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, JSONObject

from accounts.models import Deputyship, Membership, Person, SigningSubstitute, StaffMembership
from accounts.roles import CustomerRole, Scope, StaffRole
from accounts.tenancy import Tenant


@dataclass(frozen=True)
class StandIn:
    """A signatory in whose place a person signs on a day, up to the signatory's own limit."""

    person_id: int
    signs_up_to: Decimal | None


@dataclass(frozen=True)
class MembershipFacts:
    """One membership as it counts on a day."""

    id: int
    customer_id: int
    roles: frozenset[str]
    scope: str
    office_ids: frozenset[int]
    signs: bool
    signs_up_to: Decimal | None
    stands_in_for: tuple["StandIn", ...] = ()

    @property
    def may_sign(self) -> bool:
        """Tell whether the person signs anything here, by themselves or for somebody."""
        return self.signs or bool(self.stands_in_for)

    def reaches(self, office_id: int | None) -> bool:
        """Tell whether this membership reaches an office; what has none needs the whole company."""
        return self.scope == Scope.ALL or (
            self.scope == Scope.OFFICES and office_id in self.office_ids
        )


@dataclass(frozen=True)
class Standing:
    """What a person is on a day, to every customer and to the provider.

    `portfolio` holds ids of account managers: the person's own and those they stand in for.
    `team_member_ids` holds the people of the teams a lead leads. Both are empty for others.
    """

    person_id: int
    is_staff: bool = False
    staff_roles: frozenset[str] = frozenset()
    memberships: tuple[MembershipFacts, ...] = ()
    portfolio: frozenset[int] = frozenset()
    team_member_ids: frozenset[int] = frozenset()

    @property
    def customer_ids(self) -> frozenset[int]:
        """The customers the person belongs to."""
        return frozenset(each.customer_id for each in self.memberships)

    def at(self, customer_id: int) -> MembershipFacts | None:
        """Return the membership with a customer, or None."""
        return next((each for each in self.memberships if each.customer_id == customer_id), None)


Question = Callable[[int, date], QuerySet[Any, Any]]


@dataclass
class _Visit:
    """What one request knows already."""

    tenant: Tenant
    standings: dict[tuple[int, date], Standing] = field(default_factory=dict)


_visit: ContextVar[_Visit | None] = ContextVar("visit", default=None)


@contextmanager
def remembering(tenant: Tenant) -> Iterator[None]:
    """Keep standings for the length of one request; a revoked right counts from the next one."""
    token = _visit.set(_Visit(tenant))
    try:
        yield
    finally:
        _visit.reset(token)


def standing_of(person: Person, *, on: date) -> Standing:
    """Return where a person stands on a day (Brussels); at most two queries, none when repeated.

    Memberships are read under row-level security: the person's own (`as_person`), or everybody's
    (`as_system`, staff). Someone who may no longer sign in stands nowhere.
    """
    visit = _visit.get()
    if visit is None:
        return _read(person, on=on, known=None)
    key = (person.pk, on)
    if key not in visit.standings:
        known = visit.tenant if visit.tenant.person_id == person.pk else None
        visit.standings[key] = _read(person, on=on, known=known)
    return visit.standings[key]


def _read(person: Person, *, on: date, known: Tenant | None) -> Standing:
    """Read a standing, without the queries whose answer the tenant tells already."""
    if not person.is_active:
        return Standing(person.pk)
    facts: dict[str, set[Any]] = {"role": set(), "deputises": set(), "leads": set()}
    if known is None or known.is_staff:
        for fact, code, whom in _rows(_staff_facts, person.pk, on):
            facts[fact].add(code if fact == "role" else whom)
    is_staff = bool(facts["role"])
    is_lead = StaffRole.LEAD in facts["role"]
    belongs = known is None or bool(known.customer_ids)
    return Standing(
        person_id=person.pk,
        is_staff=is_staff,
        staff_roles=frozenset(facts["role"]),
        memberships=_memberships(person.pk, on) if belongs else (),
        portfolio=frozenset({person.pk} | facts["deputises"]) if is_staff else frozenset(),
        team_member_ids=frozenset(facts["leads"]) if is_lead else frozenset(),
    )


SOMEBODY, SOME_DAY = -1, date.min


def _rows(ask: Question, person_id: int, on: date) -> list[tuple[Any, ...]]:
    """Put a question about a person and a day to the database.

    Every request asks these, and Django takes ten times as long to phrase them as PostgreSQL to
    answer: they are phrased once, about somebody on some day, whose places are filled in here.
    """
    sql, parameters = _phrased(ask)
    given = [
        person_id if each == SOMEBODY else on if each == SOME_DAY else each for each in parameters
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


@cache
def _phrased(ask: Question) -> tuple[str, tuple[Any, ...]]:
    return ask(SOMEBODY, SOME_DAY).query.sql_with_params()


def _staff_facts(person_id: int, on: date) -> QuerySet[Any, tuple[str, str, int]]:
    """Return roles, account managers deputised on that day and people led, in one query."""

    def shaped(rows: QuerySet[Any], fact: str, code: Any, whom: str) -> QuerySet[Any, Any]:
        return rows.values_list(Value(fact, CharField()), code, F(whom), named=False)

    nothing = Value("", CharField())
    return shaped(
        StaffMembership.objects.filter(person=person_id), "role", F("role"), "person_id"
    ).union(
        shaped(
            Deputyship.objects.filter(deputy=person_id, valid__contains=on),
            "deputises",
            nothing,
            "account_manager_id",
        ),
        shaped(StaffMembership.objects.filter(team__lead=person_id), "leads", nothing, "person_id"),
    )


def _memberships(person_id: int, on: date) -> tuple[MembershipFacts, ...]:
    """Return the memberships that are not revoked, with the offices they name."""
    return tuple(
        MembershipFacts(
            id=pk,
            customer_id=customer_id,
            roles=frozenset(roles),
            scope=scope,
            office_ids=frozenset(office_ids),
            signs=signs,
            signs_up_to=signs_up_to,
            stands_in_for=tuple(
                StandIn(whom["person"], Decimal(whom["limit"]) if whom["limit"] else None)
                for whom in map(json.loads, stands_in)
            ),
        )
        for pk, customer_id, roles, scope, signs, signs_up_to, office_ids, stands_in in _rows(
            _membership_rows, person_id, on
        )
    )


def _membership_rows(person_id: int, on: date) -> QuerySet[Any, Any]:
    return (
        Membership.objects.filter(person=person_id, revoked_at=None)
        .annotate(
            signs=Q(signing_then("", on)),
            office_ids=ArrayAgg(
                "offices_in_scope__office_id",
                filter=Q(offices_in_scope__isnull=False),
                default=Value([]),
            ),
            stands_in=ArraySubquery(_standing_in(on)),
        )
        .order_by("id")
        .values_list(
            "id", "customer_id", "roles", "scope", "signs", "signs_up_to", "office_ids", "stands_in"
        )
    )


def _standing_in(on: date) -> QuerySet[Any, Any]:
    """Signatories whose place the outer membership takes that day, while they sign themselves."""
    return (
        SigningSubstitute.objects.filter(
            substitute=OuterRef("pk"), valid__contains=on, ended_at=None
        )
        .filter(signing_then("membership__", on))
        .order_by("id")
        .values(
            whom=JSONObject(
                person="membership__person_id",
                limit=Cast("membership__signs_up_to", CharField()),
            )
        )
    )


def signing_then(prefix: str, on: date) -> Q:
    """Memberships that let their person sign on a day, as a condition; see ``signs_on``."""

    def field(name: str, value: Any) -> Q:
        return Q(**{f"{prefix}{name}": value})

    return (
        field("revoked_at", None)
        & field("person__is_active", True)
        & field("roles__contains", [CustomerRole.SIGNATORY])
        & (field("signs_from", None) | field("signs_from__lte", on))
        & (field("signs_until", None) | field("signs_until__gte", on))
    )


def signs_on(membership: Membership, on: date) -> bool:
    """Tell whether a membership lets its person sign on a day; both ends count."""
    return (
        CustomerRole.SIGNATORY in membership.roles
        and (membership.signs_from is None or membership.signs_from <= on)
        and (membership.signs_until is None or on <= membership.signs_until)
    )
