"""What is shown where no answer could be made: our mistake, a busy database, or no page there."""

from collections.abc import Callable
from http import HTTPStatus
from sys import exc_info

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.defaults import server_error

from accounts.unsent import fields_to_send

PASSING = (OperationalError, InterfaceError)
"""What goes by: others hold what is wanted for longer than one waits (`lock_timeout`), two wait
for each other, or there is no connection. Nothing of it was written, the transaction is gone."""
AGAIN_AFTER = 5
"""Seconds until a caller should try again."""


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: 503 with a way to send it again where that helps, else 500.

    A form carries the key it was made with, so sending it again can never write twice (rule 21).
    """
    if not isinstance(exc_info()[1], PASSING):
        return server_error(request)
    page = {"request_path": request.get_full_path(), "sent": request.method == "POST"}
    if request.method == "POST":
        page |= {"fields": fields_to_send(request), "had_files": bool(request.FILES)}
        page |= {"csrf_token": get_token(request)}
    return HttpResponse(
        render_to_string("503.html", page),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": AGAIN_AFTER},
    )


class NoPageMiddleware:
    """Say in words that an address only takes what a form sends, where a browser opened it.

    It is opened so after the answer to a form: by a reload from the address bar, or from history.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; put a page into an empty refusal."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            number = request.resolver_match.kwargs.get("number") if request.resolver_match else None
            page = {"number": number, "document_url": number and reverse("document", args=[number])}
            response.content = render_to_string("405.html", page).encode()
        return response
