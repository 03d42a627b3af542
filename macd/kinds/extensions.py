"""Extensions in a request: each rings one user of the company, asked for here or there already."""

import datetime
from collections.abc import Collection, Iterator, Sequence

from macd.kinds.problem import Problem
from macd.kinds.sight import Sight, sent_beside
from macd.models import Document, Line
from macd.vocabulary import Action
from macd.workflow import LINE_FINAL
from services.extensions import EXTENSION, TAKEN, extension_of, holders_of, named


def extension_problems(sight: Sight) -> Iterator[Problem]:
    """The extensions that a request gives and that somebody has, or another item gives."""
    given = {line.number: given_in(line) for line in sight.lines}
    wanted = {extension for extension in given.values() if extension}
    if not wanted:
        return
    held = _held(sight.document, wanted, on=sight.on)
    for line in sight.lines:
        extension = given[line.number]
        if extension in held:
            message = str(TAKEN) % {"name": held[extension]}
            yield Problem(f"line.{line.number}.desired.{EXTENSION}", message)
        elif extension:
            held[extension] = _name(line)


def why_taken(document: Document, line: Line, extension: str, *, on: datetime.date) -> str:
    """Why an item cannot be given an extension: who has it. Empty where it is free, or its own."""
    given = extension_of(line.offering_version, {EXTENSION: extension})
    if not given or given == extension_of(line.offering_version, line.current):
        return ""
    others = [each for each in document.lines.all() if each.number != line.number]
    held = {given_in(each): _name(each) for each in others}
    held |= _held(document, {given}, on=on)
    return str(TAKEN) % {"name": held[given]} if given in held else ""


def given_in(line: Line) -> str:
    """The extension that a line gives; empty where it leaves it as it is (rule 47)."""
    if line.action not in (Action.ADD, Action.MODIFY):
        return ""
    given = extension_of(line.offering_version, line.desired)
    return "" if given == str(line.current.get(EXTENSION) or "") else given


def _held(document: Document, wanted: Collection[str], *, on: datetime.date) -> dict[str, str]:
    """Who has these extensions, or is given them by another request that was sent.

    Services that get another one here, or stop, give theirs up.
    """
    lines: Sequence[Line] = list(document.lines.all())
    but = [line.service_id for line in lines if line.service_id and _gives_up(line)]
    asked = sent_beside(document).exclude(status__in=sorted(LINE_FINAL))
    asked = asked.filter(**{f"desired__{EXTENSION}__in": list(wanted)})
    asked = asked.select_related("offering_version__offering")
    coming = {given: _name(line) for line in asked if (given := given_in(line))}
    return coming | holders_of(wanted, customer_id=document.customer_id, on=on, but=but)


def _gives_up(line: Line) -> bool:
    """Whether the service of a line has another extension afterwards, or none."""
    if line.action == Action.DELETE:
        return True
    changes = line.desired.get(EXTENSION) != line.current.get(EXTENSION)
    return line.action == Action.MODIFY and changes


def _name(line: Line) -> str:
    return named(line.desired, otherwise=line.offering_version.name)
