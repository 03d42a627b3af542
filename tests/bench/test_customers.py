"""The customers of a campaign send and sign over the web, and keep receipts."""

from collections.abc import Iterator
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections

from accounts.clock import now
from accounts.tenancy import as_system
from bench.frame.customers import Customers
from macd.models import Document, Rendering
from macd.sealing import make_preview
from macd.vocabulary import Status


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def customers(committed: None, settings: Any) -> Iterator[Customers]:
    settings.MACD_CLOCK = "2026-03-02T09:30:00+00:00"
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)

    def serve() -> None:
        server.serve_forever(0.05)
        connections.close_all()

    thread = Thread(target=serve)
    thread.start()
    yield Customers(port=server.server_port, companies=1)
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_request_is_sent_approved_and_signed(customers: Customers) -> None:
    customers.prepare(1)
    [company] = customers.companies
    number = company.drafts.pop()
    assert customers.submit(company, number), customers.refused
    customers.approve(company, number)
    customers.approve(company, number)
    with as_system():
        assert Document.objects.get(number=number).status == Status.AWAITING_SIGNATURE
        owed = Rendering.objects.get(document__number=number)
    make_preview(owed.pk, at=now())
    assert customers.sign(company, number), customers.refused
    assert [receipt.number for receipt in customers.signed] == [number]
