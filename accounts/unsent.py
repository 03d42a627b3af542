"""What somebody sent after being signed out: kept until they are signed in again, then offered.

So is what was typed where the language is switched in a browser without scripts, or where a page
asks who it is before it goes on.

Only to them: a signed cookie tells who was signed in last in this browser, and whoever else signs
in there is shown nothing.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import urlencode
from django.views import csrf

KEY = "unsent"
READER = "reader"
MOST_CHARACTERS = 64 * 1024
"""A page that holds more than this is not kept: nobody types that much between two saves."""

# Never kept: proofs of who somebody is.
SECRET = ("password", "secret", "token", "credential", "otp")
OWN = "/accounts/"
# Sent along by every form; nobody typed it.
TECHNICAL = frozenset(
    {
        "csrfmiddlewaretoken",
        "idempotency_key",
        "content_hash",
        "revision",
        "seen",
        "next",
        "go",
        "stood_on",
    }
)
SWITCHES = frozenset({"", "on", "true", "yes", "no", "1"})


@dataclass(frozen=True, slots=True)
class Unsent:
    """A form that did not arrive: where it goes, the page it stood on, what was in it."""

    path: str
    page: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def typed(self) -> list[str]:
        """What a person wrote or chose in it, as far as it can be read back."""
        found = (
            value
            for name, value in self.fields
            if name not in TECHNICAL and value.strip() not in SWITCHES
        )
        return list(dict.fromkeys(found))[:20]


def unsent_in(request: HttpRequest) -> Unsent | None:
    """What is kept for who is signed in, if anything."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None or kept["person"] != str(request.user.pk):
        return None
    fields = [(name, value) for name, value in kept["fields"]]
    return Unsent(kept["path"], kept["page"], fields, kept["had_files"])


def keep_typed(request: HttpRequest, *, beside: Collection[str]) -> bool:
    """Keep what a form of the page it stood on held, sent elsewhere with the fields ``beside``.

    False where nothing was typed, and where it may not or cannot be kept.
    """
    names = request.POST.keys() - {*beside, *TECHNICAL}
    if not any(value.strip() for name in names for value in request.POST.getlist(name)):
        return False
    return keep_unsent(request, path=page_of(request).partition("?")[0])


def keep_unsent(request: HttpRequest, *, path: str = "") -> bool:
    """Keep what was sent in the browser's session, to be sent to ``path``, else where it was sent.

    False where it may not or cannot be kept.
    """
    path = path or request.path
    fields = fields_to_send(request)
    in_background = request.headers.keys() & {"Hx-Request", "X-Requested-With"}
    person = str(request.user.pk) if request.user.is_authenticated else _reader(request)
    if not person or fields is None or in_background or path.startswith(OWN):
        return False
    request.session[KEY] = {
        "person": person,
        "path": path,
        "page": page_of(request),
        "fields": fields,
        "had_files": bool(request.FILES),
    }
    return True


def fields_to_send(request: HttpRequest) -> list[tuple[str, str]] | None:
    """What was sent, for a form that sends it again; None where it may not be kept or shown."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]
    secret = any(word in name.lower() for name, _value in fields for word in SECRET)
    long = sum(len(name) + len(value) for name, value in fields) > MOST_CHARACTERS
    return None if secret or long else fields


def forget_unsent(request: HttpRequest) -> None:
    """It was sent, or is not wanted any more."""
    request.session.pop(KEY, None)


def _reader(request: HttpRequest) -> str:
    """Who was signed in last in this browser; empty where that is not known."""
    return str(request.get_signed_cookie(READER, default="", salt=KEY) or "")


def _remember_reader(request: HttpRequest, response: HttpResponseBase) -> None:
    person = str(request.user.pk)
    if isinstance(response, HttpResponse) and _reader(request) != person:
        response.set_signed_cookie(
            READER,
            person,
            salt=KEY,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def page_of(request: HttpRequest) -> str:
    """The page of ours on which the form stood: as the browser says, else as the form does.

    Home where neither does.
    """
    try:
        stood = urlsplit(request.headers.get("Referer") or request.POST.get("stood_on", ""))
    except ValueError:
        return "/"
    if stood.netloc not in ("", request.get_host()) or not is_ours(stood.path):
        return "/"
    return stood.path + (f"?{stood.query}" if stood.query else "")


def is_ours(path: str) -> bool:
    """Whether a page of ours is there, other than those of signing in."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return not path.startswith(OWN)


class UnsentMiddleware:
    """A form that is sent after the session ended leads to the sign-in, and is offered after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; keep what a signed-out person sent to a page that asks to sign in."""
        if request.method != "POST":
            return self.get_response(request)
        if request.user.is_authenticated and _is_kept(request):
            forget_unsent(request)
        response = self.get_response(request)
        if not request.user.is_authenticated and _asks_to_sign_in(response):
            back = resolve_url(KEY) if keep_unsent(request) else page_of(request)
            login = resolve_url("account_login")
            response.headers["Location"] = f"{login}?{urlencode({REDIRECT_FIELD_NAME: back})}"
        if request.user.is_authenticated:
            _remember_reader(request, response)
        return response


def _is_kept(request: HttpRequest) -> bool:
    kept = unsent_in(request)
    return kept is not None and kept.path == request.path


def _asks_to_sign_in(response: HttpResponseBase) -> bool:
    """Whether it leads to the sign-in, and back to what was asked for."""
    where = urlsplit(str(response.headers.get("Location", "")))
    is_sign_in = where.path == resolve_url("account_login")
    return is_sign_in and REDIRECT_FIELD_NAME in parse_qs(where.query)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form of an older session: our own page's is offered again, others are refused."""
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") == ours and keep_unsent(request):
        return redirect(KEY)
    return csrf.csrf_failure(request, reason)
