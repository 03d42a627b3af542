"""People and customers under /manage/."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.models import Customer, Membership, Person
from accounts.roles import StaffRole
from accounts.tenancy import as_system
from tests.accounts import make

MODELS = ("person", "customer", "team", "deputyship")


@pytest.fixture
def boss(client, db):
    with as_system():
        somebody = Person.objects.create_superuser("boss@provider.example", "correct horse")
        make.membership(customer=make.customer(legal_name="Brouwerij De Hoorn"))
    client.force_login(somebody)
    return client


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_forms_open(boss, model):
    for page in ("changelist", "add"):
        assert boss.get(reverse(f"admin:accounts_{model}_{page}")).status_code == 200


@pytest.mark.parametrize("path", ["mfa/authenticator/", "account/emailaddress/", "auth/group/"])
def test_what_the_libraries_bring_is_not_there(boss, path):
    assert boss.get("/manage/").status_code == 200
    assert boss.get(f"/manage/{path}").status_code == 404


def test_a_customer_shows_its_people(boss):
    assert "Brouwerij De Hoorn" in boss.get("/manage/accounts/customer/").content.decode()
    with as_system():
        customer = Customer.objects.get()
        membership = Membership.objects.select_related("person").get()
    page = boss.get(reverse("admin:accounts_customer_change", args=[customer.pk]))
    assert membership.person.name in page.content.decode()


def test_a_person_is_added_with_a_role(boss):
    boss.post(
        reverse("admin:accounts_person_add"),
        {
            "name": "Ana",
            "email": "Ana@Example.Test",
            "language": "nl",
            "is_active": "on",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
            "staff_memberships-TOTAL_FORMS": "1",
            "staff_memberships-INITIAL_FORMS": "0",
            "staff_memberships-0-role": StaffRole.FINANCE,
        },
    )
    ana = Person.objects.get(email="ana@example.test")
    assert [each.role for each in ana.staff_memberships.all()] == [StaffRole.FINANCE]


def test_lists_do_not_read_row_by_row(boss, django_assert_max_num_queries):
    with as_system():
        for _each in range(10):
            make.membership()
    for model in MODELS:
        with django_assert_max_num_queries(16):
            boss.get(reverse(f"admin:accounts_{model}_changelist"))


def test_nobody_is_deleted(boss):
    with as_system():
        customer = Customer.objects.get()
    for name, pk in (("customer", customer.pk), ("person", customer.account_manager_id)):
        url = reverse(f"admin:accounts_{name}_delete", args=[pk])
        assert boss.post(url, {"post": "yes"}).status_code == 403


def test_only_who_may_do_everything_gives_that_right(client, db):
    with as_system():
        clerk = make.staff(StaffRole.ADMINISTRATOR, is_staff=True)
        clerk.user_permissions.set(
            Permission.objects.filter(
                content_type__app_label="accounts", codename__endswith="person"
            )
        )
    client.force_login(clerk)
    url = reverse("admin:accounts_person_change", args=[clerk.pk])
    assert client.get(url).status_code == 200
    client.post(
        url,
        {
            "name": "Clerk",
            "email": clerk.email,
            "language": "nl",
            "is_active": "on",
            "is_superuser": "on",
        },
    )
    clerk.refresh_from_db()
    assert (clerk.name, clerk.is_superuser, clerk.is_staff) == ("Clerk", False, True)


def test_customers_people_do_not_get_in(client, db):
    with as_system():
        ana = make.membership().person
    client.force_login(ana)
    for path in ("/manage/", "/manage/accounts/customer/"):
        answer = client.get(path, follow=True)
        assert answer.status_code == 403
