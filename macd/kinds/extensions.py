"""Extensions in a request: each rings one user of the company, asked for here or there already."""

import datetime
from collections.abc import Collection, Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from macd.kinds.problem import Problem
from macd.kinds.sight import Sight, sent_beside
from macd.models import Document, Line
from macd.vocabulary import Action
from macd.workflow import LINE_FINAL, LINE_UNDONE
from services.extensions import EXTENSION, TAKEN, extension_of, holders_of, named

# Who asks for it there is not told: not everybody of a company sees every request of it.
ASKED = gettext_lazy("Another request gives this extension already. Choose another one.")


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
            yield Problem(f"line.{line.number}.desired.{EXTENSION}", held[extension])
        elif extension:
            held[extension] = _taken_by(_name(line))


def why_taken(document: Document, line: Line, extension: str, *, on: datetime.date) -> str:
    """Why an item cannot be given an extension: who has it. Empty where it is free, or its own."""
    given = extension_of(line.offering_version, {EXTENSION: extension})
    if not given or given == extension_of(line.offering_version, line.current):
        return ""
    others = [each for each in document.lines.all() if each.number != line.number]
    held = {given_in(each): _taken_by(_name(each)) for each in others}
    return (held | _held(document, {given}, on=on)).get(given, "")


def why_undeliverable(document: Document, line: Line, *, on: datetime.date) -> str:
    """Why an item cannot be delivered: who got its extension since it was signed; else empty.

    Call with the customer's licences locked.
    """
    given = given_in(line)
    if not given:
        return ""
    going = (each for each in document.lines.all() if each.status not in LINE_UNDONE)
    held = holders_of({given}, customer_id=document.customer_id, on=on, but=_giving_up(going))
    if given not in held:
        return ""
    text = _(
        "%(name)s has the extension %(extension)s already. Give one of the two another one before"
        " item %(number)s is delivered."
    )
    return text % {"name": held[given], "extension": given, "number": line.number}


def given_in(line: Line) -> str:
    """The extension that a line gives; empty where it leaves it as it is (rule 47)."""
    if line.action not in (Action.ADD, Action.MODIFY):
        return ""
    given = extension_of(line.offering_version, line.desired)
    return "" if given == str(line.current.get(EXTENSION) or "") else given


def _held(document: Document, wanted: Collection[str], *, on: datetime.date) -> dict[str, str]:
    """Why these extensions cannot be given, by extension: somebody has it, or is given it by
    another request that was sent.

    Services that get another one here, or stop, give theirs up.
    """
    asked = sent_beside(document).exclude(status__in=sorted(LINE_FINAL))
    asked = asked.filter(**{f"desired__{EXTENSION}__in": list(wanted)})
    asked = asked.select_related("offering_version__offering")
    coming = {given: str(ASKED) for line in asked if (given := given_in(line))}
    but = _giving_up(document.lines.all())
    having = holders_of(wanted, customer_id=document.customer_id, on=on, but=but)
    return coming | {extension: _taken_by(name) for extension, name in having.items()}


def _giving_up(lines: Iterable[Line]) -> list[int]:
    """The services that have another extension after these lines, or none."""
    return [line.service_id for line in lines if line.service_id and _gives_up(line)]


def _taken_by(name: str) -> str:
    return str(TAKEN) % {"name": name}


def _gives_up(line: Line) -> bool:
    """Whether the service of a line has another extension afterwards, or none."""
    if line.action == Action.DELETE:
        return True
    changes = line.desired.get(EXTENSION) != line.current.get(EXTENSION)
    return line.action == Action.MODIFY and changes


def _name(line: Line) -> str:
    return named(line.desired, otherwise=line.offering_version.name)
