"""Offices in the administration."""

from django.urls import reverse

from tests.accounts import make as accounts
from tests.offices import make


def test_offices_are_found_and_opened(client, system):
    person = accounts.staff("administrator", is_staff=True, is_superuser=True)
    office = make.office(accounts.customer(), name="Ghent")
    client.force_login(person)
    found = client.get(reverse("admin:offices_office_changelist"), {"q": "Ghent"})
    assert "Ghent" in found.content.decode()
    page = client.get(reverse("admin:offices_office_change", args=[office.pk]))
    assert page.status_code == 200
