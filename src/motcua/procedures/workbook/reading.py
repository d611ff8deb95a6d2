"""A workbook's bytes as rows. Pure: everything happens in memory.

Refused whole: what is no workbook, unpacks to far too much, or declares entities. Told by row and column:
everything else.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from motcua.files.containers import open_document_kind
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.search import fold
from motcua.procedures.workbook.cells import CellProblem, Row
from motcua.procedures.workbook.columns import (
    COLUMNS,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    Sheet,
    by_heading,
    sheet_of,
)

_HEADING_ROWS = 10  # above the headings an office may write a title


class WorkbookRefused(Refusal):
    """Nothing of the workbook is taken over. `problems` holds every reason, by sheet, row and column."""

    def __init__(self, problems: Sequence[CellProblem]) -> None:
        super().__init__(
            "workbook_refused",
            N_("The workbook has %(count)s errors; nothing was changed."),
            N_("Correct the cells named and send the workbook again."),
            params={"count": len(problems)},
        )
        order = list(Sheet)
        self.problems = tuple(
            sorted(problems, key=lambda one: (order.index(Sheet(one.sheet)), one.row, one.column))
        )


def read_rows(data: bytes) -> tuple[dict[Sheet, list[Row]], list[CellProblem]]:
    """The rows of every known sheet, and what is wrong with the sheets themselves.

    Raises Refusal for a file that is no workbook or could not be opened safely.
    """
    problems: list[CellProblem] = []
    found: dict[Sheet, list[Row]] = {}
    try:
        _refuse_unsafe(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for title in book.sheetnames:
            sheet = sheet_of(title)
            if sheet is not None and sheet in COLUMNS and sheet not in found:
                found[sheet] = list(_rows(sheet, book[title].iter_rows(values_only=True), problems))
    except Refusal:
        raise
    except Exception as error:  # a broken file fails anywhere inside the library, with anything
        raise _broken() from error
    if Sheet.PROCEDURES not in found:
        raise Refusal(
            "workbook_without_sheet",
            N_("The workbook has no sheet “%(sheet)s”."),
            N_("Download the template and fill it in."),
            params={"sheet": Sheet.PROCEDURES.value},
        )
    return found, problems


def _rows(sheet: Sheet, lines: Iterator[tuple[Any, ...]], problems: list[CellProblem]) -> Iterator[Row]:
    known = by_heading(sheet)
    names: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        cells = line[:MAX_COLUMNS]
        if number > MAX_ROWS:
            raise Refusal(
                "workbook_too_long",
                N_("The sheet “%(sheet)s” has more than %(most)s rows."),
                N_("Split the workbook, then send the parts."),
                params={"sheet": sheet.value, "most": MAX_ROWS},
            )
        if not names:
            names = _headings(cells, known)
            if names:
                _check_headings(sheet, number, cells, names, problems)
            elif number >= _HEADING_ROWS:
                break
            continue
        if any(cell is not None and str(cell).strip() for cell in cells):
            values = {name: cells[place] for place, name in names.items() if place < len(cells)}
            letters = {name: get_column_letter(place + 1) for place, name in names.items()}
            yield Row(sheet, number, values, letters, problems)
    if not names:
        problems.append(
            CellProblem(
                sheet.value, 1, "", N_("The headings were not found."),
                N_("Keep the row of headings as in the template."),
            )
        )  # fmt: skip


def _headings(cells: Sequence[Any], known: dict[str, Any]) -> dict[int, str]:
    """The columns by their place, when this is the row of headings: it holds the first needed one."""
    found = {
        place: known[fold(str(cell))].name
        for place, cell in reversed(list(enumerate(cells)))
        if cell is not None and fold(str(cell)) in known
    }
    first = next(iter(known.values())).name
    return dict(sorted(found.items())) if first in found.values() else {}


def _check_headings(
    sheet: Sheet, number: int, cells: Sequence[Any], names: dict[int, str], problems: list[CellProblem]
) -> None:
    for place, cell in enumerate(cells):
        if cell is None or not str(cell).strip():
            continue
        heading = f"{get_column_letter(place + 1)} ({str(cell)[:60]})"
        if place not in names:
            hint = N_("Use a heading of the template, or delete the column.")
            problems.append(CellProblem(sheet.value, number, heading, N_("This heading is not known."), hint))
        elif list(names.values()).index(names[place]) != list(names).index(place):
            hint = N_("Delete one of the two columns.")
            problems.append(CellProblem(sheet.value, number, heading, N_("This column stands twice."), hint))
    for column in COLUMNS[sheet]:
        if column.needed and column.name not in names.values():
            problems.append(
                CellProblem(
                    sheet.value, number, column.heading, N_("This column is missing."),
                    N_("Add it as in the template."),
                )
            )  # fmt: skip


def _refuse_unsafe(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise Refusal(
            "file_too_large", N_("The file is larger than 10 MB."), N_("Split it, then send the parts.")
        )
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise _broken()
    kind = open_document_kind(io.BytesIO(data), N_("The workbook"))
    if kind is None or "spreadsheetml" not in kind:
        raise _broken()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.lower().endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    if b"<!DOCTYPE" in part.read(4096):
                        raise _broken()


def _broken() -> Refusal:
    return Refusal(
        "workbook_broken",
        N_("The file cannot be read as a workbook."),
        N_("Save it as Excel workbook (.xlsx) without a password, then send it again."),
    )
