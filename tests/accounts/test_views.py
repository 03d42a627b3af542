"""A person's own page, and the language switch."""

from datetime import date

import pytest

from accounts.models import Person
from accounts.roles import CustomerRole, StaffRole
from accounts.tenancy import as_system
from tests.accounts import make

GOOD = {"name": "Ana Peeters", "phone": "09 265 00 00", "language": "nl"}


@pytest.fixture
def ana(db):
    with as_system():
        return make.membership(
            CustomerRole.SIGNATORY,
            person=make.person(name="Ana"),
            customer=make.customer(legal_name="Brouwerij De Hoorn"),
            signs_until=date(2099, 12, 31),
        ).person


@pytest.fixture
def signed_in(client, ana):
    client.force_login(ana)
    return client


def test_one_sees_what_one_may_do(signed_in, ana):
    page = signed_in.get("/accounts/me/").content.decode()
    assert ana.email in page
    assert "Brouwerij De Hoorn" in page
    assert "Signatory, signs until 31 December 2099" in page
    with as_system():
        auditor = make.staff(StaffRole.AUDITOR)
    signed_in.force_login(auditor)
    assert "Auditor" in signed_in.get("/accounts/me/").content.decode()


def test_a_revoked_membership_is_gone_on_the_next_request(signed_in, ana):
    with as_system():
        ana.memberships.update(revoked_at=ana.date_joined)
    assert "Brouwerij De Hoorn" not in signed_in.get("/accounts/me/").content.decode()


def test_one_changes_name_phone_and_language(signed_in, ana):
    answer = signed_in.post("/accounts/me/", GOOD)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/me/")
    ana.refresh_from_db()
    assert (ana.name, ana.phone, ana.language) == ("Ana Peeters", "+3292650000", "nl")
    page = signed_in.get("/accounts/me/")
    assert page["Content-Language"] == "nl"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 151),
        ("name", "A\x00B"),
        ("phone", "call me"),
        ("phone", "+32 1"),
        ("language", "it"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(signed_in, ana, field, value):
    answer = signed_in.post("/accounts/me/", {**GOOD, field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'data-testid="error-summary"' in page
    assert f'href="#id_{field}"' in page
    ana.refresh_from_db()
    assert ana.name == "Ana"


def test_the_address_and_the_rights_are_not_ones_own_to_change(signed_in, ana):
    before = ana.email
    signed_in.post("/accounts/me/", {**GOOD, "email": "x@y.test", "is_superuser": "1"})
    ana.refresh_from_db()
    assert (ana.email, ana.is_superuser) == (before, False)


def test_the_page_costs_few_queries(signed_in, django_assert_max_num_queries):
    signed_in.get("/accounts/me/")
    # Session, person, the request's tenant (five inside a test), standing, person, memberships.
    with django_assert_max_num_queries(12):
        signed_in.get("/accounts/me/")


# ------------------------------------------------------------------------- language


def test_the_switch_keeps_the_page_and_the_choice(signed_in, ana):
    answer = signed_in.post("/accounts/language/", {"language": "fr", "next": "/accounts/me/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/me/?a=1")
    ana.refresh_from_db()
    assert ana.language == "fr"
    assert signed_in.get("/accounts/me/")["Content-Language"] == "fr"


def test_it_works_signed_out_too(client, db):
    answer = client.post("/accounts/language/", {"language": "de", "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    assert answer.cookies["django_language"].value == "de"
    assert client.get("/accounts/login/")["Content-Language"] == "de"


def test_ones_own_language_goes_before_the_browsers(signed_in, ana):
    signed_in.cookies["django_language"] = "de"
    assert signed_in.get("/accounts/me/")["Content-Language"] == ana.language


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "", "javascript:x"])
def test_it_leads_to_no_other_site(client, db, page):
    answer = client.post("/accounts/language/", {"language": "de", "next": page})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["it", "", "xx" * 5000])
def test_an_unknown_language_changes_nothing(signed_in, ana, language):
    answer = signed_in.post("/accounts/language/", {"language": language, "next": "/accounts/me/"})
    assert answer.status_code == 302
    assert "django_language" not in answer.cookies
    assert Person.objects.get(pk=ana.pk).language == "en"


def test_looking_at_it_changes_nothing(signed_in):
    assert signed_in.get("/accounts/language/?language=fr").status_code == 405
