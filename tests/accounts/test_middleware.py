"""Language, tenant and second factor of a request."""

from datetime import date
from importlib import import_module

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.utils import translation

from accounts.middleware import LanguageMiddleware, TenancyMiddleware
from accounts.models import BillingAccount, Customer
from accounts.roles import StaffRole
from accounts.standing import standing_of
from accounts.tenancy import as_system
from accounts.voice import voiced
from tests.accounts import make


@pytest.fixture
def ask(rf, settings):
    """Send a request through a middleware to a view."""

    def ask(middleware, view, *, by=None, method="get", path="/manage/", **headers):
        request = getattr(rf, method)(path, headers=headers)
        request.user = by or AnonymousUser()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        return middleware(view)(request)

    return ask


@pytest.fixture
def member(db):
    with as_system():
        make.customer()
        return make.membership().person


def counts(request):
    return HttpResponse(str(Customer.objects.count()))


def test_a_request_sees_the_persons_customers(ask, member):
    assert ask(TenancyMiddleware, counts, by=member).content == b"1"
    with as_system():
        auditor = make.staff(StaffRole.AUDITOR)
    assert ask(TenancyMiddleware, counts, by=auditor).content == b"2"


def test_a_page_speaks_to_customers_and_about_them_to_staff(ask, member):
    def says(request):
        return HttpResponse(str(voiced("yours", "theirs")))

    with as_system():
        auditor = make.staff(StaffRole.AUDITOR)
    assert ask(TenancyMiddleware, says, by=member).content == b"yours"
    assert ask(TenancyMiddleware, says, by=auditor).content == b"theirs"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_sees_nothing(ask, member, method):
    assert ask(TenancyMiddleware, counts, method=method).content == b"0"


def test_after_the_request_nothing_is_visible(ask, member):
    ask(TenancyMiddleware, counts, by=member)
    assert Customer.objects.count() == 0


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (302, 1), (409, 1), (500, 0), (503, 0)])
def test_a_server_error_undoes_what_was_written(ask, member, status, kept):
    def writes(request):
        make.billing_account(Customer.objects.get())
        return HttpResponse(status=status)

    assert ask(TenancyMiddleware, writes, by=member, method="post").status_code == status
    with as_system():
        assert BillingAccount.objects.count() == kept


def test_an_exception_undoes_what_was_written(ask, member):
    def writes(request):
        make.billing_account(Customer.objects.get())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(TenancyMiddleware, writes, by=member, method="post")
    with as_system():
        assert BillingAccount.objects.count() == 0


def test_a_visitor_has_no_transaction(committed, ask):
    states = []

    def view(request):
        states.append(connection.in_atomic_block)
        return HttpResponse()

    ask(TenancyMiddleware, view)
    ask(TenancyMiddleware, view, method="post")
    assert states == [False, False]


def test_a_standing_is_read_once_per_request(ask, member, django_assert_num_queries):
    def view(request):
        with django_assert_num_queries(1):
            first = standing_of(request.user, on=date(2026, 7, 1))
            assert standing_of(request.user, on=date(2026, 7, 1)) is first
        return HttpResponse()

    ask(TenancyMiddleware, view, by=member)


def test_a_request_costs_one_query_beside_its_transaction(ask, member, django_assert_num_queries):
    # Inside a test's transaction: savepoint, what to put back, the tenant, put back, release.
    with django_assert_num_queries(5):
        ask(TenancyMiddleware, lambda request: HttpResponse(), by=member)


# ------------------------------------------------------------------ second factor


@pytest.fixture
def manager(db):
    with as_system():
        return make.staff()


def test_staff_without_second_factor_sets_one_up_first(ask, settings, manager):
    settings.DEMO = False
    answer = ask(TenancyMiddleware, counts, by=manager)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    assert ask(TenancyMiddleware, counts, by=manager, path="/no/such/page/").status_code == 200
    for path in ("/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/logout/"):
        assert ask(TenancyMiddleware, counts, by=manager, path=path).status_code == 200


def test_staff_with_a_second_factor_go_on(ask, settings, manager):
    settings.DEMO = False
    Authenticator.objects.create(user=manager, type=Authenticator.Type.TOTP, data={})
    assert ask(TenancyMiddleware, counts, by=manager).status_code == 200


def test_a_second_factor_given_at_sign_in_costs_no_query(ask, settings, manager):
    settings.DEMO = False

    def recorded(get_response):
        def middleware(request):
            record_authentication(request, request.user, method="mfa")
            return TenancyMiddleware(get_response)(request)

        return middleware

    assert ask(recorded, counts, by=manager).status_code == 200


def test_customers_people_and_the_demo_need_none(ask, settings, manager, member):
    settings.DEMO = False
    assert ask(TenancyMiddleware, counts, by=member).status_code == 200
    settings.DEMO = True
    assert ask(TenancyMiddleware, counts, by=manager).status_code == 200


def test_who_opens_the_administration_needs_one_too(ask, settings, member):
    settings.DEMO = False
    member.is_staff = True
    assert ask(TenancyMiddleware, counts, by=member).status_code == 302


# ----------------------------------------------------------------------- language


def speaks(request):
    return HttpResponse(translation.get_language())


def test_a_person_is_spoken_to_in_their_language(ask, member):
    member.language = "fr"
    answer = ask(LanguageMiddleware, speaks, by=member, accept_language="nl")
    assert (answer.content, answer["Content-Language"]) == (b"fr", "fr")
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize(("asked", "spoken"), [("nl-BE,nl;q=0.9", b"nl"), ("it", b"en")])
def test_a_visitor_is_spoken_to_as_the_browser_asks(ask, asked, spoken):
    assert ask(LanguageMiddleware, speaks, accept_language=asked).content == spoken


def test_the_language_does_not_outlive_the_request(ask, member):
    member.language = "fr"
    with translation.override("en"):
        ask(LanguageMiddleware, speaks, by=member)
        assert translation.get_language() == "en"
