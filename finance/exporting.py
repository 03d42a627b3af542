"""Tables that leave the house as a sheet, written row by row."""

import tempfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import IO

import xlsxwriter

from macd.exporting import Row


def sheet(rows: Iterable[Row], *, name: str) -> IO[bytes]:
    """A workbook of one sheet in a file of its own, written row by row in constant memory.

    Words are written as words, so that none is run as a formula.
    """
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - the answer that streams it closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        page = book.add_worksheet(name[:31])
        amount = book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    page.write_number(y, x, float(round(cell, 2)), amount)
                elif isinstance(cell, date):
                    page.write_datetime(y, x, cell, day)
                elif isinstance(cell, int):
                    page.write_number(y, x, cell)
                elif cell is not None:
                    page.write_string(y, x, cell)
    kept.seek(0)
    return kept
