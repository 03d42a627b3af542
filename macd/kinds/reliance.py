"""What relies on what: needs of new services, and of those that stay behind (rules 34, 38, 51)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.clock import day_of
from macd.kinds.problem import Problem
from macd.kinds.sight import Sight
from macd.models import Document, Line
from macd.vocabulary import Action
from services.dependencies import Need, Reliance, reliances_among

KEPT = "_relied_on_elsewhere"


def missing_needs(sight: Sight, line: Line) -> Iterator[str]:
    """What a new service needs that is neither installed nor asked for, in words (rule 38).

    Met by an active service that does not stop, or by a line of the document, at the same office
    or anywhere at the customer, as the catalogue says; alternatives are told together.
    """
    needs = sight.needs.get(line.offering_version.offering_id, [])
    if not needs:
        return
    office_id = line.place_to_id or sight.document.office_id
    here, anywhere = sight.offerings_at(office_id), sight.offerings_at_customer
    for need in needs:
        if not need.met_by(at_office=here, at_customer=anywhere):
            yield _in_words(sight, need)


def left_behind(sight: Sight, line: Line) -> Iterator[str]:
    """What a moved service has at its old office and would miss at the new one (rule 34).

    What it did without until now it goes on doing without.
    """
    here = {
        period.offering_version.offering_id
        for period in sight.periods
        if period.office_id == line.place_from_id
    }
    there, anywhere = sight.offerings_at(line.place_to_id), sight.offerings_at_customer
    for need in sight.needs.get(line.offering_version.offering_id, []):
        had = need.met_by(at_office=here, at_customer=())
        if had and not need.met_by(at_office=there, at_customer=anywhere):
            yield _in_words(sight, need)


def _in_words(sight: Sight, need: Need) -> str:
    names = [sight.names.get(offering.pk, "") for offering in need.any_of]
    return _(" or ").join(name for name in names if name)


def stranded_problems(sight: Sight) -> Iterator[Problem]:
    """Rules 34 and 51: what relies on a service at its office goes with it."""
    for reliance in _reliances(sight):
        gone = reliance.at_same_office and reliance.period.service_id in sight.decided_elsewhere
        if reliance.at_same_office and not gone:
            yield Problem(
                "lines",
                _("%(service)s (%(name)s) cannot work without what stops. Stop or move it as well.")
                % {
                    "service": reliance.period.service,
                    "name": reliance.period.offering_version.name,
                },
            )


def _reliances(sight: Sight) -> list[Reliance]:
    if not sight.stops:
        return []
    arriving = {
        line.offering_version.offering_id for line in sight.lines if line.action == Action.ADD
    }
    return reliances_among(sight.periods, leaving=sight.stops, arriving=arriving, needs=sight.needs)


def relied_on_elsewhere(document: Document) -> list[Reliance]:
    """Services at other places that rely on what stops or moves (rule 34).

    What arrives in the same document does not count: until it works they go without. Kept on the
    object, for several parts of one page ask it.
    """
    kept: list[Reliance] | None = document.__dict__.get(KEPT)
    if kept is None:
        sight = Sight(document, on=day_of(document.updated_at))
        told = (
            reliances_among(sight.periods, leaving=sight.stops, needs=sight.needs)
            if sight.stops
            else []
        )
        kept = [reliance for reliance in told if not reliance.at_same_office]
        document.__dict__[KEPT] = kept
    return kept
