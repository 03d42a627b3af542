"""Numbers that come from another operator with a new service: what must be known (rule 41)."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd import voice
from macd.kinds.problem import Problem
from macd.kinds.sight import Sight, sent_beside
from macd.models import Document, Line
from macd.vocabulary import Action, FilePurpose, SectionName, Side
from offices.zones import zone_of_number
from services.models import Family
from services.numbers import overlapping, shown_span

SAY_NUMBER_GIVEN = gettext_lazy("Say which number was given: without it, a number is not there.")
# What numbers can ring on.
PORTABLE = (Family.SIP, Family.NUMBERS, Family.MOBILE)
Span = tuple[str, int]


def takes_numbers(line: Line) -> bool:
    """Whether numbers of another operator can come with a line: with a new service that rings."""
    new = line.action == Action.ADD and not line.decision
    return new and line.offering_version.offering.family in PORTABLE


def misses_number(line: Line) -> bool:
    """Whether a line starts a number that is not known: none was given, and none comes over.

    A number is given out at the latest with its delivery; one that comes from another operator
    may be on its way then (docs/adr/0018).
    """
    new = line.action == Action.ADD and not line.decision
    known = bool(line.numbers or spans_of(line))
    return new and not known and line.offering_version.offering.family == Family.NUMBERS


def spans_of(line: Line) -> dict[str, int]:
    """The numbers that come over, each with how many follow each other from there."""
    spans: dict[str, int] = line.port_in.get("numbers") or {}
    return spans


def port_problems(sight: Sight) -> Iterator[Problem]:
    """What is still to be said of the numbers that come over, and what cannot be."""
    coming = [line for line in sight.lines if line.port_in]
    if not coming:
        return
    ours = _ours(coming)
    asked = [*sent_beside(sight.document).filter(port_in__has_key="numbers"), *coming]
    for line in coming:
        yield from _unsaid(line)
        for e164, size in spans_of(line).items():
            message = ""
            if any(_meet((e164, size), span) for span in ours):
                message = _("%(number)s is with us already.")
            elif _asked_twice(line, (e164, size), asked):
                message = _("%(number)s is asked for in another item or request already.")
            if message:
                yield _problem(line, "numbers", message % {"number": shown_span(e164, size)})
        yield from _zone_problems(line)


def _unsaid(line: Line) -> Iterator[Problem]:
    for code, message in (
        ("numbers", _("Say which numbers come over.")),
        ("operator", _("Say with which operator the numbers are now.")),
        ("account", str(voice.SAY_NUMBER_THERE)),
    ):
        if not line.port_in.get(code):
            yield _problem(line, code, message)
    if not takes_numbers(line):
        yield _problem(line, "numbers", _("No numbers can come with this service."))


def _problem(line: Line, code: str, message: str) -> Problem:
    return Problem(f"line.{line.number}.port.{code}", message)


def _ours(coming: Iterable[Line]) -> list[Span]:
    """What of these numbers is in use here."""
    spans = {e164: size for line in coming for e164, size in spans_of(line).items()}
    return [(row.e164, row.range_size) for row in overlapping(spans)]


def _asked_twice(line: Line, span: Span, asked: Iterable[Line]) -> bool:
    return any(
        _meet(span, other) for each in asked if each != line for other in spans_of(each).items()
    )


def _meet(one: Span, other: Span) -> bool:
    """Whether two ranges have a number in common."""
    (first, size), (begin, count) = (int(one[0][1:]), one[1]), (int(other[0][1:]), other[1])
    return first < begin + count and begin < first + size


def _zone_problems(line: Line) -> Iterator[Problem]:
    """A number of a zone works at an office of that zone, or staff say why elsewhere (rule 30)."""
    if line.place_to is None or line.port_in.get("reason"):
        return
    for e164, size in spans_of(line).items():
        zone = zone_of_number(e164)
        if zone and zone != line.place_to.telephone_zone:
            facts = {"number": shown_span(e164, size), "zone": zone, "office": line.place_to}
            yield _problem(line, "numbers", str(voice.OTHER_ZONE) % facts)


def mandate_missing(document: Document) -> Iterator[Problem]:
    """Before approval the signed mandate is there (rule 41)."""
    if not any(spans_of(line) for line in document.lines.all()):
        return
    if not document.attachments.filter(purpose=FilePurpose.MANDATE).exists():
        yield Problem(
            "files",
            _("Add the mandate to take over the numbers, signed by whose numbers they are."),
            SectionName.NUMBERS.value,
            Side.CUSTOMER,
        )


def has_ports(lines: Iterable[Line]) -> bool:
    """Whether numbers come over with any of these lines."""
    return any(spans_of(line) for line in lines)
