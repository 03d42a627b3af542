"""Who plans visits and promises days, and who can be sent."""

from accounts.models import Person, StaffMembership, Team
from accounts.roles import StaffRole
from accounts.standing import Standing
from macd.fieldwork import VisitPurpose
from macd.models import Appointment, Document
from macd.policy.document import actors
from macd.policy.roles import HIDDEN_FROM_PROVIDER
from macd.vocabulary import Actor, Status

DELIVERED_FROM = frozenset({Status.SIGNED, Status.IN_DELIVERY, Status.ON_HOLD})
# Equipment may be fetched when all else is done.
FETCHED_FROM = DELIVERED_FROM | {Status.COMPLETED, Status.PARTIAL}


def visit_purposes(standing: Standing, document: Document) -> frozenset[VisitPurpose]:
    """What a person may plan a visit for: surveys before the signature, everything after it.

    A survey is asked for by the account manager; the rest is planned by operations.
    """
    held = actors(standing, document)
    if document.signed_at is None:
        surveys = not document.is_final and document.status not in HIDDEN_FROM_PROVIDER
        may = surveys and held & {Actor.ACCOUNT_MANAGER, Actor.OPERATIONS}
        return frozenset({VisitPurpose.SURVEY}) if may else frozenset()
    if Actor.OPERATIONS not in held:
        return frozenset()
    found = set(VisitPurpose) if document.status in DELIVERED_FROM else set()
    return frozenset(found | ({VisitPurpose.PICK_UP} if document.status in FETCHED_FROM else set()))


def keeps_visit(standing: Standing, document: Document, visit: Appointment) -> bool:
    """Whether a person may move, assign, cancel or close a visit."""
    held = actors(standing, document)
    own_survey = visit.purpose == VisitPurpose.SURVEY and document.signed_at is None
    return Actor.OPERATIONS in held or (own_survey and Actor.ACCOUNT_MANAGER in held)


def visits_as(standing: Standing | None, document: Document) -> Actor:
    """In which capacity a person, or the house, does something about a visit or a promise."""
    if standing is None:
        return Actor.SYSTEM
    held = actors(standing, document)
    return Actor.OPERATIONS if Actor.OPERATIONS in held else Actor.ACCOUNT_MANAGER


def promises(standing: Standing, document: Document) -> bool:
    """Whether a person may promise another day after the signature."""
    return Actor.OPERATIONS in actors(standing, document)


def technicians() -> list[Person]:
    """Who can be sent: the people of operations, by name."""
    rows = StaffMembership.objects.filter(role=StaffRole.OPERATIONS, person__is_active=True)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("name", "id"))


def technicians_of(team_id: int) -> frozenset[int]:
    """Ids of the technicians of a team."""
    rows = StaffMembership.objects.filter(
        role=StaffRole.OPERATIONS, person__is_active=True, team=team_id
    )
    return frozenset(rows.values_list("person_id", flat=True))


def crews() -> list[Team]:
    """The teams that have technicians, by name."""
    rows = StaffMembership.objects.filter(role=StaffRole.OPERATIONS, person__is_active=True)
    return list(Team.objects.filter(pk__in=rows.values("team")).order_by("name"))
