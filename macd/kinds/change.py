"""Change: a service that is installed gets another configuration, offering or quantity."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from macd.conflicts import touched
from macd.kinds.base import KindRules, Wanted, visits
from macd.kinds.fields import AT_THE_OFFICE, COMMON, Field
from macd.kinds.problem import Problem
from macd.models import Document, Line
from macd.vocabulary import Action, Kind
from services.catalogue import change_allowed
from services.licences import licence_holders, licence_use


class Change(KindRules):
    """Rules 43 to 47."""

    kind = Kind.CHANGE
    fields = (*COMMON, *AT_THE_OFFICE)

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
        return self.fields if visits(document) else COMMON

    def line_problems(
        self, document: Document, line: Line, *, on: datetime.date
    ) -> Iterator[Problem]:
        """Something differs (rule 43), and only along the upgrade path (rule 44)."""
        yield from super().line_problems(document, line, on=on)
        if not touched(line):
            yield Problem(
                f"line.{line.number}",
                _("Nothing changes for %(service)s. Choose what you want to change.")
                % {"service": line.service},
            )
        before = line.current_offering_version
        if before is not None and not change_allowed(before, line.offering_version):
            yield Problem(
                f"line.{line.number}.offering",
                _("%(before)s cannot become %(after)s. Choose one of the offered services.")
                % {"before": before.name, "after": line.offering_version.name},
            )
        yield from licence_problems(document, line, on=on)


def licence_problems(document: Document, line: Line, *, on: datetime.date) -> Iterator[Problem]:
    """A decrease below what is in use is refused, naming who uses them (rule 46)."""
    if line.quantity >= (line.quantity_before or 0):
        return
    offering = line.offering_version.offering
    holders = list(licence_holders(customer_id=document.customer_id, offering=offering, on=on))
    uses = licence_use(customer_id=document.customer_id, on=on)
    total = sum(use.total for use in uses if use.offering.pk == offering.pk)
    used = sum(use.used for use in uses if use.offering.pk == offering.pk)
    left = total - (line.quantity_before or 0) + line.quantity
    if used > left:
        yield Problem(
            f"line.{line.number}.quantity",
            _("%(used)s licences are in use, by %(users)s. Keep at least that many.")
            % {
                "used": used,
                "users": ", ".join(
                    str(h.configuration.get("user_name") or h.service) for h in holders[:20]
                ),
            },
        )
