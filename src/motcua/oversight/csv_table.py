"""Tables as CSV files that Vietnamese spreadsheets open by a double click. Pure.

UTF-8 with a byte order mark, semicolons (the comma is the decimal sign), every row ended by CR LF.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

Cell = str | int
BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def csv_rows(header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The file, row by row."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    yield BOM
    for row in chain([header], rows):
        writer.writerow([safe(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def safe(cell: Cell) -> Cell:
    """The cell as a spreadsheet shows it: a text that it would calculate gets an apostrophe in front.

    >>> safe("=HYPERLINK(1)"), safe(-5), safe(" @x")
    ("'=HYPERLINK(1)", -5, "' @x")
    """
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(_FORMULA):
        return f"'{cell}"
    return cell
