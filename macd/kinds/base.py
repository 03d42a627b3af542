"""What every kind answers: its fields, the lines it makes, what contradicts, what is missing."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext as _

from macd.conflicts import conflicts_of
from macd.kinds.extensions import extension_problems
from macd.kinds.fields import COMMON, Field
from macd.kinds.numbers import Rows
from macd.kinds.problem import Problem
from macd.kinds.sight import Sight
from macd.kinds.urgency import AFTER_HOURS, OVERRIDE, URGENT, URGENT_REASON, date_problems
from macd.leaving import refused_growth
from macd.models import Document, Line
from macd.vocabulary import Action, Decision, Kind, SectionName, Side
from offices.models import Office
from services.configuration import quantity_problem, validate_configuration
from services.models import OfferingVersion, Service, ServicePeriod


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a document is started with, before it has lines."""

    office: Office | None = None
    to_office: Office | None = None
    periods: Sequence[ServicePeriod] = ()
    offerings: Sequence[OfferingVersion] = ()
    # The numbers that the services use now, by service, where they were read already.
    numbers: Rows | None = None
    # The service at the new office that takes over from the one that is decided about.
    replaced_by: Service | None = None


DAYS = (URGENT, URGENT_REASON, AFTER_HOURS, OVERRIDE)


class KindRules:
    """The rules of one kind; a subclass adds its own to those of every kind."""

    kind: ClassVar[Kind]
    fields: ClassVar[tuple[Field, ...]] = COMMON
    # Whether finance is the second approver, and whether time alone may close a document.
    finance_decides: ClassVar[bool] = False
    may_lapse: ClassVar[bool] = True
    # Whether it always gives a customer more, so that it stops while the customer leaves.
    grows: ClassVar[bool] = False
    # Whether services go from one office to another, perhaps for a time, or to two places.
    relocates: ClassVar[bool] = False
    # Whether two requests of this kind can be put together.
    joins: ClassVar[bool] = True
    # Whether what is asked for one office can be copied to others.
    copies: ClassVar[bool] = False

    def lines(self, wanted: Wanted) -> list[Line]:
        """The unsaved lines that a new document of this kind starts with, numbered from 1."""
        raise NotImplementedError

    def field(self, path: str) -> Field | None:
        """The field that ``path`` names, or None."""
        return next((field for field in self.fields if field.path == path), None)

    def fields_for(self, document: Document) -> tuple[Field, ...]:
        """The fields that this document has; fewer than the kind's where some make no sense."""
        return self.fields

    def problems(self, document: Document, *, on: datetime.date) -> Iterator[Problem]:
        """What contradicts the rules on a day; each message says what to do."""
        yield from self.found(Sight(document, on=on))

    def found(self, sight: Sight) -> Iterator[Problem]:
        """The same of what was read already; however many lines, it asks no more of the tables."""
        document = sight.document
        if not any(line.action != Action.NO_CHANGE for line in sight.lines):
            yield Problem("lines", _("Add at least one service to this request."))
        yield from date_problems(sight)
        yield from _place_problems(sight)
        yield from growth_problems(document, always=self.grows)
        for line in sight.lines:
            yield from self.line_problems(sight, line)
        yield from extension_problems(sight)
        for line, other in conflicts_of(document, sight.lines):
            yield Problem(
                f"line.{line.number}",
                _("%(other)s is already open on %(service)s. Withdraw one of the two, or wait.")
                % {"other": other, "service": line.service},
            )

    def line_problems(self, sight: Sight, line: Line) -> Iterator[Problem]:
        """What contradicts the rules in one line."""
        if line.action in (Action.ADD, Action.MODIFY):
            yield from self._configuration_problems(line)

    def _configuration_problems(self, line: Line) -> Iterator[Problem]:
        """Only what changes is validated, what is emptied too; untouched installed values never
        are (rule 47)."""
        same = line.offering_version_id == line.current_offering_version_id
        only = (
            {
                code
                for code in {*line.current, *line.desired}
                if line.desired.get(code) != line.current.get(code)
            }
            if same
            else None
        )
        wrong = validate_configuration(line.offering_version, line.desired, only=only)
        for code, message in wrong.items():
            yield Problem(f"line.{line.number}.desired.{code}", message)
        if wrong_quantity := quantity_problem(line.offering_version, line.quantity):
            yield Problem(f"line.{line.number}.quantity", wrong_quantity)

    def effective_on(self, document: Document, *, on: datetime.date) -> datetime.date | None:
        """The day from which it counts where that is not simply the day wanted, else None."""
        return None

    def missing(self, document: Document, *, side: Side | None = None) -> Iterator[Problem]:
        """Required fields without a value, by section and side (rule 11)."""
        if side is None:
            yield from self._held_credit(document)
        for field in self.fields_for(document):
            if side is not None and field.owner != side:
                continue
            if self.is_required(document, field) and unanswered(field, value_of(document, field)):
                yield Problem(
                    field.path,
                    _("Fill in “%(field)s”.") % {"field": field.label},
                    field.section.value,
                    field.owner,
                )

    def _held_credit(self, document: Document) -> Iterator[Problem]:
        """While invoices are open nothing that costs more a month is approved (rule 25)."""
        if document.customer.credit_hold and increases(document):
            message = _("%(customer)s has open invoices. What costs more a month waits for them.")
            yield Problem(
                "credit_hold",
                message % {"customer": document.customer},
                SectionName.PRICES.value,
                Side.PROVIDER,
            )

    def shape(self, document: Document, lines: Sequence[Line]) -> None:
        """Put on the lines, unsaved, what the sections say about them, such as their days."""

    def is_required(self, document: Document, field: Field) -> bool:
        """Whether this document must have a value in ``field``.

        An order number is asked of what costs more a month, never of a stop or a decrease (25).
        """
        if field.code == "po_number":
            return document.customer.po_number_required and increases(document)
        return field.required


def increases(document: Document) -> bool:
    """Whether it costs the customer more a month; a move at its price does not (rule 25)."""
    return (document.monthly_difference or Decimal(0)) > 0


def growth_problems(document: Document, *, always: bool) -> Iterator[Problem]:
    """Rule 59: nothing is added, moved or increased while an accepted notice runs."""
    for what in refused_growth(document, always=always):
        yield Problem("lines", what)


def _place_problems(sight: Sight) -> Iterator[Problem]:
    """A service that is named is installed, active or suspended, where the line says (rule 4)."""
    for line in sight.lines:
        if line.service_id is None:
            continue
        period = sight.installed.get(line.service_id)
        if period is None:
            message = _("%(service)s is not installed. Take it out of this request.")
        elif period.office_id != line.place_from_id:
            message = _("%(service)s is installed at another office. Take it out of this request.")
        else:
            continue
        yield Problem(f"line.{line.number}", message % {"service": line.service})


def value_of(document: Document, field: Field) -> object:
    """The value a document has in a field: from its column, else from its section."""
    if field.column:
        value = getattr(document, field.column)
        return value.isoformat() if isinstance(value, datetime.date) else value
    return next(
        (s.data.get(field.code) for s in document.sections.all() if s.name == field.section), None
    )


def unanswered(field: Field, value: object) -> bool:
    """Whether a field still waits for its answer; what is to be confirmed waits for a yes."""
    return value in (None, "") or (field.type == "flag" and not value)


def visits(document: Document) -> bool:
    """Whether a technician goes there for any line, so that contacts and access are needed."""
    return any(
        line.offering_version.site_visit and line.action in (Action.ADD, Action.MODIFY)
        for line in document.lines.all()
    )


def starts_anew(line: Line) -> bool:
    """Whether settings are chosen in a line; what only goes elsewhere keeps its own."""
    starts = line.action in (Action.ADD, Action.MODIFY)
    return starts and line.decision in ("", Decision.REPLACE)
