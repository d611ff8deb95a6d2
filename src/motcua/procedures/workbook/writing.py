"""The workbook to fill in, empty or with what is published. Pure: everything happens in memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any, TypeVar

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from motcua.calendars.worktime import Cutoff
from motcua.procedures.drafts import DocumentDraft, Draft
from motcua.procedures.fees import FeeRow
from motcua.procedures.tiers import tiers_text
from motcua.procedures.workbook import columns as col
from motcua.procedures.workbook.columns import COLUMNS, MAX_ROWS, Sheet

Meaning = TypeVar("Meaning")
_LINES = ("results", "applicants", "conditions", "legal_bases", "keywords", "notes")
_HEAD = PatternFill("solid", fgColor="FF07454B")
_GUIDE = (
    "Mỗi thủ tục là một dòng ở trang “Thủ tục”; giấy tờ và phí ghi ở trang riêng, nhắc lại mã thủ tục.",
    "Cột nào bỏ đi thì nội dung đang có được giữ nguyên. Thủ tục không có dòng nào ở trang “Giấy tờ”, “Phí, lệ "
    "phí” thì giữ giấy tờ, phí đang có; có dòng thì các dòng ấy thay toàn bộ.",
    "Hãy chạy thử trước: hệ thống báo từng lỗi theo dòng và cột, chưa thay đổi gì. Còn một lỗi thì không có gì "
    "được nhập.",
    "Thủ tục mới và thủ tục có thay đổi được công bố từ ngày có hiệu lực, theo quyết định đã ghi.",
)


def workbook(contents: Mapping[str, Draft], fields: Mapping[str, str], at: datetime) -> bytes:
    """The workbook: one row for each procedure by its code, or only headings when there is none.

    `fields` are the names of all fields by code, `at` is when it is made.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    book.properties.creator = "motcua"
    first = book.active
    assert isinstance(first, Worksheet)
    _sheet(first, Sheet.PROCEDURES, (_procedure(code, one) for code, one in contents.items()))
    _sheet(
        book.create_sheet(), Sheet.DOCUMENTS,
        (_document(code, one, paper) for code, one in contents.items() for paper in one.documents),
    )  # fmt: skip
    _sheet(
        book.create_sheet(), Sheet.FEES,
        (_fee(code, fee) for code, one in contents.items() for fee in one.fees),
    )  # fmt: skip
    _sheet(book.create_sheet(), Sheet.FIELDS, ([code, name] for code, name in fields.items()))
    _guide(book.create_sheet())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(sheet: Worksheet, kind: Sheet, rows: Iterable[Sequence[Any]]) -> None:
    sheet.title = kind.value
    columns = COLUMNS[kind]
    sheet.append([column.heading for column in columns])
    for place, column in enumerate(columns, 1):
        head = sheet.cell(1, place)
        head.font, head.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
        head.alignment = Alignment(wrap_text=True, vertical="center")
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        cells = f"{letter}2:{letter}{MAX_ROWS}"
        if column.choices:
            listed = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            listed.error, listed.showErrorMessage = "Hãy chọn một giá trị trong danh sách.", True
            sheet.add_data_validation(listed)
            listed.add(cells)
        if column.name == "code":  # as text, so that no zero at the end is lost
            sheet.column_dimensions[letter].number_format = "@"
    for row in rows:
        sheet.append([_plain(value) for value in row])
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with = stays a text
    sheet.freeze_panes = "B2"


def _guide(sheet: Worksheet) -> None:
    sheet.title = Sheet.HELP.value
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 26
    sheet.column_dimensions["C"].width = 90
    for line in _GUIDE:
        sheet.append([line])
    sheet.append([])
    sheet.append(["Trang", "Cột", "Cách ghi"])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for kind, columns in COLUMNS.items():
        for column in columns:
            known = f"Chọn: {'; '.join(column.choices)}." if column.choices else ""
            needed = "Bắt buộc." if column.needed else ""
            sheet.append([kind.value, column.heading, " ".join(filter(None, [needed, column.help, known]))])


def _procedure(code: str, one: Draft) -> list[Any]:
    values: dict[str, Any] = {
        "code": code,
        "name": one.name,
        "field": one.field_code,
        "levels": "; ".join(_word(col.LEVELS, level) for level in one.levels),
        "legal_value": one.legal_value,
        "committed_value": one.committed_value,
        "time_unit": _word(col.UNITS, one.time_unit),
        "cutoff": _cutoff(one.cutoff),
        "channels": "; ".join(_word(col.CHANNELS, channel) for channel in one.channels),
        "online_level": _word(col.ONLINE, one.online_level),
        "boundary_free": _word(col.YES_NO, one.boundary_free),
        "document_sets": one.document_sets,
        "documents_complete": _word(col.YES_NO, one.documents_complete),
        **{name: "\n".join(getattr(one, name)) for name in _LINES},
    }
    return [values[column.name] for column in COLUMNS[Sheet.PROCEDURES]]


def _document(code: str, one: Draft, paper: DocumentDraft) -> list[Any]:
    values: dict[str, Any] = {
        "code": code,
        "case": "" if paper.case is None else one.cases[paper.case].name,
        **{
            name: getattr(paper, name)
            for name in ("name", "originals", "copies", "form", "only_if", "replaced_by")
        },
    }
    return [values[column.name] for column in COLUMNS[Sheet.DOCUMENTS]]


def _fee(code: str, fee: FeeRow) -> list[Any]:
    values: dict[str, Any] = {
        "code": code,
        "kind": _word(col.FEE_KINDS, fee.kind),
        "channel": _word(col.CHANNELS, fee.channel),
        "tiers": tiers_text(fee.tiers),
        **{name: getattr(fee, name) for name in ("amount", "per", "when", "place", "cap_per_copy", "set_by")},
    }
    return [values[column.name] for column in COLUMNS[Sheet.FEES]]


def _word(known: Mapping[str, Meaning], meaning: object) -> str:
    return next((word for word, one in known.items() if one == meaning), "")


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        # Signs that no workbook can hold; an empty text is an empty cell.
        return "".join(sign for sign in value if sign >= " " or sign in "\n\t") or None
    return value


def _cutoff(cutoff: Cutoff | None) -> str | None:
    if isinstance(cutoff, time):
        return f"{cutoff:%H:%M}"
    return col.LAST_HOUR_WORDS if cutoff else None
