"""Numbers that come with an item: begun with its delivery, and whether they are here (rule 41)."""

from collections.abc import Iterable
from datetime import datetime

from macd.kinds.porting import spans_of
from macd.models import Line, NumberPort


def begin_ports(lines: Iterable[Line], *, at: datetime) -> None:
    """In delivery the numbers that come over are operations' to check."""
    NumberPort.objects.bulk_create(
        [
            NumberPort(customer_id=line.customer_id, line=line, updated_at=at)
            for line in lines
            if spans_of(line)
        ],
        ignore_conflicts=True,
    )


def port_of(line: Line) -> NumberPort | None:
    """How far the numbers of an item are; None where none come with it."""
    port: NumberPort | None = getattr(line, "port", None)
    return port


def port_open(line: Line) -> bool:
    """Whether numbers of an item are still with another operator."""
    port = port_of(line)
    return port is not None and not port.is_done
