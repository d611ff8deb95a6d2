"""The catalogue in a real browser: a workbook is mended until it is taken over, and its change is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from motcua.kernel import time
from motcua.procedures.queries import version_in_force, versions
from tests.browser.conftest import faults
from tests.township import Township

pytestmark = pytest.mark.browser
CODE = "1.004873"


@pytest.fixture
def office(live_township: Township) -> Township:
    return live_township


def change(file: Path, column: str, value: object) -> None:
    """Write a cell of the procedure's row, as somebody does in a spreadsheet."""
    book = load_workbook(io.BytesIO(file.read_bytes()))
    sheet = book["Thủ tục"]
    row = next(cell.row for cell in sheet["A"] if cell.value == CODE)
    place = next(cell.column for cell in sheet[1] if cell.value == column)
    sheet.cell(row, place).value = value  # type: ignore[union-attr]
    book.save(file)


def send(page: Page, file: Path, *, only_try: bool) -> None:
    page.set_input_files("#id_file", file)
    page.fill("#id_decision_number", "44/QĐ-UBND")
    page.set_checked("#id_dry_run", only_try)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def test_a_workbook_is_mended_tried_taken_over_and_its_change_read(
    office: Township, open_as: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_as("quantri", "/setup/procedures/workbook/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Kèm mọi thủ tục đang có hiệu lực").click()
    file = tmp_path / "thu-tuc.xlsx"
    waiting.value.save_as(file)

    change(file, "Thời gian cam kết", "ba")
    send(page, file, only_try=True)
    expect(page.get_by_role("heading", name="1 lỗi trong bảng tính")).to_be_visible()
    expect(page.get_by_text("“ba” không phải là số.")).to_be_visible()
    assert faults(page) == []

    change(file, "Thời gian cam kết", 2)
    send(page, file, only_try=True)
    expect(page.get_by_role("heading", name="Điều sẽ xảy ra")).to_be_visible()
    assert len(versions(CODE)) == 1

    page.goto("/setup/procedures/workbook/")
    send(page, file, only_try=False)
    expect(page.get_by_role("heading", name="Đã nhập bảng tính")).to_be_visible()
    version = version_in_force(CODE, time.today())
    page.goto(f"/setup/procedures/{version}/changes/")
    expect(page.locator("ins", has_text="2 ngày làm việc")).to_be_visible()
    assert faults(page) == []
