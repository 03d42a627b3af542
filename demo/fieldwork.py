"""Visits and deliveries of the demonstration: today's, planned, failed, and what came of them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.clock import BRUSSELS, day_of
from demo.repertoire import Repertoire
from demo.stories import Story
from macd import operations
from macd.models import Appointment
from macd.operations import Crew
from macd.vocabulary import Kind, LineStep
from services.calendar import add_business_days, next_business_day

WIFI = {"line.1.quantity": "2", "line.1.desired.network_name": "office"}
ROOM = {"line.1.desired.model": "Room Kit 2"}


def delivering(
    told: Repertoire, offering: str, office: str, values: dict[str, Any], *, promised: date
) -> Story:
    """An addition with a visit, signed and sealed a while ago."""
    story = told.begin(days_ago=45).open(
        Kind.ADD, offerings=[offering], office=told.estate.offices[office]
    )
    story.wish(values, days=0).send().review().later(days=1)
    return story.complete(promised=promised).approve().later(days=1).sign().seal()


def visit(
    story: Story, day: date, half: str, *, at: datetime, crew: Crew | None = None, **facts: Any
) -> Appointment:
    """Operations plans a visit to the office of a story."""
    values = {"purpose": "install", "by": story.by(story.staff.operations), **facts}
    return operations.plan_visit(
        document=story.document,
        office_id=story.document.office_id or 0,
        day=day,
        half=half,
        crew=crew or Crew(),
        at=at,
        **values,
    )


def _days(told: Repertoire) -> tuple[date, date, date]:
    """Today or the next working day, the one after it, and one next week."""
    first = next_business_day(day_of(told.now))
    return first, add_business_days(first, 1), add_business_days(first, 6)


def visited_today(told: Repertoire) -> None:
    """Access points that are hung today; the technician is on the way."""
    today, _tomorrow, _later = _days(told)
    story = delivering(told, "wifi-access-point", told.first, WIFI, promised=today)
    technician = told.staff.technicians[0 if told.company.customer.language == "nl" else 1]
    note = {"nl": "Ladder meenemen.", "fr": "Prendre une échelle."}
    crew = Crew(frozenset({technician.pk}))
    words = note.get(told.company.customer.language, "")
    visit(story, today, "morning", at=told.now, crew=crew, note=words)


def visited_next(told: Repertoire) -> None:
    """A meeting room for which nobody is named yet."""
    _today, tomorrow, _later = _days(told)
    story = delivering(told, "uc-meeting-room", told.third, ROOM, promised=tomorrow)
    visit(story, tomorrow, "afternoon", at=told.now)


def nobody_there(told: Repertoire) -> None:
    """The technicians stood before a closed door: the customer's clock runs."""
    today, _tomorrow, _later = _days(told)
    day = next_business_day(today - timedelta(days=7))
    story = delivering(told, "wifi-access-point", told.second, WIFI, promised=day)
    at = datetime.combine(day, time(8, 5), BRUSSELS)
    planned = visit(story, day, "morning", at=at, crew=Crew(team_id=told.staff.crew.pk))
    operations.close_visit(
        visit=planned,
        outcome="failed",
        code="no_access",
        by=story.by(told.staff.operations),
        at=min(at + timedelta(hours=3), told.now),
    )


def delivered(told: Repertoire) -> None:
    """Installed, and now it is for the customer to say whether it is well."""
    today, _tomorrow, _later = _days(told)
    day = next_business_day(today - timedelta(days=4))
    story = delivering(told, "uc-meeting-room", told.first, ROOM, promised=day)
    at = datetime.combine(day, time(8, 20), BRUSSELS)
    by = story.by(told.staff.technicians[0])
    planned = visit(story, day, "morning", at=at, crew=Crew(frozenset({by.person_id})))
    story.at = min(at + timedelta(hours=3), told.now)
    story.line(
        1,
        LineStep.DELIVER,
        told.staff.technicians[0],
        serials=["RK2-2026-0117"],
        circuit_id="BE-GNT-004217",
    )
    operations.close_visit(visit=planned, outcome="done", by=by, at=story.at)


def moved_on(told: Repertoire) -> None:
    """Promised twice: the equipment comes later, and the visit with it."""
    _today, tomorrow, later = _days(told)
    story = delivering(told, "wifi-access-point", told.third, WIFI, promised=tomorrow)
    planned = visit(story, tomorrow, "morning", at=told.now, crew=_team(told))
    reason = {"nl": "De access points komen later toe.", "fr": "Le matériel arrive plus tard."}
    operations.move_visit(
        visit=planned,
        day=later,
        half="afternoon",
        reason=reason.get(told.company.customer.language, ""),
        by=story.by(told.staff.operations),
        at=told.now,
    )


def _team(told: Repertoire) -> Crew:
    return Crew(team_id=told.staff.crew.pk)


def surveyed(told: Repertoire) -> None:
    """Before anybody signs, somebody looks whether the cable can come in."""
    _today, _tomorrow, later = _days(told)
    story = told.begin(days_ago=3).open(
        Kind.ADD, offerings=["smartfit-internet-max"], office=told.estate.offices[told.fourth]
    )
    wanted = {"line.1.desired.download": "1000", "line.1.desired.upload": "500"}
    story.wish(wanted).send().review()
    visit(story, later, "morning", at=told.now, purpose="survey", by=story.by(story.manager))


def long_done(told: Repertoire) -> None:
    """Months of deliveries, on the promised day or after it, for who looks back."""
    quantities = (("52", 140, 0), ("54", 110, 4), ("56", 80, 0))
    for quantity, days_ago, late in quantities:
        story = told.change("uc-licence", days_ago=days_ago)
        story.wish({"line.1.quantity": quantity}).send().review().later(days=1)
        story.complete().approve().later(days=1).sign().seal()
        promised = story.document.committed_on or story.on
        at = datetime.combine(promised + timedelta(days=late), time(10), BRUSSELS)
        story.at = max(at, story.at)
        story.deliver(1)


EVERYDAY: tuple[Callable[[Repertoire], None], ...] = (visited_today, visited_next)
RARE: tuple[Callable[[Repertoire], None], ...] = (
    nobody_there,
    delivered,
    moved_on,
    surveyed,
    long_done,
)
