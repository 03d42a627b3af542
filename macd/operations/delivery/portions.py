"""Part of an item's quantity, delivered before the rest: what there is, works and is billed."""

from typing import Any

from django.utils.translation import gettext as _

from macd import policy
from macd.kinds import Problem
from macd.models import Document, Line
from macd.operations.delivery.fulfilling import fulfil, set_quantity
from macd.operations.delivery.outcomes import Words, assign, new_numbers
from macd.operations.recording import record_event
from macd.operations.steps.passing import ball_of_lines
from macd.refusals import Unsound
from macd.vocabulary import LineStatus
from macd.workflow import L


def part_of(line: Line, words: Words) -> int:
    """How many of an item are delivered now, where that is not all that is left; else nothing.

    Raises Unsound for a number that is none of what is left.
    """
    wanted = words.facts.get("quantity")
    left = line.quantity - line.delivered_quantity
    if wanted is None or wanted == left:
        return 0
    if not line.has_parts or not 0 < wanted < left:
        message = _("Of this item %(left)s are left to deliver.") % {"left": left}
        raise Unsound(message, problems=[Problem("quantity", message)])
    return int(wanted)


def deliver_part(document: Document, line: Line, row: L, words: Words, *, part: int) -> None:
    """Install some of an item on a day; the item goes on being planned for the rest.

    The first part starts the service with that quantity, each other one raises it. The customer
    is told, and accepts when all is there.
    """
    given = new_numbers(line, words)
    done = line.delivered_quantity + part
    values: dict[str, Any] = {
        "delivered_quantity": done,
        "new_service_id": install(document, line, words, quantity=done),
        "serials": [*line.serials, *(words.facts.get("serials") or ())],
        "circuit_id": words.facts.get("circuit_id") or line.circuit_id,
        "numbers": [*line.numbers, *given],
    }
    assign(line, values["new_service_id"], given)
    line.advance(to=LineStatus(line.status), at=words.at, **values)
    record_event(
        document=document,
        step=f"line_{row.step.value}",
        at=words.at,
        by=words.by,
        actor=policy.acts_as(words.by, row, document),
        tell=row.tell,
        from_status=line.status,
        to_status=line.status,
        line_number=line.number,
        note=words.note,
        facts={
            "part": part,
            "so_far": done,
            "of": line.quantity,
            "on": words.on.isoformat(),
            "ball": ball_of_lines(document.lines.all()).party,
        },
    )


def install(document: Document, line: Line, words: Words, *, quantity: int) -> str:
    """Bring what is installed of an item to a quantity; return the id of the service it started."""
    if line.delivered_quantity == 0:
        facts: dict[str, Any] = {"on": words.on, "by": words.by, "at": words.at}
        return fulfil(document, line, quantity=quantity, **facts)
    set_quantity(document, line, quantity=quantity, on=words.on, by=words.by, at=words.at)
    return line.new_service_id
