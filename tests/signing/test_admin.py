"""Under /manage/ the ledger is looked at and left alone; it tells of the seal key."""

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import Person
from signing.models import Seal
from signing.watching import note_problem


@pytest.mark.usefixtures("system")
def test_seals_are_read_only_even_for_a_superuser() -> None:
    request = RequestFactory().get(reverse("admin:signing_seal_changelist"))
    request.user = Person(email="admin@provider.example", is_staff=True, is_superuser=True)
    page = admin.site._registry[Seal]
    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


@pytest.mark.usefixtures("system")
def test_the_list_says_when_the_key_needs_somebody(client: Client) -> None:
    somebody = Person.objects.create_superuser(email="root@provider.example", password="correct")
    client.force_login(somebody)
    address = reverse("admin:signing_seal_changelist")
    assert "ends on 2026" not in client.get(address).content.decode()
    note_problem("The seal's certificate ends on 2026-03-09, in 6 days.")
    assert "ends on 2026-03-09" in client.get(address).content.decode()
