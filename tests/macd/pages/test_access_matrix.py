"""Promise 8: every address × role × own or foreign × method, from the URL resolver itself.

What is expected stands here in words of its own, not in policy's: a table of who sees what.
"""

import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Person, StaffMembership, Team
from accounts.roles import CustomerRole, StaffRole
from accounts.tenancy import as_system
from finance.exports import start_export
from macd import operations, policy
from macd.models import Appointment, Document, Notification, Printout
from macd.policy.pages import PAGES, Who
from offices.models import MembershipOffice
from outbox.models import Message, Webhook, WebhookAttempt
from services.cancellation import open_case
from services.corrections import propose_correction
from services.imports.operations import upload_inventory
from services.jobs import work_on
from services.models import Job
from tests.accounts import make as people
from tests.macd import make
from tests.macd.forms_of import forms_of
from tests.services.selfservice import world as helping

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
COMPANY = (
    "requester", "signatory", "company_administrator", "fleet_administrator",
    "uc_administrator", "viewer", "partner",
)  # fmt: skip
STRANGERS = ("other_requester", "other_signatory", "other_manager")
STAFF = ("manager", "lead", "operations", "finance", "administrator", "auditor")
EVERYBODY = (*COMPANY, *STRANGERS, *STAFF)
# A method that an address does not take is refused before anybody looks who asks: nobody, and one
# of each side, are enough to see that.
ONE_OF_EACH = ("", "other_requester", "manager")
DESKS = {"manager", "lead", "other_manager"}
# Where others do something and an auditor reads what came of it.
READ_BY_AUDITORS = (Who.ADMINISTERED, Who.RECORDED, Who.WORDS, Who.WORK)

SEES = {
    "draft": {*COMPANY, "auditor"},
    "submitted": {*COMPANY, "auditor", "manager", "lead"},
    "signed": {*COMPANY, "auditor", "manager", "lead", "operations", "finance"},
    "place": {*COMPANY, *STAFF},
    "told": {"requester"},
    "printout": {"requester"},
    "visit": {"auditor", "manager", "lead", "operations", "finance"},
    "case": {*COMPANY, "finance", "auditor", "manager", "lead"} - {"partner"},
    "user": {"uc_administrator"},
    "sim": {"fleet_administrator"},
}
# What is not there before it is made answers 404 to those who see the document as well.
MADE_LATER = {
    "document_pdf", "document_picture", "document_preview", "document_file", "cancellation_letter",
    "cancellation_scan",
}  # fmt: skip
# An address that names a part which the document does not have, or has in another state only.
PARTS = {
    "document_line_step", "document_proposal", "document_line", "document_line_remove",
    "document_file_remove", "document_device", "document_overlap",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What somebody is shown at an address: the status, and the page where there is one."""

    status: int
    packed: bytes = b""

    @property
    def html(self) -> bytes:
        """The page; empty where there is none."""
        return zlib.decompress(self.packed) if self.packed else b""


@dataclass
class Matrix:
    """Everybody, and one of each thing."""

    people: dict[str, Person]
    numbers: dict[str, str]
    world: make.World
    case_id: str
    user_id: str
    sim_id: str
    visit_id: str
    correction_id: str
    owed: dict[str, int]
    printout_id: str
    membership_id: int
    import_id: str
    export_id: str
    clients: dict[str, Client] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    shown: dict[tuple[str, str], Shown] = field(default_factory=dict)

    def ids(self, name: str) -> str:
        """The id of the thing that an address is about."""
        own = {
            "office": str(self.world.office.public_id),
            "office_timeline": str(self.world.office.public_id),
            "sim": self.sim_id,
            "correction_decide": self.correction_id,
            "import": self.import_id,
            "export_file": self.export_id,
            "inventory_export": str(self.world.customer.public_id),
            "visit": self.visit_id,
            "printout": self.printout_id,
        }
        return own.get(name, self.sim_id if name.startswith("sim_") else self.case_id)

    def client(self, role: str) -> Client:
        """A browser in which this person is signed in; nobody for ''."""
        if role not in self.clients:
            self.clients[role] = Client(raise_request_exception=True)
            if role:
                self.clients[role].force_login(self.people[role])
            self.cookies[role] = self.clients[role].cookies.copy()
        # Some answers sign out; what they wrote is undone, their cookies have to be as well.
        self.clients[role].cookies = self.cookies[role].copy()
        return self.clients[role]

    def read(self, role: str, url: str) -> Shown:
        """What this person is shown; asked for once, as nothing that is done here lasts."""
        if (role, url) not in self.shown:
            client = self.client(role)
            with transaction.atomic():
                answer = client.get(url)
                transaction.set_rollback(True)
            is_page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
            page = zlib.compress(answer.content, 1) if is_page else b""
            self.shown[role, url] = Shown(answer.status_code, page)
        return self.shown[role, url]


@pytest.fixture
def undone(matrix):
    """The same, for a test that writes rows of its own."""
    with as_system():
        yield matrix
        transaction.set_rollback(True)


def assemble() -> Matrix:
    """Make a company with a request in three states, everybody, and another company."""
    world, other = make.world(), make.world()
    folk = {"requester": world.requester, "signatory": world.signatory}
    for role in COMPANY[2:]:
        folk[role] = people.membership(role, customer=world.customer).person
    folk |= {"other_requester": other.requester, "other_signatory": other.signatory}
    folk |= {"manager": world.manager, "other_manager": other.manager}
    folk |= {"operations": world.operations, "finance": world.finance}
    folk["auditor"] = people.staff(StaffRole.AUDITOR)
    folk["administrator"] = people.staff(StaffRole.ADMINISTRATOR, is_staff=True)
    folk["superuser"] = people.staff(StaffRole.ADMINISTRATOR, is_staff=True, is_superuser=True)
    folk["lead"] = people.staff(StaffRole.LEAD)
    team = Team.objects.create(name="Team", lead=folk["lead"])
    StaffMembership.objects.filter(person=world.manager).update(team=team)
    draft = make.change(world)
    signed = make.signed(make.replace_service(world))
    submitted = make.submitted(make.replace_service(world))
    case = open_case(customer_id=world.customer.pk, by=world.signatory, at=make.AT, channel="page")
    numbers = {"draft": draft.number, "submitted": submitted.number, "signed": signed.number}
    helped = helping.world(customer=world.customer)
    user = helping.installed_user(helped)
    sim = helping.installed(helped)
    batch = upload_inventory(
        customer_id=world.customer.pk,
        content=b"service_id;offering",
        name="inventory.csv",
        effective_on=make.TODAY,
        complete=False,
        person_id=world.operations.pk,
        at=make.AT,
    )
    visit = Appointment.objects.create(
        customer=world.customer,
        document=signed,
        office=world.office,
        day=make.TODAY,
        half="morning",
        created_at=make.AT,
        updated_at=make.AT,
    )
    correction = propose_correction(
        service=world.service,
        effective_on=make.TODAY,
        change={"set": {"recurring_price": "45"}},
        reason="Typed wrongly",
        person_id=world.operations.pk,
        at=make.AT,
    )
    return Matrix(
        folk,
        numbers,
        world,
        str(case.public_id),
        user.service_id,
        str(sim.public_id),
        str(visit.public_id),
        str(correction.public_id),
        told_of(submitted, world) | {"invitation": invited(world, folk["company_administrator"])},
        str(printed(submitted, world).public_id),
        folk["viewer"].memberships.get().pk,
        str(batch.public_id),
        str(exported(world).public_id),
    )


def exported(world: make.World) -> Job:
    """A sheet that was prepared for finance."""
    asked = start_export(
        what="desk",
        query={},
        count=1,
        person_id=world.finance.pk,
        language="en",
        at=make.AT,
    )
    return work_on(asked, at=make.AT)


def printed(document: Document, world: make.World) -> Printout:
    """A file that the requester asked for, not made yet."""
    by = world.by(world.requester)
    return operations.print_draft(document=document, by=by, at=make.AT)


def invited(world: make.World, keeper: Person) -> int:
    """Somebody from elsewhere whom the company's administrator invited."""
    invitation = operations.invite_colleague(
        customer=world.customer,
        email=people.person().email,
        name="Nele",
        language="nl",
        roles=["viewer"],
        scope="all",
        by=world.by(keeper),
        at=make.AT,
    )
    return invitation.pk


def told_of(document: Document, world: make.World) -> dict[str, int]:
    """What is owed to people and machines about a request, by the name that addresses give it."""
    told = Notification.objects.create(
        customer=world.customer,
        person=world.requester,
        event=document.events.latest("pk"),
        document=document,
        at=make.AT,
    )
    hook = Webhook.objects.create(
        name="Billing", url="https://203.0.113.1/", secret="whsec_AAAA", created_at=make.AT
    )
    attempt = WebhookAttempt.objects.create(
        webhook=hook, message=Message.objects.earliest("pk"), sequence=1, at=make.AT, milliseconds=1
    )
    return {
        "message": attempt.message_id,
        "notification": told.pk,
        "webhook": hook.pk,
        "attempt": attempt.pk,
    }


def address(matrix: Matrix, name: str, state: str) -> str | None:
    """Where an address leads for one of the things, or None where it names none."""
    number = matrix.numbers.get(state, "none")
    choices = (
        {},
        {"number": number},
        {"number": number, "step": "take_up"},
        {"number": number, "line": 1},
        {"number": number, "line": 1, "step": "deliver"},
        {"number": number, "line": 1, "state": "checked"},
        {"number": number, "device": 1},
        {"number": number, "other": matrix.numbers["submitted"]},
        {"number": number, "change": 1},
        {"number": number, "section": "request"},
        {"number": number, "path": "request.requested_on"},
        {"number": number, "public_id": UUID(int=0)},
        {"public_id": matrix.ids(name)},
        {"public_id": matrix.case_id, "action": "note"},
        {"form": "csv"},
        {"public_id": matrix.sim_id, "step": "block"},
        {"public_id": matrix.visit_id, "what": "cancel"},
        {"service_id": matrix.user_id if state == "user" else matrix.world.service.service_id},
        {"code": "volumes"} if name == "report_csv" else {"code": "AAAA-BBBB-CCCC-DDDD"},
        {"mail_id": 1},
        {"pk": 1},
        {"message": matrix.owed["message"]},
        {"notification": matrix.owed["notification"]},
        {"token": "x"},
        {"membership": matrix.membership_id},
        {"invitation": matrix.owed["invitation"]},
        {"webhook": matrix.owed["webhook"]},
        {"webhook": matrix.owed["webhook"], "attempt": matrix.owed["attempt"]},
        {"uidb36": "1", "key": "x"},
    )
    for kwargs in choices:
        try:
            return reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    return None


def answer(matrix: Matrix, role: str, method: str, url: str) -> int:
    """The status, with whatever was written undone."""
    if method == "GET":
        return matrix.read(role, url).status
    return asked(matrix.client(role), method, url)


def asked(client: Client, method: str, url: str) -> int:
    """The same, asked for now."""
    with transaction.atomic():
        status = client.generic(method, url).status_code
        transaction.set_rollback(True)
    return status


def tried(name: str, role: str) -> tuple[str, ...]:
    """The things against which an address is tried by somebody.

    Strangers meet a request in each of its states. What the others know of it follows from its
    state and their role, whatever the address: each of them meets one state at each address,
    another one at the next, so that all of them meet all states at a third of the addresses.
    """
    states = states_of(PAGES[name].who)
    if role in ("", *STRANGERS):
        return states
    turn = sorted(PAGES).index(name) + EVERYBODY.index(role)
    return (states[turn % len(states)],)


def states_of(who: Who) -> tuple[str, ...]:
    """The things against which an address is tried."""
    if who == Who.DOCUMENT:
        return ("draft", "submitted", "signed")
    things = {
        Who.READER: "told",
        Who.PRINTOUT: "printout",
        Who.OFFICE: "place",
        Who.SERVICE: "place",
        Who.CASE: "case",
        Who.USER: "user",
        Who.SIM: "sim",
        Who.VISIT: "visit",
    }
    return (things.get(who, ""),)


OBJECTS = (
    Who.READER, Who.PRINTOUT, Who.DOCUMENT, Who.OFFICE, Who.SERVICE, Who.CASE, Who.USER, Who.SIM,
    Who.VISIT,
)  # fmt: skip
LIBRARY = ("account_", "mfa_")
OPEN = (Who.PUBLIC, Who.SIGNED_OUT, Who.DEMO)
SENDS_NOTHING = re.compile(rb'<form[^>]*method="(get|dialog)".*?</form>', re.DOTALL)
# What opens the list of keys is a button, too.
SENDS = re.compile(rb'<button(?![^>]*type="button")|hx-(post|put|patch|delete)=')


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_matrix(matrix, name):
    row = PAGES[name]
    # A method that is never taken is refused before anybody looks in which state a thing is.
    others = [(role, states_of(row.who)[0], set(METHODS) - row.methods) for role in ONE_OF_EACH]
    taken = [(role, state, row.methods) for role in ("", *EVERYBODY) for state in tried(name, role)]
    for role, state, methods in (*taken, *others):
        url = address(matrix, name, state)
        assert url, f"no address for {name}"
        for method in sorted(methods):
            status = answer(matrix, role, method, url)
            told = f"{role or 'nobody'} {method} {name} ({state}): {status}"
            assert status < 500, told
            assert _expected(name, state, role, method, status), told


def test_everybody_meets_every_state_of_a_request():
    """What each address is spared, many others try; foreign and own at each of them."""
    names = [name for name, row in PAGES.items() if row.who == Who.DOCUMENT]
    for role in EVERYBODY:
        met = Counter(state for name in names for state in tried(name, role))
        assert set(met) == set(states_of(Who.DOCUMENT))
        assert min(met.values()) > len(names) / 4


def _expected(name: str, state: str, role: str, method: str, status: int) -> bool:
    row = PAGES[name]
    if not role and row.who not in OPEN:
        return status in (302, 405) or (name.startswith(LIBRARY) and status == 429)
    if method not in row.methods:
        # A library may lead on, or count attempts, before it looks at the method.
        return name.startswith(LIBRARY) or status == 405
    if row.who in OBJECTS:
        if role not in SEES[state]:
            return status == 404
        missing = name in MADE_LATER or name in PARTS
        return status != 404 or missing
    limited = name.startswith(LIBRARY) and status == 429
    return limited or status in _desk_statuses(row.who, role, method)


def _desk_statuses(who: Who, role: str, method: str) -> set[int]:
    reads = {"auditor"} if method == "GET" else set()
    allowed = {
        Who.MANAGERS: DESKS,
        Who.LEADS: {"lead"},
        Who.KEEPERS: {"company_administrator"},
        Who.OPERATIONS: {"operations"},
        Who.INVENTORY: {"operations", "administrator"},
        Who.FINANCE: {"finance"},
        Who.ADMINISTRATORS: {"administrator"},
        Who.ADMINISTERED: {"administrator", *reads},
        Who.FIGURES: {"finance", "auditor"},
        Who.WORK: {"operations", *reads},
        Who.RECORDED: {"operations", "administrator", *reads},
        Who.WORDS: {*DESKS, *reads},
        Who.REPORTS: {"lead", "auditor"},
        Who.STAFF: {*STAFF, "other_manager"},
        Who.SELF_SERVICE: {"uc_administrator", "fleet_administrator"},
        Who.SIGNATORIES: {"signatory", "other_signatory"},
        Who.CUSTOMERS: {*COMPANY, "other_requester", "other_signatory"},
    }.get(who)
    if who == Who.RECENT:
        # Whoever has no second factor has none to look at.
        return {200, 302, 403, 404}
    helps = who == Who.SELF_SERVICE
    fine = (
        {200, 302, 303, 400, 403, 404, 422, 409}
        if who in OPEN or helps
        else {200, 302, 400, 403, 409, 422}
    )
    if allowed is not None and role not in allowed:
        return {403}
    desks = (
        Who.MANAGERS,
        Who.LEADS,
        Who.INVENTORY,
        Who.OPERATIONS,
        Who.WORK,
        Who.RECORDED,
        Who.REPORTS,
        Who.WORDS,
        Who.ADMINISTERED,
        Who.ADMINISTRATORS,
        Who.STAFF,
    )
    if who in desks and method == "GET":
        return {200}
    return fine


@pytest.mark.parametrize(
    "name", sorted(name for name, row in PAGES.items() if row.who in READ_BY_AUDITORS)
)
def test_an_auditor_reads_and_finds_nothing_to_send(matrix, name):
    """Pages of other desks show an auditor no form but a search, and no button but its own."""
    url = address(matrix, name, "")
    assert url
    page = matrix.read("auditor", url)
    main = page.html.partition(b"<main")[2].partition(b"</main>")[0]
    assert page.status == 200
    assert main
    assert forms_of(main) == []
    assert SENDS.search(SENDS_NOTHING.sub(b"", main)) is None
    assert asked(matrix.client("auditor"), "POST", url) in (403, 405)


@pytest.mark.parametrize("role", ["other_requester", "other_signatory"])
def test_the_second_wall_holds_without_the_first(matrix, role, monkeypatch):
    """Promise 9: with our own filters switched off, the database still shows no foreign row."""
    for module in (policy, policy.lists):
        for filter_name in ("visible", "visible_offices", "visible_customers"):
            if hasattr(module, filter_name):
                monkeypatch.setattr(module, filter_name, lambda standing: Q())
    client = matrix.client(role)
    for name, page in sorted(PAGES.items()):
        for state in states_of(page.who) if page.who in OBJECTS else ():
            url = address(matrix, name, state)
            assert url
            for method in sorted(page.methods):
                assert asked(client, method, url) == 404, (role, method, name, state)


def test_rule_02_foreign_and_absent_look_the_same(matrix):
    """Another company's request is answered byte for byte as one that does not exist."""
    client = matrix.client("other_requester")
    foreign = client.get(reverse("document", args=[matrix.numbers["submitted"]]))
    absent = client.get(reverse("document", args=["MACD-2026-99999"]))
    assert foreign.status_code == absent.status_code == 404
    assert foreign.content == absent.content


def test_rule_02_a_membership_limited_to_offices_sees_those_only(undone):
    """For named offices only: 404 until the office of the request is one of them."""
    matrix, world = undone, undone.world
    membership = people.membership(CustomerRole.REQUESTER, customer=world.customer, scope="offices")
    client = Client()
    client.force_login(membership.person)
    url = reverse("document", args=[matrix.numbers["submitted"]])
    assert client.get(url).status_code == 404
    MembershipOffice.objects.create(
        customer=world.customer, membership=membership, office=world.elsewhere
    )
    assert client.get(url).status_code == 404
    MembershipOffice.objects.create(
        customer=world.customer, membership=membership, office=world.office
    )
    assert client.get(url).status_code == 200
