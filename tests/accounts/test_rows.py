"""Rows under a form of the administration: as many as were sent."""

from django.urls import reverse

from accounts.models import Person
from accounts.roles import StaffRole
from accounts.tenancy import as_system

CLAIMED = str(2**63)


def test_no_more_rows_are_made_than_were_sent(client, db):
    with as_system():
        boss = Person.objects.create_superuser("boss@provider.example", "correct horse")
    client.force_login(boss)
    sent = {
        "name": "",
        "memberships-TOTAL_FORMS": CLAIMED,
        "memberships-INITIAL_FORMS": CLAIMED,
        "staff_memberships-TOTAL_FORMS": CLAIMED,
        "staff_memberships-INITIAL_FORMS": "0",
        "staff_memberships-0-role": StaffRole.FINANCE,
    }
    refused = client.post(reverse("admin:accounts_person_add"), sent)
    assert refused.status_code == 200
    rows = [each.formset for each in refused.context["inline_admin_formsets"]]
    assert [len(each.forms) for each in rows] == [0, 1]


def test_every_row_that_was_sent_is_kept(client, db):
    with as_system():
        boss = Person.objects.create_superuser("boss@provider.example", "correct horse")
    client.force_login(boss)
    roles = [StaffRole.FINANCE, StaffRole.OPERATIONS]
    sent = {
        "name": "Ana",
        "email": "ana@example.test",
        "language": "nl",
        "is_active": "on",
        "memberships-TOTAL_FORMS": "0",
        "memberships-INITIAL_FORMS": "0",
        "staff_memberships-TOTAL_FORMS": str(len(roles)),
        "staff_memberships-INITIAL_FORMS": "0",
        **{f"staff_memberships-{place}-role": role for place, role in enumerate(roles)},
    }
    client.post(reverse("admin:accounts_person_add"), sent)
    ana = Person.objects.get(email="ana@example.test")
    assert {each.role for each in ana.staff_memberships.all()} == set(roles)
