"""What is shown where no answer could be made: our mistake, or a database that is busy or away."""

from http import HTTPStatus
from sys import exc_info

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
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
