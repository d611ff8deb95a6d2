"""Procedures from a spreadsheet: tried first, every error by its row and column, nothing half-written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from motcua.kernel.errors import Refusal
from motcua.procedures.models import Field, ProcedureVersion
from motcua.procedures.queries import procedure_sheet, version_in_force, versions
from motcua.procedures.services import content, import_catalogue, start_draft, withdraw
from motcua.procedures.services.workbooks import (
    Decision,
    RowFate,
    WorkbookReport,
    import_workbook,
    template,
)
from motcua.procedures.workbook.columns import COLUMNS, Sheet
from motcua.procedures.workbook.reading import WorkbookRefused
from tests.procedures.conftest import FILE, few

ONE = "1.004873"
SUMMER = date(2026, 7, 1)
BY = Decision(SUMMER, "12/QĐ-UBND", date(2026, 6, 26))


@pytest.fixture
def small(db: None) -> None:
    import_catalogue(few(ONE, "2.000815"), valid_from=date(2026, 1, 1))


def book(*rows: dict[str, Any], **sheets: list[list[Any]]) -> bytes:
    """A workbook with these procedures, given by headings, and rows of other sheets."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Thủ tục"
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    for title, lines in sheets.items():
        other = made.create_sheet(title)
        for line in lines:
            other.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def mau(**more: Any) -> dict[str, Any]:
    """A new procedure; a name of None leaves its column out."""
    row = {
        "Mã thủ tục": "LOCAL-MAU-1", "Tên thủ tục": "Thủ tục mẫu", "Lĩnh vực": "Hộ tịch",
        "Cấp thực hiện": "xã; tỉnh", "Thời hạn theo luật": "5", "Thời gian cam kết": "2,5",
        "Đơn vị": "ngày làm việc", "Giờ chốt nhận": "15:00", "Cách nộp": "trực tiếp; trực tuyến",
    }  # fmt: skip
    return {name: value for name, value in {**row, **more}.items() if value is not ...}


def take(data: bytes, **how: Any) -> WorkbookReport:
    return import_workbook(data, BY, **{"dry_run": False, **how})


def errors(data: bytes) -> list[tuple[str, int, str, str]]:
    """What is told of a workbook that is refused; nothing may have changed."""
    before = ProcedureVersion.objects.count(), Field.objects.count()
    with pytest.raises(WorkbookRefused) as refused:
        take(data)
    assert (ProcedureVersion.objects.count(), Field.objects.count()) == before
    for problem in refused.value.problems:
        assert problem.hint
    return [
        (one.sheet, one.row, one.column, one.message % dict(one.params)) for one in refused.value.problems
    ]


@pytest.mark.usefixtures("small")
def test_a_new_procedure_is_published_with_papers_fees_and_a_process() -> None:
    papers = [
        ["Mã thủ tục", "Tên giấy tờ", "Bản chính", "Trường hợp"],
        ["LOCAL-MAU-1", "Tờ khai", None, None],
        ["LOCAL-MAU-1", "Giấy ủy quyền", 0, "Nộp thay"],
    ]
    fees = [
        ["Mã thủ tục", "Loại", "Số tiền (đồng)", "Theo trang", "Khi nào", "Văn bản quy định"],
        ["LOCAL-MAU-1", "Lệ phí", "8.000", None, None, "Nghị quyết 10/2020/NQ-HĐND"],
    ]
    report = take(book(mau(), **{"Giấy tờ": papers, "Phí, lệ phí": fees}))
    assert [(line.code, line.fate) for line in report.lines] == [("LOCAL-MAU-1", RowFate.NEW)]
    version = version_in_force("LOCAL-MAU-1", SUMMER)
    assert version is not None
    sheet = procedure_sheet(version)
    assert (sheet.legal and sheet.legal.value, sheet.committed and sheet.committed.value) == (
        5,
        Decimal("2.5"),
    )
    assert sheet.legal is not None
    assert (sheet.legal.cutoff, sheet.channels, sheet.levels) == (
        time(15), ("counter", "online"), ("xa", "tinh"),
    )  # fmt: skip
    assert [[paper.name for paper in case.documents] for case in sheet.cases] == [
        ["Tờ khai"],
        ["Giấy ủy quyền"],
    ]
    assert sheet.cases[1].name == "Nộp thay"
    assert (sheet.fees[0].amount, sheet.fees[0].when) == (8000, "")
    assert sheet.fees[0].set_by == "Nghị quyết 10/2020/NQ-HĐND"
    assert sum(step.minutes or 0 for step in sheet.steps) == 1200
    assert (sheet.decision_number, sheet.decision_date) == ("12/QĐ-UBND", date(2026, 6, 26))


@pytest.mark.usefixtures("small")
def test_a_workbook_from_before_is_read_by_its_old_headings() -> None:
    fees = [
        ["Mã thủ tục", "Loại", "Số tiền (đồng)", "Khi nào, theo văn bản nào"],
        ["LOCAL-MAU-1", "Lệ phí", "8.000", "đăng ký quá hạn"],
    ]
    take(book(mau(), **{"Phí, lệ phí": fees}))
    version = version_in_force("LOCAL-MAU-1", SUMMER)
    assert version is not None
    assert procedure_sheet(version).fees[0].when == "đăng ký quá hạn"


@pytest.mark.usefixtures("small")
def test_columns_and_sheets_left_out_keep_what_is_there() -> None:
    old = version_in_force(ONE, SUMMER)
    assert old is not None
    before = content(old)[0]
    row = {
        "Mã thủ tục": ONE,
        "Tên thủ tục": before.name,
        "Lĩnh vực": before.field_code,
        "Từ khóa": "độc thân",
    }
    report = take(book(row))
    assert [(line.fate, line.places) for line in report.lines] == [(RowFate.CHANGED, ("keywords",))]
    new = version_in_force(ONE, SUMMER)
    assert new is not None
    after = content(new)[0]
    assert (after.documents, after.fees, after.legal_value) == (
        before.documents,
        before.fees,
        before.legal_value,
    )
    assert procedure_sheet(new).process_version_id == procedure_sheet(old).process_version_id
    assert [line.valid_to for line in versions(ONE)] == [None, date(2026, 6, 30)]


@pytest.mark.usefixtures("small")
def test_another_time_gets_standard_steps_within_it() -> None:
    row = {"Mã thủ tục": ONE, "Tên thủ tục": "Tên mới", "Lĩnh vực": "HOTICH", "Thời gian cam kết": 1}
    take(book(row))
    version = version_in_force(ONE, SUMMER)
    assert version is not None
    assert sum(step.minutes or 0 for step in procedure_sheet(version).steps) <= 480


def test_what_is_downloaded_and_sent_back_changes_nothing(db: None) -> None:
    import_catalogue(FILE.read_bytes(), valid_from=date(2026, 1, 1))
    report = take(template(filled=True))
    assert [line for line in report.lines if line.fate is not RowFate.UNCHANGED] == []
    assert len(report.lines) == ProcedureVersion.objects.count() == 82


@pytest.mark.usefixtures("small")
def test_the_template_has_every_column_and_the_fields_to_choose_from() -> None:
    made = load_workbook(io.BytesIO(template(filled=False)))
    assert made.sheetnames == [sheet.value for sheet in Sheet]
    for sheet, columns in COLUMNS.items():
        assert [cell.value for cell in made[sheet.value][1]] == [column.heading for column in columns]
    assert made["Thủ tục"].max_row == 1
    listed = {row[0].value for row in made["Lĩnh vực"].iter_rows(min_row=2)}
    assert listed == set(Field.objects.values_list("code", flat=True))


@pytest.mark.usefixtures("small")
def test_a_trial_says_the_same_and_changes_nothing() -> None:
    before = ProcedureVersion.objects.count()
    report = take(book(mau()), dry_run=True)
    assert (report.dry_run, report.count(RowFate.NEW)) == (True, 1)
    assert ProcedureVersion.objects.count() == before
    assert take(book(mau())).lines == report.lines


@pytest.mark.usefixtures("small")
def test_sending_it_twice_publishes_it_once() -> None:
    take(book(mau()))
    assert take(book(mau())).count(RowFate.UNCHANGED) == 1
    assert len(versions("LOCAL-MAU-1")) == 1


@pytest.mark.usefixtures("small")
def test_a_new_field_comes_with_its_sheet() -> None:
    take(
        book(
            mau(**{"Lĩnh vực": "Lĩnh vực mẫu"}),
            **{"Lĩnh vực": [["Mã lĩnh vực", "Tên lĩnh vực"], ["MAU", "Lĩnh vực mẫu"]]},
        )
    )
    assert Field.objects.get(code="MAU").name == "Lĩnh vực mẫu"


@pytest.mark.usefixtures("small")
def test_a_code_that_the_spreadsheet_took_for_a_number_is_put_right() -> None:
    take(book(mau(**{"Mã thủ tục": 1.00007})))
    assert version_in_force("1.000070", SUMMER) is not None


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        ({"Mã thủ tục": "abc"}, "A (Mã thủ tục)", "no procedure code"),
        ({"Tên thủ tục": None}, "B (Tên thủ tục)", "needs a name"),
        ({"Tên thủ tục": "x" * 501}, "B (Tên thủ tục)", "501 signs"),
        ({"Lĩnh vực": "Không có"}, "C (Lĩnh vực)", "no field"),
        ({"Cấp thực hiện": "huyện"}, "D (Cấp thực hiện)", "no known word"),
        ({"Thời hạn theo luật": "năm"}, "E (Thời hạn theo luật)", "not a number"),
        ({"Thời hạn theo luật": None}, "E (Thời hạn theo luật)", "Enter the legal time"),
        ({"Thời gian cam kết": 6}, "F (Thời gian cam kết)", "longer than the legal time"),
        ({"Đơn vị": "tuần"}, "G (Đơn vị)", "no known word"),
        ({"Giờ chốt nhận": "25:00"}, "H (Giờ chốt nhận)", "no time of day"),
        ({"Số bộ hồ sơ": "hai"}, "J (Số bộ hồ sơ)", "not a whole number"),
    ],
)
def test_every_wrong_cell_is_named_by_row_and_column(row: dict[str, Any], column: str, said: str) -> None:
    found = errors(book(mau(**{"Mã thủ tục": "LOCAL-MAU-0"}), mau(**row)))
    assert any(
        (sheet, number, place) == ("Thủ tục", 3, column) and said in text
        for sheet, number, place, text in found
    ), found


@pytest.mark.usefixtures("small")
def test_all_errors_are_told_at_once_in_the_order_of_the_workbook() -> None:
    papers = [
        ["Mã thủ tục", "Tên giấy tờ", "Bản chính"],
        ["LOCAL-MAU-1", None, "x"],
        ["1.999999", "Tờ khai", 1],
    ]
    found = errors(book(mau(), mau(), **{"Giấy tờ": papers}))
    assert [(sheet, number) for sheet, number, _column, _text in found] == [
        ("Thủ tục", 3), ("Giấy tờ", 2), ("Giấy tờ", 2), ("Giấy tờ", 3),
    ]  # fmt: skip
    assert "twice" in found[0][3]
    assert "no row on the sheet" in found[3][3]


@pytest.mark.usefixtures("small")
def test_unknown_missing_and_doubled_headings_are_told() -> None:
    sheet = [
        ["Mã thủ tục", "Tên thủ tục", "Tên thủ tục", "Màu sắc"],
        ["LOCAL-MAU-1", "Thủ tục mẫu", "x", "đỏ"],
    ]
    made = Workbook()
    active = made.active
    assert active is not None
    active.title = "thu tuc"
    for line in sheet:
        active.append(line)
    out = io.BytesIO()
    made.save(out)
    texts = [text for _sheet, row, _column, text in errors(out.getvalue()) if row == 1]
    assert any("stands twice" in text for text in texts)
    assert any("not known" in text for text in texts)
    assert any("is missing" in text for text in texts)


@pytest.mark.usefixtures("small")
def test_a_title_above_the_headings_and_empty_rows_do_no_harm() -> None:
    made = load_workbook(io.BytesIO(book(mau())))
    sheet = made["Thủ tục"]
    sheet.insert_rows(1, 3)
    sheet["A1"] = "DANH MỤC THỦ TỤC"
    sheet.append([])
    out = io.BytesIO()
    made.save(out)
    assert take(out.getvalue()).lines[0].row == 5


@pytest.mark.usefixtures("small")
def test_a_day_before_the_present_version_is_refused_for_its_row() -> None:
    early = Decision(date(2025, 1, 1), "1/QĐ")
    row = {"Mã thủ tục": ONE, "Tên thủ tục": "Tên mới", "Lĩnh vực": "HOTICH"}
    with pytest.raises(WorkbookRefused) as refused:
        import_workbook(book(row), early, dry_run=False)
    assert "after the first day" in refused.value.problems[0].message


@pytest.mark.usefixtures("small")
def test_a_repealed_procedure_can_come_back_with_the_same_content() -> None:
    version = version_in_force(ONE, SUMMER)
    assert version is not None
    filled = template(filled=True)
    withdraw(version, last_day=date(2026, 5, 1))
    report = take(filled)
    assert {line.code: line.fate for line in report.lines}[ONE] is RowFate.CHANGED
    assert version_in_force(ONE, SUMMER) is not None


@pytest.mark.usefixtures("small")
def test_a_draft_that_lies_about_is_not_in_the_way() -> None:
    version = version_in_force(ONE, SUMMER)
    assert version is not None
    draft = start_draft(version)
    take(book({"Mã thủ tục": ONE, "Tên thủ tục": "Tên mới", "Lĩnh vực": "HOTICH"}))
    assert {line.number for line in versions(ONE)} == {1, 2, 3}
    assert procedure_sheet(draft).state == "draft"


def zipped(name: str, text: bytes, times: int = 1) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr(name, text * times)
    return out.getvalue()


def damaged(name: str) -> bytes:
    """A workbook of which one packed part is overwritten, as after a bad copy."""
    whole = book(mau())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        part = archive.getinfo(name)
    start = part.header_offset + 30 + len(name)
    return whole[:start] + b"\xff" * 40 + whole[start + 40 :]


@pytest.mark.parametrize(
    "make",
    [
        lambda: b"",
        lambda: b"no workbook",
        lambda: zipped("x.txt", b"x"),
        lambda: zipped("xl/bomb.xml", b"\0" * 1024, 400_000),
        lambda: zipped("xl/sharedStrings.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"),
        lambda: book(mau())[:-200],
        lambda: damaged("xl/workbook.xml"),
        lambda: damaged("xl/worksheets/sheet1.xml"),
    ],
)
def test_what_is_no_workbook_is_refused_whole(db: None, make: Callable[[], bytes]) -> None:
    with pytest.raises(Refusal):
        import_workbook(make(), BY, dry_run=True)


def test_a_workbook_without_the_sheet_of_procedures_is_refused(db: None) -> None:
    made = Workbook()
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(Refusal, match="no sheet"):
        import_workbook(out.getvalue(), BY, dry_run=True)


@pytest.mark.usefixtures("small")
def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    take(book(mau(**{"Ghi chú": "'=1+1"})))
    made = load_workbook(io.BytesIO(template(filled=True)))
    cells = [
        cell for row in made["Thủ tục"].iter_rows() for cell in row if cell.value and "1+1" in str(cell.value)
    ]
    assert all(cell.data_type != "f" for cell in cells)
