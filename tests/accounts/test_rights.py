"""An auditor opens all of the administration, and changes nothing there (domain.md §1)."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.roles import StaffRole
from tests.accounts import make

LIBRARIES = {"account", "auth", "mfa"}  # their pages are taken away once all are there
SHOWN = [
    (model._meta.app_label, model._meta.model_name)
    for model in admin.site._registry
    if model._meta.app_label not in LIBRARIES
]


@pytest.fixture
def audits(client, system):
    client.force_login(make.staff(StaffRole.AUDITOR))
    return client


def test_the_first_page_offers_nothing_to_add(audits):
    text = audits.get(reverse("admin:index")).content.decode()
    assert "/manage/audit/auditevent/" in text
    assert "/add/" not in text


@pytest.mark.parametrize(("room", "model"), SHOWN)
def test_each_list_is_read_and_nothing_is_added(audits, room, model):
    assert audits.get(reverse(f"admin:{room}_{model}_changelist")).status_code == 200
    add = reverse(f"admin:{room}_{model}_add")
    assert audits.get(add).status_code == 403
    assert audits.post(add, {}).status_code == 403


def test_a_row_is_read_and_neither_changed_nor_deleted(audits):
    customer = make.customer(legal_name="Brouwerij De Hoorn")
    row = reverse("admin:accounts_customer_change", args=[customer.pk])
    page = audits.get(row)
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert audits.post(row, {"legal_name": "Other"}).status_code == 403
    customer.refresh_from_db()
    assert customer.legal_name == "Brouwerij De Hoorn"
    person = make.person()
    assert audits.post(reverse("admin:accounts_person_delete", args=[person.pk])).status_code == 403


@pytest.mark.parametrize("role", sorted(set(StaffRole) - {StaffRole.AUDITOR}))
def test_no_other_role_opens_it_by_itself(client, system, role):
    client.force_login(make.staff(role))
    assert client.get(reverse("admin:index")).status_code == 302


def test_an_auditor_who_left_reads_nothing(client, system):
    person = make.staff(StaffRole.AUDITOR)
    client.force_login(person)
    person.staff_memberships.all().delete()
    assert client.get(reverse("admin:index")).status_code == 302


def test_the_password_is_changed_on_ones_own_page_which_tells_of_it(client, system):
    """Django's own page for it changes it without a word."""
    client.force_login(make.staff(StaffRole.ADMINISTRATOR, is_staff=True, is_superuser=True))
    for send in (client.get, client.post):
        answer = send(reverse("admin:password_change"))
        assert answer["Location"] == reverse("account_change_password")
