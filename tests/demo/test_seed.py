"""The demonstration has every status, is replayed through the operations, and holds together."""

import html
import json
import re
from datetime import UTC, datetime, time, timedelta
from io import StringIO
from urllib.parse import urljoin

import pytest
from django.conf import global_settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from accounts.clock import day_of, now
from accounts.models import Customer, Person
from accounts.standing import standing_of
from accounts.tenancy import as_system
from audit.models import AuditEvent
from finance import operations as finance
from macd.conflicts import conflicts_of
from macd.models import Document, DocumentEvent
from macd.vocabulary import Kind, Status
from macd.workflow import FINAL
from offices.models import Office
from services.inventory import rebuild
from services.models import (
    Agreement,
    CancellationCase,
    CaseStatus,
    Claim,
    Family,
    InventoryEntry,
    ServiceNumber,
    ServicePeriod,
)
from supervisor.installation import Installation
from tests import homes
from tests.installation import state_directory

QUEUE = re.compile(
    r'href="([^"]+)"(?: aria-current="page")?><span>([^<]+)</span> <span class="count">(\d+)<'
)
NEXT = re.compile(r'rel="next"\s+href="([^"]+)"')
INBOX, WORK = r'class="row-link', r'<article class="card-section'
CASES = r'<th scope="row"><a href="/cancellations/'
DESKS = (
    *(("/inbox/", name, INBOX) for name in ("am", "am2", "lead")),
    *(("/operations/", name, WORK) for name in ("operations", "auditor")),
    *(("/operations/returns/", name, WORK) for name in ("operations", "auditor")),
    ("/cancellations/", "finance", CASES),
)


@pytest.fixture(scope="module")
def loaded_at(test_database, django_db_blocker):
    """Look at what the first start of this run loaded; return until when it was loading."""
    with state_directory() as home:
        loaded_at = homes.demonstration(home)
        installation = Installation(home, given={}, careless=True)
        with (
            installation.parts(),
            django_db_blocker.unblock(),
            test_database.elsewhere(installation.environ()),
        ):
            yield loaded_at


@pytest.fixture
def seen(loaded_at):
    with as_system():
        yield


def test_every_status_is_there(seen):
    assert set(Document.objects.values_list("status", flat=True)) == set(Status.values)


def test_nothing_has_still_to_happen(seen, loaded_at):
    """What is told is the past; only promises and visits lie ahead."""
    told = (DocumentEvent.objects.values_list("at"), AuditEvent.objects.values_list("at"))
    for instants in told:
        assert max(at for (at,) in instants) <= loaded_at


def test_every_kind_is_there(seen):
    assert set(Document.objects.values_list("kind", flat=True)) == set(Kind.values)


def test_the_two_large_companies_have_every_family(seen):
    large = Customer.objects.filter(
        legal_name__in=["Brouwerij De Zwaan NV", "Imprimerie Lumière SA"]
    )
    assert large.count() == 2
    for customer in large:
        assert Office.objects.filter(customer=customer).count() >= 4
        periods = ServicePeriod.objects.filter(customer=customer, valid__upper_inf=True)
        assert periods.count() >= 20
        families = set(periods.values_list("offering_version__offering__family", flat=True))
        assert families == set(Family.values)


def test_there_are_conflicts_overdue_promises_and_a_case(seen):
    openly = Document.objects.exclude(status__in=sorted(FINAL)).prefetch_related("lines")
    assert any(conflicts_of(document, list(document.lines.all())) for document in openly)
    from accounts.clock import today

    assert openly.filter(committed_on__lt=today(), status=Status.IN_DELIVERY).exists()


def test_finances_desk_has_a_case_in_each_state(seen):
    """One each: just given, with the manager, waiting for a second person, accepted, closed."""
    cases = CancellationCase.objects.all()
    assert set(cases.values_list("status", flat=True)) == set(CaseStatus.values)
    assert cases.filter(with_manager_since__isnull=False).count() == 1
    assert cases.filter(agreements__end_mode="immediate", agreements__ends_on=None).count() == 1
    assert cases.filter(worker_count=None).count() == 1
    accepted = cases.get(status=CaseStatus.ACCEPTED)
    assert accepted.letters.get().made_at is not None
    left = cases.get(status=CaseStatus.EXECUTED).customer
    assert left.closed_on is not None
    assert not ServicePeriod.objects.filter(customer=left, valid__upper_inf=True).exists()


def test_the_inventory_follows_from_what_was_recorded(seen):
    assert rebuild(check=True) == []


def test_the_audit_trail_is_intact(seen):
    call_command("verify_audit")


def test_loading_again_changes_nothing(seen):
    before = Document.objects.count(), Person.objects.count()
    out = StringIO()
    call_command("seed_demo", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["loaded"] is False
    assert set(said["documents"]) == set(Status.values)
    assert (Document.objects.count(), Person.objects.count()) == before


def test_everybody_has_the_demonstrations_password(seen, settings):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    assert Person.objects.get(email="requester@brouwerij.example").check_password("macd-demo")


def test_it_is_refused_outside_the_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("seed_demo")


def _standing(customer):
    """What leaving touches: inventory, agreements, offices, numbers, what is open."""
    documents = Document.objects.filter(customer=customer)
    claims = Claim.objects.filter(service__customer=customer)
    return {
        "entries": InventoryEntry.objects.filter(customer=customer).count(),
        "periods": set(ServicePeriod.objects.filter(customer=customer).values_list("pk", "valid")),
        "ended": set(Agreement.objects.filter(customer=customer).values_list("pk", "ended_on")),
        "offices": set(Office.objects.filter(customer=customer).values_list("pk", "status")),
        "numbers": set(ServiceNumber.objects.filter(customer=customer).values_list("pk", "status")),
        "documents": set(documents.values_list("pk", "status")),
        "items": set(documents.values_list("lines", "lines__status", "lines__stops_with")),
        "claims": set(claims.values_list("pk", "released_at")),
        "closed": Customer.objects.get(pk=customer.pk).closed_on,
    }


def _leaves(customer, *, at):
    """Notice, every end fixed on the same day, every open item stopped, accepted."""
    desk = Person.objects.get(email="finance@provider.example")
    facts = {"person": desk, "by": standing_of(desk, on=day_of(at)), "at": at}
    case = finance.record_notice(
        customer=customer, channel="letter", received_at=at, given_by="The manager", **facts
    )
    ends_on = day_of(at) + timedelta(days=40)
    for row in case.agreements.select_related("case", "agreement"):
        finance.choose_end(row=row, mode="fixed", ends_on=ends_on, note="As agreed", **facts)
    finance.accept(case=case, **facts)
    for document in Document.objects.filter(customer=customer).exclude(status__in=sorted(FINAL)):
        for line in document.lines.select_related("document"):
            if not line.is_final:
                finance.decide_item(case=case, line=line, decision="stop", note="Stop", **facts)
    return case, datetime.combine(ends_on, time(6), UTC), facts


def _stays_after_all(customer, *, at):
    """Withdraw the notice that the demonstration tells of, if it does."""
    desk = Person.objects.get(email="finance@provider.example")
    for case in CancellationCase.objects.filter(customer=customer, status=CaseStatus.NOTICE_GIVEN):
        facts = {"person": desk, "by": standing_of(desk, on=day_of(at)), "at": at}
        finance.withdraw_notice(case=case, note="By telephone", **facts)


def _is_gone(customer, after, *, on):
    assert after["closed"] == on
    assert {status for _pk, status in after["offices"]} == {"closed"}
    assert {status for _pk, status in after["documents"]} <= FINAL
    assert all(released for _pk, released in after["claims"])
    assert not ServicePeriod.objects.filter(customer=customer, valid__contains=on).exists()
    assert not ServiceNumber.objects.filter(customer=customer, status="active").exists()


@pytest.mark.parametrize("domain", ["brouwerij", "imprimerie", "bakkerij"])
def test_rule_60_each_company_can_leave_and_change_its_mind(seen, domain):
    """Withdrawn the day before, only the history knows; executed, the day ends all there is."""
    company = Person.objects.get(email=f"signatory@{domain}.example").memberships.get()
    customer = company.customer
    with transaction.atomic():
        _stays_after_all(customer, at=now())
        before = _standing(customer)
        case, the_day, facts = _leaves(customer, at=now())
        assert finance.execute_due(at=the_day - timedelta(days=1)) == 0
        day_before = {**facts, "at": the_day - timedelta(days=1)}
        finance.withdraw_notice(case=case, note="By telephone", **day_before)
        assert finance.execute_due(at=the_day) == 0
        assert _standing(customer) == before
        case, the_day, _facts = _leaves(customer, at=now() + timedelta(days=1))
        rows = case.agreements.count()
        assert finance.execute_due(at=the_day - timedelta(days=1)) == 0
        assert finance.execute_due(at=the_day) == rows > 0
        _is_gone(customer, _standing(customer), on=day_of(the_day))
        assert rebuild(check=True) == []
        case.refresh_from_db()
        assert case.status == CaseStatus.EXECUTED
        transaction.set_rollback(True)


def test_nobody_s_bell_is_full_at_first_sight(seen):
    assert Person.objects.filter(unread__gt=5).count() == 0
    assert Person.objects.filter(unread__gt=0).count() > 3


@pytest.mark.parametrize(("desk", "name", "row"), DESKS)
def test_the_number_of_a_queue_is_that_of_its_list(seen, client, desk, name, row):
    client.force_login(Person.objects.get(email=f"{name}@provider.example"))
    queues = QUEUE.findall(client.get(desk).content.decode())
    assert len(queues) >= 3
    for address, label, count in queues:
        assert _rows(client, urljoin(desk, html.unescape(address)), row) == int(count), label


def _rows(client, url, row):
    """How many rows a list has on all its pages."""
    found = 0
    while url:
        text = client.get(url).content.decode()
        found += len(re.findall(row, text))
        following = NEXT.search(text)
        url = urljoin(url, html.unescape(following[1])) if following else ""
    return found
