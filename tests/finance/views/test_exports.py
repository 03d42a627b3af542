"""The desk and the month as files, with the totals of the page."""

import csv
import gc
import io
import tracemalloc

import pytest
from django.db import connection

from bench.frame.copies import copy_of, copy_per
from services.models import CancellationCase
from tests.macd import make

URL = "/cancellations/report/"


@pytest.fixture
def signed(world):
    """Two documents that were signed in the month."""
    return [make.agreed(world, make.change(make.replace_service(world))) for _ in range(2)]


def table(answer):
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))


def test_the_exported_total_is_that_of_its_rows_and_of_the_page(world, signed, browser):
    client = browser(world.finance)
    head, *rows, total = table(client.get(f"{URL}csv/"))
    assert [row[0] for row in rows] == [document.number for document in signed]
    assert head[-1] == "A month"
    assert float(total[-1]) == sum(float(row[-1]) for row in rows) == 80.0
    assert "+€\u00a080.00" in client.get(URL).content.decode()


def test_the_desk_is_exported_as_it_is_filtered(world, case, browser):
    other = make.world()
    CancellationCase.objects.create(
        customer=other.customer, opened_by=other.signatory, received_at=make.AT, channel="page"
    )
    client = browser(world.finance)
    _head, *rows, total = table(client.get("/cancellations/export/csv/"))
    assert len(rows) == 2
    assert total[5] == "100.00"
    filtered = {"q": world.customer.legal_name}
    _head, *rows, total = table(client.get("/cancellations/export/csv/", filtered))
    assert [row[0] for row in rows] == [world.customer.legal_name]


def test_a_sheet_is_a_sheet_and_nothing_else_is_offered(world, case, browser):
    client = browser(world.finance)
    answer = client.get("/cancellations/export/xlsx/")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert answer["Content-Disposition"].endswith('leaving-open.xlsx"')
    assert client.get("/cancellations/export/pdf/").status_code == 404
    assert client.get(f"{URL}pdf/").status_code == 404


@pytest.fixture
def rows(world, signed, case):
    """A function that adds so many items to the month, and so many cases to the desk."""
    line = signed[0].lines.select_related("document").get()

    def added(count):
        mark = f"T{count}-%"
        with connection.cursor() as cursor:
            for statement in (
                copy_of(line.document, count, number=f"'T{count}-' || n"),
                copy_per(line, line.document, f"o.number LIKE '{mark}'", document_id="o.id"),
                copy_of(
                    world.customer,
                    count,
                    public_id="gen_random_uuid()",
                    legal_name=f"'T{count}-' || n",
                    enterprise_number=f"'1' || lpad(({count * 1000} + n)::text, 9, '0')",
                ),
                copy_per(
                    case,
                    world.customer,
                    f"o.legal_name LIKE '{mark}'",
                    customer_id="o.id",
                    public_id="gen_random_uuid()",
                ),
            ):
                cursor.execute(statement)

    return added


def most_held(client, url):
    """The most memory held while a file is made and read, and how much was read."""
    gc.collect()
    tracemalloc.start()
    answer = client.get(url)
    length = sum(len(piece) for piece in answer.streaming_content)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held, length


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_long_tables_take_no_more_memory_than_short_ones(world, rows, browser, monkeypatch, form):
    monkeypatch.setattr("finance.views.exports.CHUNK", 20)
    client = browser(world.finance)
    urls = (f"/cancellations/export/{form}/", f"{URL}{form}/")
    rows(40)
    for url in urls:
        list(client.get(url).streaming_content)
    short = [most_held(client, url) for url in urls]
    rows(360)
    for (before, less), url in zip(short, urls, strict=True):
        held, more = most_held(client, url)
        assert more > less
        assert held < before + 200_000


def test_the_same_form_for_another_sheet_is_told_on_the_page(world, browser):
    client = browser(world.finance)
    for query in ("?queue=open", "?queue=closed"):
        asked = {"what": "desk", "query": query, "idempotency_key": "k"}
        answer = client.post("/cancellations/exports/", asked, follow=True)
    assert "This form was sent before with other values." in answer.content.decode()
