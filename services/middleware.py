"""The numbers of the house are read once for each request, however many rules ask for them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from services.parameters import remembering_parameters

Answer = Callable[[HttpRequest], HttpResponseBase]


class ParametersMiddleware:
    """Remember parameters for the length of one request; a change counts from the next one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with what the first rule that asked has read."""
        with remembering_parameters():
            return self.get_response(request)
