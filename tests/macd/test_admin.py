"""Under /manage/ events are looked at and left alone."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Person
from audit.models import AuditEvent


@pytest.mark.django_db
def test_events_are_read_only_even_for_a_superuser() -> None:
    request = RequestFactory().get(reverse("admin:audit_auditevent_changelist"))
    request.user = Person(email="admin@provider.example", is_staff=True, is_superuser=True)
    page = admin.site._registry[AuditEvent]
    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
