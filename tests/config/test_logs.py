"""Logs name request and document, and tell no path that may hold a token."""

import json
import logging
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from config.logs import ContextFilter, JsonFormatter, RefusalFilter, context
from tests.macd import make


@pytest.fixture
def written():
    """What the loggers write, an object a line."""
    lines = []

    class Keeper(logging.Handler):
        def emit(self, record):
            lines.append(json.loads(JsonFormatter().format(record)))

    keeper = Keeper()
    keeper.addFilter(ContextFilter())
    logging.getLogger().addHandler(keeper)
    logging.getLogger("macd.request").setLevel(logging.INFO)
    yield lines
    logging.getLogger().removeHandler(keeper)


@pytest.mark.usefixtures("system")
def test_a_request_is_one_line_with_document_and_person(written):
    world = make.world()
    document = make.submitted(world)
    client = Client()
    client.force_login(world.manager)
    answer = client.get(document.get_absolute_url(), headers={"X-Request-ID": "probe-12345"})
    (line,) = [each for each in written if each["logger"] == "macd.request"]
    assert answer["X-Request-ID"] == line["request_id"] == "probe-12345"
    assert line["document"] == document.number
    assert line["person"] == world.manager.pk
    assert (line["method"], line["status"]) == ("GET", 200)
    assert line["route"] == "documents/<slug:number>/"
    assert context.get() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "short", "x" * 65, "with space 123", 'quote"12345', "ä" * 9])
def test_an_id_that_is_none_is_replaced(given, written):
    answer = Client().get("/accounts/login/", headers={"X-Request-ID": given})
    assert answer["X-Request-ID"] != given
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.django_db
def test_no_token_is_logged(written):
    Client().get("/notifications/stop/a-secret-token/")
    assert not [
        each
        for each in written
        if "a-secret-token" in str(each) and each["logger"] == "macd.request"
    ]


def test_an_exception_and_what_was_given_with_it_are_told():
    try:
        raise ValueError("no")
    except ValueError:
        record = logging.getLogger("x").makeRecord(
            "x", logging.ERROR, "f", 1, "%s failed", ("It",), sys.exc_info(),
            extra={"document": "MACD-2026-00001", "outbox": 7},
        )  # fmt: skip
    told = json.loads(JsonFormatter().format(record))
    assert told["message"] == "It failed"
    assert "ValueError: no" in told["exception"]
    assert (told["document"], told["outbox"], told["level"]) == ("MACD-2026-00001", 7, "ERROR")


@pytest.mark.parametrize(("error", "kept"), [(PermissionDenied("no"), False), (OSError(), True)])
def test_a_page_that_is_refused_is_told_without_where_in_the_code(error, kept):
    try:
        raise error
    except (PermissionDenied, OSError):
        record = logging.getLogger("x").makeRecord(
            "x", logging.WARNING, "f", 1, "Forbidden", (), sys.exc_info()
        )
    assert RefusalFilter().filter(record)
    assert ("exception" in json.loads(JsonFormatter().format(record))) is kept
