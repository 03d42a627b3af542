"""Tables that leave the house."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal

from macd.exporting import csv_rows, safe
from macd.sheets import sheet

ROWS = [
    ["Name", "Sum"],
    ["=HYPERLINK(1)", Decimal("1234.5")],
    ['é; "x"\n', None, 3, date(2026, 3, 2)],
]


def test_csv_is_read_back_as_it_was_and_runs_nothing():
    content = b"".join(csv_rows(ROWS))
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [
        ["Name", "Sum"],
        ["'=HYPERLINK(1)", "1234.50"],
        ['é; "x"\n', "", "3", "2026-03-02"],
    ]


def test_words_that_begin_like_a_formula_are_quoted():
    for words in ("=1", "+1", "-1", "@x", "\tx", "\rx"):
        assert safe(words) == f"'{words}"
    assert safe("a=1") == "a=1"


def test_rows_are_made_one_by_one():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield [number]

    stream = csv_rows(rows())
    next(stream), next(stream)
    assert asked == [0]


def test_a_sheet_holds_words_not_formulas():
    with sheet(ROWS, name="x" * 40) as kept, zipfile.ZipFile(kept) as book:
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK(1)" in page
    assert "<f>" not in page
    assert "1234.5" in page
