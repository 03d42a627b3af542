"""Which stories the demonstration tells: every kind, and every status at least once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from accounts.clock import BRUSSELS, day_of
from accounts.standing import standing_of
from accounts.tenancy import as_system
from audit import chain
from demo.companies import Estate
from demo.people import Company, Staff
from demo.stories import Story
from demo.words import NEW_ADDRESS, NOTES
from finance.operations import give_notice
from macd.operations import add_comment
from macd.vocabulary import Audience, Kind, LineStep, Step
from offices.operations import open_planned_office


class Repertoire:
    """All stories of one company, told on the day ``now``."""

    def __init__(self, staff: Staff, company: Company, estate: Estate, now: datetime) -> None:
        self.staff, self.company, self.estate, self.now = staff, company, estate, now
        self.notes = NOTES.get(company.customer.language, NOTES["nl"])
        self.first, self.second, self.third, self.fourth, self.fifth, *_free = estate.offices

    def begin(self, *, days_ago: int) -> Story:
        """A story that starts so many days ago, in office hours."""
        day = day_of(self.now) - timedelta(days=days_ago)
        at = datetime(day.year, day.month, day.day, 9, 15, tzinfo=BRUSSELS)
        return Story(self.staff, self.company, self.estate, min(at, self.now), self.now)

    def change(self, offering: str, office: str = "", *, days_ago: int) -> Story:
        """A draft that changes one service."""
        return self.begin(days_ago=days_ago).open(
            Kind.CHANGE,
            services=[self.estate.service(offering, office)],
            office=self.estate.offices.get(office),
        )

    # -- one method a story -----------------------------------------------------------------

    def completed_change(self) -> None:
        """More licences, done."""
        story = self.change("uc-licence", days_ago=60).wish({"line.1.quantity": "60"})
        story.until_signed().later(days=5).deliver(1)

    def completed_add(self) -> None:
        """Phones, done."""
        story = self.begin(days_ago=90).open(
            Kind.ADD, offerings=["desk-phone"], office=self.estate.offices[self.third]
        )
        story.wish({"line.1.quantity": "3", "line.1.desired.model": "IP-40"})
        story.until_signed().later(days=20).deliver(1)

    def draft(self) -> None:
        """Something that was begun yesterday."""
        self.change("smartfit-internet-plus", self.second, days_ago=1).fill(
            {"line.1.offering": "smartfit-internet-extra", "line.1.desired.download": "500"}
        )

    def submitted(self) -> None:
        """Sent this morning."""
        story = self.change("mobile-l", days_ago=0)
        story.wish({"line.1.desired.data_limit": "100"}).send()

    def in_review(self) -> None:
        """Being completed, with a suggestion, a remark and an internal word."""
        story = self.change("smartfit-internet-plus", self.third, days_ago=4)
        story.wish({"line.1.offering": "smartfit-internet-extra", "line.1.desired.download": "500"})
        story.send().review()
        later = (story.document.requested_on or story.on) + timedelta(days=7)
        story.fill({"request.requested_on": later.isoformat()}, by=story.manager)
        self._say(story, Audience.SHARED, self.notes["price"])
        self._say(story, Audience.INTERNAL, self.notes["internal"])

    def _say(self, story: Story, audience: Audience, text: str) -> None:
        shared = audience == Audience.SHARED
        person = self.company.people["requester"] if shared else story.manager
        add_comment(
            document=story.document,
            audience=audience,
            text=text,
            by=story.by(person),
            at=story.at,
        )

    def awaiting_customer(self) -> None:
        """A question that waits for its answer."""
        story = self.change("firewall-managed", self.first, days_ago=6)
        story.wish({"line.1.desired.remote_users": "40"}).send().review()
        story.take(Step.ASK, story.manager, note=self.notes["ask"])

    def awaiting_signature(self) -> None:
        """An addition that waits for the signatory, started by the account manager."""
        story = self.begin(days_ago=5).open(
            Kind.ADD,
            offerings=["wifi-guest"],
            office=self.estate.offices[self.first],
            as_staff=True,
        )
        story.wish({"line.1.desired.network_name": "guest", "line.1.desired.policy": "strict"})
        story.send().complete().approve().preview()

    def in_delivery(self) -> None:
        """A stop that is planned."""
        story = self.begin(days_ago=12).open(
            Kind.DELETE,
            services=[self.estate.service("backup-4g", self.second)],
            office=self.estate.offices[self.second],
        )
        story.wish(days=30).until_signed()

    def overdue(self) -> None:
        """An access that was promised for the day before yesterday."""
        story = self.change("vdsl-office", self.fourth, days_ago=25)
        story.wish(
            {
                "line.1.offering": "smartfit-internet-plus",
                "line.1.desired.download": "100",
            },
            days=0,
        )
        promised = day_of(self.now) - timedelta(days=2)
        story.send().review().complete(promised=promised).approve().sign().seal()

    def move(self) -> None:
        """An office moves; its account manager completes the request."""
        story = self.begin(days_ago=3)
        new = open_planned_office(
            customer_id=self.company.customer.pk, at=story.at, **NEW_ADDRESS[self.fifth]
        )
        old = self.estate.offices[self.fifth]
        services = [s for _code, place, s in self.estate.services if place == self.fifth]
        story.open(Kind.MOVE, services=services, office=old, to_office=new)
        story.wish({"planning.overlap_days": "2"}, days=5).send().review()

    def conflict(self) -> None:
        """Two requests on one service: one sent, one still a draft."""
        service = self.estate.service("sip-trunk")
        for channels, send in (("40", True), ("60", False)):
            story = self.begin(days_ago=2).open(
                Kind.CHANGE, services=[service], office=self.estate.offices[self.first]
            )
            story.wish({"line.1.desired.channels": channels})
            if send:
                story.send().review()

    # -- rare and final statuses, told once -------------------------------------------------

    def awaiting_company(self) -> None:
        """A colleague has to agree first."""
        story = self.change("mobile-m", days_ago=1).wish({"line.1.desired.data_limit": "40"})
        story.take(Step.ASK_COLLEAGUE, self.company.people["requester"])

    def awaiting_second_approval(self) -> None:
        """A dedicated fibre is a lot of money."""
        story = self.begin(days_ago=7).open(
            Kind.ADD,
            offerings=["fibre-dedicated", "ip-vpn", "firewall-cloud"],
            office=self.estate.offices[self.second],
        )
        story.wish(
            {"line.1.desired.download": "1000", "line.1.desired.upload": "1000"}
        ).send().review().complete().approve()

    def signed(self) -> None:
        """Signed a moment ago; the workers seal it as soon as they start."""
        story = self.change("uc-queue", days_ago=1).wish({"line.1.desired.agents": "8"})
        story.send().review().complete().approve().sign()

    def on_hold(self) -> None:
        """Waiting for a landlord."""
        story = self.begin(days_ago=9).open(
            Kind.ADD, offerings=["uc-meeting-room"], office=self.estate.offices[self.second]
        )
        story.wish({"line.1.desired.model": "Room Kit 2"}).send().review()
        story.take(Step.HOLD, story.manager, note=self.notes["landlord"], ball="customer")

    def withdrawal_requested(self) -> None:
        """Signed, and then not wanted any more."""
        story = self.change("wifi-access-point", self.second, days_ago=10)
        story.wish({"line.1.quantity": "5"}, days=20).until_signed()
        story.take(Step.WITHDRAW, self.company.people["requester"], note=self.notes["reason"])

    def withdrawing(self) -> None:
        """The same, accepted."""
        story = self.change("wifi-access-point", self.first, days_ago=14)
        story.wish({"line.1.quantity": "8"}, days=20).until_signed()
        story.take(Step.WITHDRAW, self.company.people["requester"], note=self.notes["reason"])
        story.take(Step.GRANT_WITHDRAWAL, story.manager)

    def partial(self) -> None:
        """Two additions of which one could not be delivered."""
        story = self.begin(days_ago=80).open(
            Kind.ADD,
            offerings=["desk-phone", "switch-poe"],
            office=self.estate.offices[self.second],
        )
        story.wish(
            {"line.1.desired.model": "IP-40", "line.2.desired.model": "PoE-24"}
        ).until_signed().later(days=10)
        story.deliver(1)
        story.line(2, LineStep.FAIL, self.staff.operations, note=self.notes["impossible"])

    def failed(self) -> None:
        """A change that could not be delivered."""
        story = self.change("backup-4g", self.first, days_ago=70)
        story.wish({"line.1.desired.data_limit": "100"}).until_signed().later(days=3)
        story.line(1, LineStep.FAIL, self.staff.operations, note=self.notes["impossible"])

    def rejected(self) -> None:
        """Sent twice by mistake."""
        story = self.change("data-pool", days_ago=40).wish({"line.1.desired.data_limit": "300"})
        story.send().take(Step.REJECT, story.manager, note=self.notes["twice"])

    def cancelled(self) -> None:
        """Withdrawn before anybody signed."""
        story = self.change("data-pool", days_ago=35).wish({"line.1.desired.data_limit": "400"})
        story.send().take(
            Step.WITHDRAW, self.company.people["requester"], note=self.notes["reason"]
        )

    def expired(self) -> None:
        """A draft that nobody came back to."""
        self.change("data-pool", days_ago=50).later(days=32).take(Step.EXPIRE, None)


EVERYDAY: tuple[Callable[[Repertoire], None], ...] = (
    Repertoire.completed_change,
    Repertoire.completed_add,
    Repertoire.draft,
    Repertoire.submitted,
    Repertoire.in_review,
    Repertoire.awaiting_customer,
    Repertoire.awaiting_signature,
    Repertoire.in_delivery,
    Repertoire.overdue,
    Repertoire.move,
    Repertoire.conflict,
)
RARE: tuple[Callable[[Repertoire], None], ...] = (
    Repertoire.awaiting_company,
    Repertoire.awaiting_second_approval,
    Repertoire.signed,
    Repertoire.on_hold,
    Repertoire.withdrawal_requested,
    Repertoire.withdrawing,
    Repertoire.partial,
    Repertoire.failed,
    Repertoire.rejected,
    Repertoire.cancelled,
    Repertoire.expired,
)


def tell(repertoire: Repertoire, stories: tuple[Callable[[Repertoire], None], ...]) -> None:
    """Tell stories one after the other, each in its own transaction."""
    for story in stories:
        with as_system():
            story(repertoire)
        with as_system():
            chain.extend()


def leave(company: Company, *, at: datetime) -> None:
    """The third company gives notice."""
    person = company.people["requester"]
    give_notice(
        customer=company.customer,
        person=person,
        by=standing_of(person, on=day_of(at)),
        at=at,
        sure=True,
    )
