"""The process editor in a real browser: a drawing and a table of steps that are one process."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from motcua.processes.bpmn import read
from motcua.processes.models import ProcessVersion
from motcua.processes.services import create_draft
from motcua.processes.steps import Next, Split, StepRow, from_steps, standard_seven, to_steps
from tests.browser.conftest import faults
from tests.township import Township

pytestmark = pytest.mark.browser

STUCK = [
    StepRow(
        1, "Tiếp nhận", "receptionist", "desk", "30", "receive", (Next('channel == "post"', 2), Next(None, 3))
    ),
    StepRow(2, "Thẩm định", "case_officer", "division", "1wd", "examine", (Next(None, 4),)),
    StepRow(3, "Lấy ý kiến", "case_officer", "division", "1wd", "consult", (Next(None, 4),)),
    StepRow(4, "Ký duyệt", "signing_leader", "leadership", "2wh", "sign", (Next(None, 0),), join=Split.ALL),
]


@pytest.fixture
def office(live_township: Township) -> Township:
    return live_township


def drawn(rows: list[StepRow] | tuple[StepRow, ...]) -> int:
    return create_draft("qt-ve", "Quy trình vẽ", from_steps(rows, "qt-ve", "Quy trình vẽ").decode())


def table(version_id: int) -> list[StepRow]:
    return list(to_steps(read(ProcessVersion.objects.get(pk=version_id).source.encode())))


def opened(open_as: Callable[..., Page], version_id: int, width: int = 1366) -> Page:
    page = open_as("quantri", f"/setup/processes/{version_id}/edit/", width)
    page.wait_for_selector("#sheet[data-state=ready]:not([data-pending])", timeout=30_000)
    return page


def judged_again(page: Page) -> None:
    expect(page.locator("#sheet:not([data-pending])")).to_be_visible(timeout=15_000)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("#editor button.btn-primary").click()
    page.wait_for_selector(".notice-good")


def test_the_table_changes_the_drawing_and_the_drawing_the_table(
    office: Township, open_as: Callable[..., Page]
) -> None:
    version_id = drawn(standard_seven(960))
    page = opened(open_as, version_id)
    expect(page.locator(".editor-step")).to_have_count(7)
    page.fill("#name-Step_3", "Thẩm định thực địa")
    page.fill("#time-Step_3", "1,5wd")
    page.locator("#time-Step_3").press("Tab")
    page.select_option("#office-Step_3", "level:province")
    judged_again(page)
    expect(page.locator("[data-element-id=Step_3]").first).to_contain_text("thực địa")
    expect(page.locator(".editor-step[data-element=Step_3] [data-minutes]")).to_have_text("1,5 ngày làm việc")
    page.locator(".editor-step[data-element=Step_4] [data-act=add]").click()
    expect(page.locator(".editor-step")).to_have_count(8)
    judged_again(page)
    expect(page.locator("#judged")).to_contain_text("Hãy chọn người làm")
    new = page.locator(".editor-step.is-wrong")
    new.locator("[data-word=name]").fill("Lấy ý kiến")
    new.locator("[data-word=role]").select_option("case_officer")
    new.locator("[data-word=action]").select_option("consult")
    judged_again(page)
    expect(page.locator("#judged .notice-good")).to_be_visible()
    page.locator("[data-element-id=Step_2] .djs-hit").first.click()
    page.keyboard.press("Delete")
    expect(page.locator(".editor-step")).to_have_count(7)
    judged_again(page)
    save(page)
    rows = table(version_id)
    names = ["Tiếp nhận hồ sơ", "Thẩm định thực địa", "Xem xét, trình ký", "Lấy ý kiến", "Ký duyệt",
             "Vào sổ, đóng dấu", "Trả kết quả"]  # fmt: skip
    assert sorted(row.name for row in rows) == sorted(names)
    examined = next(row for row in rows if row.name == "Thẩm định thực địa")
    assert (examined.element, examined.time, examined.office) == ("Step_3", "1.5wd", "level:province")


def test_undo_takes_the_last_change_back_in_both(office: Township, open_as: Callable[..., Page]) -> None:
    page = opened(open_as, drawn(standard_seven(960)))
    page.locator(".editor-step[data-element=Step_4] [data-act=remove]").click()
    expect(page.locator(".editor-step")).to_have_count(6)
    page.locator("[data-undo]").click()
    expect(page.locator(".editor-step")).to_have_count(7)
    expect(page.locator("#name-Step_4")).to_have_value("Xem xét, trình ký")


def test_a_deadlock_is_shown_with_the_way_there_as_one_draws(
    office: Township, open_as: Callable[..., Page]
) -> None:
    version_id = drawn(STUCK)
    page = opened(open_as, version_id)
    expect(page.locator("[data-element-id=Join_4].is-current")).to_have_count(1)
    assert page.locator(".is-done").count() >= 3
    expect(page.locator("#judged .way li").first).to_be_visible()
    page.locator("[data-element-id=Join_4] .djs-hit").first.click()
    page.locator(".djs-context-pad [data-action=replace]").click()
    page.locator(".djs-popup [data-id=replace-with-exclusive-gateway]").click()
    judged_again(page)
    expect(page.locator("#judged .notice-good")).to_be_visible()
    expect(page.locator(".is-current")).to_have_count(0)
    save(page)
    assert table(version_id)[3].join == Split.ONE


def test_conditions_are_written_beside_the_choice(office: Township, open_as: Callable[..., Page]) -> None:
    rows = [*STUCK[:3], StepRow(4, "Ký", "signing_leader", "leadership", "2wh", "sign", (Next(None, 0),))]
    version_id = drawn(rows)
    page = opened(open_as, version_id)
    page.locator("#ways input").first.fill('channel == "online"')
    page.keyboard.press("Tab")
    judged_again(page)
    save(page)
    assert table(version_id)[0].next[0] == Next('channel == "online"', 2)


@pytest.mark.parametrize("width", [1366, 390])
def test_the_editor_is_accessible(office: Township, open_as: Callable[..., Page], width: int) -> None:
    page = opened(open_as, drawn(STUCK), width)
    assert faults(page) == []


def test_a_file_without_a_picture_can_be_drawn_in(office: Township, open_as: Callable[..., Page]) -> None:
    source = from_steps(standard_seven(960), "qt-ve", "Quy trình vẽ").decode()
    bare = re.sub(r"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "", source, flags=re.DOTALL)
    page = opened(open_as, create_draft("qt-ve", "Quy trình vẽ", bare))
    expect(page.locator(".editor-step")).to_have_count(7)
    expect(page.locator("#sheet [data-element-id=Step_7]").first).to_be_visible()
