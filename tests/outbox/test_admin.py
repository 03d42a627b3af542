"""Under /manage/ messages are looked at and left alone."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from accounts.models import Person
from outbox.models import Message


@pytest.mark.usefixtures("system")
def test_messages_are_read_only_even_for_a_superuser() -> None:
    request = RequestFactory().get(reverse("admin:outbox_message_changelist"))
    request.user = Person(email="admin@provider.example", is_staff=True, is_superuser=True)
    page = admin.site._registry[Message]
    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    assert page.get_queryset(request).count() == 0
