"""Numbers of the demonstration that come from another operator, and one that leaves."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from accounts.clock import day_of
from demo.companies import number_at
from demo.repertoire import Repertoire
from demo.stories import Story
from macd import operations
from macd.operations import PortOut
from macd.plan import next_staffed_day
from macd.porting import PortState
from macd.vocabulary import FilePurpose, Kind
from services.numbers import numbers_of
from services.parameters import parameter

DONOR = "Telefonie Noordzee"
MANDATE = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def coming(told: Repertoire, short: str, *, days_ago: int) -> Story:
    """A number of another operator at the second office, signed and sealed."""
    office = told.estate.offices[told.second]
    story = told.begin(days_ago=days_ago).open(Kind.ADD, offerings=["single-number"], office=office)
    said = {"numbers": number_at(office, short), "operator": DONOR, "account": "K-448120"}
    story.wish({f"line.1.port.{part}": value for part, value in said.items()})
    operations.attach_file(
        document=story.document,
        purpose=FilePurpose.MANDATE,
        name="mandate.pdf",
        content=MANDATE,
        by=story.by(told.company.people["requester"]),
        at=story.at,
    )
    return story.until_signed()


def _record(story: Story, *states: PortState, **facts: Any) -> None:
    for state in states:
        last: dict[str, Any] = facts if state == states[-1] else {}
        operations.advance_port(
            document=story.document,
            number=1,
            to=state,
            by=story.by(story.staff.operations),
            at=story.later().at,
            **last,
        )


def confirmed(told: Repertoire) -> None:
    """Asked of the other operator, which gave a day."""
    story = coming(told, "0310", days_ago=9)
    on = day_of(told.now)
    quiet = parameter("quiet_periods", on=on)
    day = next_staffed_day((story.document.committed_on or on) + timedelta(days=2), quiet)
    checked, asked = PortState.CHECKED, PortState.REQUESTED
    _record(story, checked, asked, PortState.CONFIRMED, on=max(day, next_staffed_day(on, quiet)))


def refused(told: Repertoire) -> None:
    """The customer number was another one: the customer corrects it."""
    story = coming(told, "0320", days_ago=8)
    checked, asked = PortState.CHECKED, PortState.REQUESTED
    _record(story, checked, asked, PortState.REFUSED, refusal="account_wrong")


def leaving(told: Repertoire) -> None:
    """Another operator asks for the hundred numbers: a stop of the range is proposed."""
    number = numbers_of(told.estate.service("number-range")).first()
    if number is None:
        return
    story = told.begin(days_ago=1)
    operations.report_port_out(
        number=number,
        told=PortOut(operator=DONOR, on=day_of(told.now) + timedelta(days=14), done=False),
        by=story.by(told.staff.operations),
        at=story.at,
    )


EVERYDAY: tuple[Callable[[Repertoire], None], ...] = (refused,)
RARE: tuple[Callable[[Repertoire], None], ...] = (confirmed, leaving)
