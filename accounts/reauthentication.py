"""Proving again who one is, before something that binds."""

from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts import clock
from accounts.unsent import is_ours, page_of

# How long a proof counts (promise 10).
WINDOW = timedelta(minutes=5)
LEFT = "left"


def recently_authenticated(request: HttpRequest, at: datetime) -> bool:
    """Tell whether the person proved who they are again in the five minutes before `at`.

    Signing in does not count: what is asked for is a deliberate second proof, by password,
    authenticator or passkey, in this session.
    """
    if not request.user.is_authenticated:
        return False
    proofs = [
        datetime.fromtimestamp(each["at"], UTC)
        for each in get_authentication_records(request, request.user)
        if each.get("reauthenticated")
    ]
    if not proofs:
        return False
    # Proofs are stamped with the real time; `at` may be the demo's.
    return timedelta() <= at - clock.shift() - proofs[-1] < WINDOW


def page_left(request: HttpRequest) -> str:
    """The page from which somebody was asked for a proof, to go back to without one; else home."""
    left = request.GET.get(LEFT, "")
    return left if left.startswith("/") and is_ours(left.partition("?")[0]) else reverse("home")


def redirect_to_reauthentication(
    request: HttpRequest, back_to: str | None = None
) -> HttpResponseRedirect:
    """Send the person to prove who they are; they come back to this page (or `back_to`).

    Who would rather not goes back to the page they came from.
    """
    back_to = back_to or request.get_full_path()
    query = urlencode({REDIRECT_FIELD_NAME: back_to, LEFT: page_of(request)})
    return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")
