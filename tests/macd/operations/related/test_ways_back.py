"""The way back of a temporary move."""

from datetime import date, timedelta

import pytest

from macd import operations, queries
from macd.kinds import problems_of
from macd.models import Document
from macd.vocabulary import Bond, Reminder, Side, Status, Step
from offices.models import Office, OfficeStatus
from outbox.models import Message
from services.inventory import services_on
from tests.macd import make

pytestmark = pytest.mark.usefixtures("system")
LAST = date(2026, 9, 30)


@pytest.fixture
def world():
    return make.world()


@pytest.fixture
def away(world):
    """Both services are at the other office until the end of September."""
    document = make.fill(world, make.move(world), **{"planning.until": LAST.isoformat()})
    return make.delivered(world, document)


def at(days_before):
    return make.AT.replace(year=LAST.year, month=LAST.month, day=LAST.day) - timedelta(
        days=days_before
    )


def test_rule_36_the_way_back_is_drafted_a_month_before(world, away):
    """Up to 30 September at the other office: on 31 August the way back is drafted and asked."""
    assert operations.draft_ways_back(at=at(31)) == 0
    assert operations.draft_ways_back(at=at(30)) == 1
    back = Document.objects.get(bound_to=away)
    assert (back.bond, back.status, back.requested_on) == (
        Bond.BACK,
        Status.DRAFT,
        LAST + timedelta(days=1),
    )
    assert (back.office, back.to_office) == (world.elsewhere, world.office)
    there = services_on(customer_id=world.customer.pk, on=make.TODAY, office=world.elsewhere)
    moved = {line.service_id for line in back.lines.all()}
    assert moved == {period.service_id for period in there}
    assert back.events.get(step=Reminder.WAY_BACK).facts["other"] == away.number
    told = {message.recipient for message in make.messages(back, "mail")}
    assert len(told) == 2


def test_rule_36_the_old_office_stays_open_for_the_way_back(world, away):
    """A temporary move leaves its office empty, and does not close it."""
    assert away.status == Status.COMPLETED
    assert Office.objects.get(pk=world.office.pk).status == OfficeStatus.ACTIVE


def test_rule_36_the_way_back_is_complete_after_its_own_answers(world, away):
    operations.draft_ways_back(at=at(30))
    back = make.owed(world, queries.whole(Document.objects.get(bound_to=away).pk), Side.CUSTOMER)
    assert problems_of(back, on=at(30).date()) == []
    sites = {s.name: s.data for s in back.sections.all()}["sites"]
    assert sites["old_contact_name"] == make.WORDS["contact_name"]


def test_it_is_drafted_once_and_anew_where_time_ended_it(world, away):
    assert [operations.draft_ways_back(at=at(n)) for n in (30, 29)] == [1, 0]
    back = Document.objects.get(bound_to=away)
    make.step(world, back, Step.EXPIRE, None)
    assert operations.draft_ways_back(at=at(28)) == 1
    assert Document.objects.filter(bound_to=away, status=Status.DRAFT).count() == 1


@pytest.mark.parametrize("sent", [False, True])
def test_rule_36_who_throws_the_way_back_away_stays_there(world, away, sent):
    """Thrown away as a draft, or withdrawn once it was sent: it is not drafted anew."""
    operations.draft_ways_back(at=at(30))
    back = queries.whole(Document.objects.get(bound_to=away).pk)
    if sent:
        back = make.step(world, make.owed(world, back, Side.CUSTOMER), Step.SUBMIT, world.requester)
        make.step(world, back, Step.WITHDRAW, world.requester, note="We like it here.")
    else:
        make.step(world, back, Step.DISCARD, world.requester)
    assert operations.draft_ways_back(at=at(28)) == 0


def test_what_stays_for_good_or_is_over_has_no_way_back(world, away):
    assert operations.draft_ways_back(at=at(-1)) == 0
    other = make.world()
    make.delivered(other, make.move(other))
    assert operations.draft_ways_back(at=at(-1)) == 0
    assert not Document.objects.filter(bond=Bond.BACK).exists()


def overstayed(away):
    return away.events.filter(step=Reminder.OVERSTAYED)


def test_rule_36_past_the_last_day_the_account_manager_is_told_once(world, away):
    """30 September is over and the way back was never sent: the account manager hears of it."""
    operations.draft_ways_back(at=at(30))
    operations.remind(at=at(0))
    assert not overstayed(away).exists()
    for days in (-1, -2):
        operations.remind(at=at(days))
    event = overstayed(away).get()
    assert event.facts["on"] == LAST.isoformat()
    told = Message.objects.filter(channel="mail", payload__event=event.pk)
    assert {row.recipient_id for row in told} == {world.manager.pk}


@pytest.mark.parametrize("decided", [Step.SUBMIT, Step.DISCARD])
def test_nobody_is_told_where_the_way_back_is_sent_or_not_wanted(world, away, decided):
    operations.draft_ways_back(at=at(30))
    back = make.owed(world, queries.whole(Document.objects.get(bound_to=away).pk), Side.CUSTOMER)
    make.step(world, back, decided, world.requester)
    operations.remind(at=at(-1))
    assert not overstayed(away).exists()
