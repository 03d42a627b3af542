"""The demonstration has every status, is replayed through the operations, and holds together."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import Customer, Person
from accounts.tenancy import as_system
from macd.conflicts import conflicts_of
from macd.models import Document
from macd.vocabulary import Kind, Status
from macd.workflow import FINAL
from offices.models import Office
from services.inventory import rebuild
from services.models import CancellationCase, CaseStatus, Family, ServicePeriod


@pytest.fixture(scope="module")
def demonstration(committed_once):
    """Load it once for all these tests."""
    out = StringIO()
    call_command("seed_demo", "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def seen(demonstration):
    with as_system():
        yield demonstration


def test_every_status_is_there(seen):
    assert set(seen["documents"]) == set(Status.values)


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
    assert json.loads(out.getvalue())["loaded"] is False
    assert (Document.objects.count(), Person.objects.count()) == before


def test_everybody_has_the_demonstrations_password(seen):
    assert Person.objects.get(email="requester@brouwerij.example").check_password("macd-demo")


def test_it_is_refused_outside_the_demonstration(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("seed_demo")
