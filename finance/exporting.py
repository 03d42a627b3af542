"""Tables that leave the house: rows streamed as CSV, or written to a sheet row by row."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO

import xlsxwriter

Cell = str | int | Decimal | date | None
Row = Sequence[Cell]
# What a spreadsheet program would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_rows(rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as CSV in UTF-8, with the mark by which spreadsheet programs know it."""
    line = io.StringIO(newline="")
    writer = csv.writer(line, delimiter=";")
    yield b"\xef\xbb\xbf"
    for row in rows:
        writer.writerow([_as_text(cell) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _as_text(cell: Cell) -> str:
    """A cell as text: amounts with a point, days as ISO, words never as a formula."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return safe(cell) if isinstance(cell, str) else str(cell)


def safe(words: str) -> str:
    """Words that no spreadsheet program runs: one that begins like a formula is quoted."""
    return f"'{words}" if words.startswith(FORMULA) else words


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
