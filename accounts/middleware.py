"""Who is asking: language, tenant and second factor of each request."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_vary_headers

from accounts.standing import remembering
from accounts.tenancy import Tenant, as_person
from accounts.voice import speaking

SERVER_ERROR = 500

Answer = Callable[[HttpRequest], HttpResponseBase]

# What staff without a second factor may still reach: setting one up, and leaving.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_index",
        "mfa_reauthenticate",
        "set_language",
    }
)


class LanguageMiddleware:
    """Speak the person's language, or the visitor's where nobody is signed in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Activate the language for this request only."""
        language = (
            request.user.language
            if request.user.is_authenticated
            else translation.get_language_from_request(request)
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


class TenancyMiddleware:
    """Give each request one transaction, in which the database sees only the person's customers.

    The pages speak to a customer, or about the customer to who reads at the provider.

    An answer of 500 or more undoes the transaction. A visitor has none: nothing behind the wall is
    visible without a tenant, and attempts to sign in are counted at once, not one after the other.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside the wall."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        with (
            as_person(request.user) as tenant,
            remembering(tenant),
            speaking(to_staff=tenant.is_staff),
        ):
            if lacks_second_factor(request, tenant):
                return redirect("mfa_index")
            response = self.get_response(request)
            if response.status_code >= SERVER_ERROR:
                transaction.set_rollback(True)
            return response


def lacks_second_factor(request: HttpRequest, tenant: Tenant) -> bool:
    """Tell whether staff must first set up a second factor; never in the demo."""
    user = request.user
    if settings.DEMO or not user.is_authenticated or not (tenant.is_staff or user.is_staff):
        return False
    if any(
        each.get("method") == "mfa" for each in get_authentication_records(request, request.user)
    ):
        return False
    try:
        page = resolve(request.path_info).url_name
    except Resolver404:
        return False
    return page not in BEFORE_SECOND_FACTOR and not is_mfa_enabled(request.user)
