"""Under /manage/ events are looked at and left alone, in words and with names."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from audit import trail
from audit.models import AuditEvent
from tests.accounts import make
from tests.macd import make as requests

LIST = "admin:audit_auditevent_changelist"


@pytest.mark.django_db
def test_events_are_read_only_even_for_a_superuser() -> None:
    request = RequestFactory().get(reverse(LIST))
    request.user = Person(email="admin@provider.example", is_staff=True, is_superuser=True)
    page = admin.site._registry[AuditEvent]
    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


@pytest.fixture
def administrator(client, system):
    person = make.staff("administrator", is_staff=True, is_superuser=True)
    client.force_login(person)
    return person


def recorded(event, **values):
    trail.record(event=event, at=timezone.now(), reference="MACD-2026-000001", **values)


def test_events_are_told_in_words_with_names(client, administrator):
    company = make.customer()
    recorded("document.start_delivery", person_id=administrator.pk, customer_id=company.pk)
    text = client.get(reverse(LIST)).content.decode()
    what = "A document is sealed and delivery is planned"
    for shown in (what, administrator.name, company.legal_name):
        assert shown in text
    event = AuditEvent.objects.latest("id")
    text = client.get(reverse("admin:audit_auditevent_change", args=[event.pk])).content.decode()
    assert f"{what} · MACD-2026-000001" in text
    assert administrator.name in text
    assert "document.start_delivery" not in text


def test_who_is_there_no_more_is_told_by_number(client, administrator):
    recorded("document.submit", person_id=987654321)
    assert "987654321" in client.get(reverse(LIST)).content.decode()


def test_events_are_chosen_by_their_words(client, administrator):
    recorded("document.submit")
    recorded("office.closed")
    text = client.get(reverse(LIST), {"event": "office.closed"}).content.decode()
    assert text.count("MACD-2026-000001") == 1
    assert "A new request" in text


def test_names_are_read_with_the_rows(client, administrator, django_assert_max_num_queries):
    recorded("document.submit", person_id=administrator.pk, customer_id=make.customer().pk)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(LIST))
    for _count in range(12):
        recorded("document.submit", person_id=administrator.pk, customer_id=make.customer().pk)
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(LIST))


def test_a_number_is_not_broken_at_its_hyphens_with_a_page_of_its_own_or_not(client, administrator):
    service = requests.world().service
    trail.record(event="correction.proposed", at=timezone.now(), reference=service.service_id)
    recorded("document.submit")
    text = client.get(reverse(LIST)).content.decode()
    for number in (service.service_id, "MACD-2026-000001"):
        assert f'<span class="nowrap">{number}</span>' in text
