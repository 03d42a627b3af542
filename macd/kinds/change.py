"""Change: a service that is installed gets another configuration, offering or quantity."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.conflicts import touched
from macd.kinds.base import DAYS, KindRules, Wanted, visits
from macd.kinds.fields import AT_THE_OFFICE, COMMON, Field
from macd.kinds.minimums import minimum_problems
from macd.kinds.problem import Problem
from macd.kinds.sight import Sight
from macd.models import Document, Line
from macd.vocabulary import Action, Kind
from services.licences import licence_holders
from services.models import Offering, OfferingVersion


class Change(KindRules):
    """Rules 43 to 47."""

    kind = Kind.CHANGE
    fields = (*COMMON, *DAYS, *AT_THE_OFFICE)

    def lines(self, wanted: Wanted) -> list[Line]:
        """One line for each service, which starts as it is installed."""
        return [
            Line(
                number=number,
                action=Action.MODIFY,
                service=period.service,
                offering_version=period.offering_version,
                current_offering_version=period.offering_version,
                agreement=period.service.agreement,
                billing_account=period.service.billing_account,
                place_from=period.office,
                place_to=period.office,
                current=dict(period.configuration),
                desired=dict(period.configuration),
                quantity_before=period.quantity,
                quantity=period.quantity,
            )
            for number, period in enumerate(wanted.periods, start=1)
        ]

    def fields_for(self, document: Document) -> tuple[Field, ...]:
        """Contacts and access are asked only where a technician comes."""
        return self.fields if visits(document) else (*COMMON, *DAYS)

    def found(self, sight: Sight) -> Iterator[Problem]:
        """Beside the rules of all: what others share keeps what they need of it (rule 47)."""
        yield from super().found(sight)
        yield from minimum_problems(sight)

    def line_problems(self, sight: Sight, line: Line) -> Iterator[Problem]:
        """Something differs (rule 43), and only along the upgrade path (rule 44)."""
        yield from super().line_problems(sight, line)
        if not touched(line):
            yield Problem(
                f"line.{line.number}",
                _("Nothing changes for %(service)s. Choose what you want to change.")
                % {"service": line.service},
            )
        before = line.current_offering_version
        if before is not None and not _allowed(sight, before, line.offering_version):
            yield Problem(
                f"line.{line.number}.offering",
                _("%(before)s cannot become %(after)s. Choose one of the offered services.")
                % {"before": before.name, "after": line.offering_version.name},
            )
        yield from licence_problems(sight, line)


def _allowed(sight: Sight, before: OfferingVersion, after: OfferingVersion) -> bool:
    """The same offering, its successor, or one along the upgrade path (rule 44)."""
    if after.offering_id in (before.offering_id, before.successor_id):
        return True
    return (before.offering_id, after.offering_id) in sight.paths


def licence_problems(sight: Sight, line: Line) -> Iterator[Problem]:
    """A decrease below what is in use is refused, naming who uses them (rule 46)."""
    if line.quantity >= (line.quantity_before or 0):
        return
    offering = line.offering_version.offering
    mine = [use for use in sight.licences if use.offering.pk == offering.pk]
    used = sum(use.used for use in mine)
    left = sum(use.total for use in mine) - (line.quantity_before or 0) + line.quantity
    if used > left:
        yield Problem(
            f"line.{line.number}.quantity",
            _("%(used)s licences are in use, by %(users)s. Keep at least that many.")
            % {"used": used, "users": ", ".join(_users(sight, offering))},
        )


def _users(sight: Sight, offering: Offering) -> list[str]:
    """Who uses licences of an offering, the first twenty by name."""
    holders = licence_holders(
        customer_id=sight.document.customer_id, offering=offering, on=sight.on
    )
    return [str(h.configuration.get("user_name") or h.service) for h in holders[:20]]
