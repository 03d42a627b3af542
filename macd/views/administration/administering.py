"""Django's own administration writes once as well: what was sent twice gets the first answer."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from macd.refusals import StepDenied
from macd.views.common import write_once

NAMESPACE = "admin"


class NotWritten(Exception):
    """The form was shown again, so nothing was written and the key stays free."""

    def __init__(self, answer: HttpResponseBase) -> None:
        super().__init__()
        self.answer = answer


class AdministrationMiddleware:
    """Runs a form of the administration under the key that its page carries (rule 21)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; what counts happens once the view is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Any,
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Answer in the view's place where it is a form of the administration with a key.

        Raises BadRequest where what is asked for cannot be in any text.
        """
        match = request.resolver_match
        if match is None or match.namespace != NAMESPACE:
            return None
        if any("\x00" in text for asked in request.GET.lists() for text in (asked[0], *asked[1])):
            # PostgreSQL takes no NUL in a text, so nothing can be found by one.
            raise BadRequest("NUL")
        asked = (
            request.method == "POST"
            and request.user.is_authenticated
            and request.POST.get("idempotency_key")
        )
        if not asked:
            return None

        def write() -> str:
            answer = view(request, *args, **kwargs)
            if not isinstance(answer, HttpResponseRedirect):
                raise NotWritten(answer)
            return answer.url

        try:
            return write_once(request, write)
        except NotWritten as shown:
            return shown.answer
        except StepDenied:
            # The key was used for something else: a page that is open since long.
            return redirect(request.get_full_path())
