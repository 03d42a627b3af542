"""Tables that leave the house as CSV: streamed row by row, no cell of which is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

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
