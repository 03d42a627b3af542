"""Logs as lines of JSON that name request and document, and one line for each request."""

import json
import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from config.traffic import count

HEADER = "X-Request-ID"
# What a proxy in front may give; anything else is replaced, so that nobody writes into our logs.
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What every record has; the rest was given by who logged.
USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request"}

context: ContextVar[dict[str, str]] = ContextVar("log_context", default={})  # noqa: B039  read only
logger = logging.getLogger("macd.request")


class ContextFilter(logging.Filter):
    """Puts request id and document number on every record of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Add what the request knows; never drop a record."""
        for name, value in context.get().items():
            if not hasattr(record, name):
                setattr(record, name, value)
        return True


class RefusalFilter(logging.Filter):
    """Tells of a page that was refused without where in the code: nothing went wrong there."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback of a refusal away; never drop a record."""
        if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
            record.exc_info = None
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record with all that was given with it."""
        facts: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        facts |= {name: value for name, value in vars(record).items() if name not in USUAL}
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False, default=str)


class RequestLogMiddleware:
    """Gives each request an id, and writes a line when it is answered.

    The address is told as its pattern: a path may hold a token, and its names are in the facts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, with the id in the answer and in every record."""
        given = request.headers.get(HEADER, "")
        known = {"request_id": given if GIVEN.fullmatch(given) else uuid4().hex}
        token = context.set(known)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            response.headers[HEADER] = known["request_id"]
            self._tell(request, response.status_code, time.monotonic() - began)
        finally:
            context.reset(token)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Remember which document an address names."""
        if "number" in kwargs:
            context.get()["document"] = str(kwargs["number"])[:40]

    def _tell(self, request: HttpRequest, status: int, seconds: float) -> None:
        match = request.resolver_match
        user = getattr(request, "user", None)
        facts = {
            "method": request.method,
            "route": match.route if match else "",
            "status": status,
            "milliseconds": round(seconds * 1000),
            "person": user.pk if user is not None and user.is_authenticated else None,
        }
        count(request.method, str(facts["route"]), status, seconds)
        logger.info("%s %s %d", request.method, facts["route"] or "?", status, extra=facts)
