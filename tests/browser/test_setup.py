"""An administrator in a real browser: a procedure and a process are published without a programmer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from motcua.dossiers.models import Dossier
from motcua.kernel import time
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import version_in_force
from motcua.processes.models import ProcessVersion
from motcua.processes.services import create_draft
from motcua.processes.steps import Next, Split, StepRow, from_steps, standard_seven
from tests.browser.conftest import faults
from tests.dossiers.test_moving import changed, examined, next_version, rows_of
from tests.township import Township

pytestmark = pytest.mark.browser
CODE = "1.004873"

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


def drawn(rows: list[StepRow] | Any, key: str) -> int:
    return create_draft(key, "Quy trình thử", from_steps(rows, key, "Quy trình thử").decode())


def current() -> int:
    found = version_in_force(CODE, time.today())
    assert found is not None
    return found


def test_a_procedure_is_published_from_draft_to_decision(
    office: Township, open_as: Callable[..., Page]
) -> None:
    page = open_as("quantri", "/setup/procedures/")
    page.keyboard.press("/")
    page.keyboard.type("tinh trang hon nhan")
    page.get_by_role("link", name="Cấp Giấy xác nhận tình trạng hôn nhân").click()
    page.locator("form[action$='/draft/'] button").click()
    with page.expect_navigation():
        page.locator("a[href$='/edit/']").click()
    page.fill("#id_keywords", "độc thân\nchưa kết hôn")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".notice-good")
    with page.expect_navigation():
        page.locator("a[href$='/publish/']").click()
    page.fill("#id_valid_from", (time.today() + timedelta(days=7)).isoformat())
    page.fill("#id_decision_number", "120/QĐ-UBND")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice-good")
    newest = ProcedureVersion.objects.filter(procedure__code=CODE).latest("number")
    assert (newest.state, newest.decision_number) == ("published", "120/QĐ-UBND")
    assert newest.keywords == ["độc thân", "chưa kết hôn"]


def test_the_drawing_shows_where_a_dossier_would_be_stuck(
    office: Township, open_as: Callable[..., Page]
) -> None:
    page = open_as("quantri", f"/setup/processes/{drawn(STUCK, 'qt-thu')}/")
    page.wait_for_selector("[data-bpmn-state=ready]")
    expect(page.locator("[data-element-id=Join_4].is-current")).to_have_count(1)
    expect(page.locator(".is-done").nth(2)).to_be_visible()
    expect(page.locator("#verdict")).to_contain_text("Thẩm định")
    assert "Join_4" not in page.inner_text("#verdict")


def test_steps_are_moved_without_scripts_and_published(
    office: Township, chromium: Browser, open_as: Callable[..., Page]
) -> None:
    version_id = drawn(standard_seven(960), "qt-bay")
    cookies: Any = open_as("quantri", "/setup/").context.cookies()
    base = open_as("quantri", "/setup/").url.partition("/setup/")[0]
    context = chromium.new_context(java_script_enabled=False, base_url=base)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"/setup/processes/{version_id}/steps/")
    assert page.locator("fieldset").count() == 7
    with page.expect_navigation():
        page.locator("button[value=remove-4]").click()
    with page.expect_navigation():
        page.locator("button[value=add-1]").click()
    page.fill("#name-2", "Kiểm tra tính hợp lệ")
    with page.expect_navigation():
        page.locator("button[value=save]").last.click()
    with page.expect_navigation():
        page.locator("a[href$='/publish/']").click()
    page.fill("#id_decision_number", "3/QĐ-UBND")
    page.fill("#id_ground", "Cơ quan chỉ có một quản trị")
    with page.expect_navigation():
        page.locator("form.panel button").first.click()
    expect(page.locator(".notice-good").first).to_be_visible()
    row = ProcessVersion.objects.get(pk=version_id)
    assert row.state == "published"
    assert "Kiểm tra tính hợp lệ" in row.source
    assert "Xem xét, trình ký" not in row.source
    context.close()


def test_a_day_off_is_published_after_its_effect_was_seen(
    office: Township, open_as: Callable[..., Page]
) -> None:
    from motcua.calendars.models import CalendarDay
    from motcua.offices.models import Office

    calendar = Office.objects.get(pk=office.office_id).calendar_id
    page = open_as("quantri", f"/setup/calendars/{calendar}/day/")
    page.fill("#id_day", (time.today() + timedelta(days=2)).isoformat())
    page.fill("#id_decision_number", "7/QĐ-UBND")
    page.fill("#id_name", "Nghỉ bão")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("button[value=publish]")
    assert not CalendarDay.objects.filter(calendar=calendar, name="Nghỉ bão").exists()
    page.locator("button[value=publish]").click()
    page.wait_for_selector(".year")
    assert CalendarDay.objects.filter(calendar=calendar, name="Nghỉ bão").exists()


@pytest.mark.parametrize("width", [1366, 390])
def test_a_drawing_that_strands_dossiers_is_told_accessibly(
    office: Township, open_as: Callable[..., Page], width: int
) -> None:
    process = drawn(STUCK, "qt-thu")
    page = open_as("quantri", "/setup/", width)
    for path in ("", "steps/", "trial/?at=2026-03-02T08:00", "ask/", "publish/", "decline/", "move/"):
        page.goto(f"/setup/processes/{process}/{path}")
        assert faults(page) == [], path


@pytest.mark.parametrize("width", [1366, 390])
def test_running_dossiers_are_moved_accessibly(
    office: Township, open_as: Callable[..., Page], width: int
) -> None:
    dossier_id, old = examined(office)
    new = next_version(old, changed(rows_of(old), "examine", time="1wh"))
    page = open_as("quantri", f"/setup/processes/{new}/move/", width)
    assert faults(page) == []
    page.locator("input[name=dossier]").first.check()
    page.fill("#decision_number", "21/QĐ-UBND")
    page.fill("#reason", "Rút ngắn quy trình")
    with page.expect_navigation():
        page.locator("#move button").click()
    expect(page.locator(".results .tag-good")).to_have_count(1)
    assert faults(page) == []
    assert Dossier.objects.get(pk=dossier_id).process_version_id == new


def test_a_sample_walks_without_scripts(
    office: Township, chromium: Browser, open_as: Callable[..., Page]
) -> None:
    version_id = drawn(standard_seven(960), "qt-chay")
    cookies: Any = open_as("quantri", "/setup/").context.cookies()
    base = open_as("quantri", "/setup/").url.partition("/setup/")[0]
    context = chromium.new_context(java_script_enabled=False, base_url=base)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(f"/setup/processes/{version_id}/trial/?at=2026-03-02T08:00")
    for _ in range(7):
        with page.expect_navigation():
            page.locator("#next button[value^=complete]").first.click()
    expect(page.locator("#standing .notice-good")).to_be_visible()
    expect(page.locator("#run tbody tr")).to_have_count(7)
    context.close()
