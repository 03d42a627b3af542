"""The desk and the month as files, with the totals of the page."""

import csv
import io

import pytest

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
