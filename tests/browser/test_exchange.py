"""A partner, a hand-over, what came in and what was given up, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page, expect

from motcua.exchange import keys
from motcua.kernel import time
from tests.browser.conftest import faults
from tests.house.around import partner
from tests.township import Township

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def office(live_township: Township, settings: Any, tmp_path: Path) -> Township:
    """A partner has handed two dossiers over; one of ours is with the case officer."""
    settings.EXCHANGE_NAME = "nha"
    settings.EXCHANGE_KEY = str(tmp_path / "key.pem")
    live_township.clock = time.now()
    partner(live_township.office_id, live_township.actor("tiepnhan"))
    live_township.run_until(live_township.receive().dossier_id, "examine")
    return live_township


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def test_a_dossier_is_handed_to_a_partner(office: Township, open_as: Callable[..., Page]) -> None:
    from motcua.dossiers.models import Task

    task = Task.objects.get(closed_at=None, action="examine")
    officer = office.case_officer(task.unit_id)
    page = open_as(officer, f"/desk/dossiers/{task.dossier_id}/")
    with page.expect_navigation():
        page.get_by_role("link", name="Hệ thống khác").click()
    shot(page, "before")
    assert faults(page) == []
    page.get_by_label("Nội dung yêu cầu").fill("Xin ý kiến về điều kiện cấp")
    page.get_by_label("Số ngày làm việc để trả lời").select_option("5")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã chuyển cho Hệ thống mẫu").first).to_be_visible()
    shot(page, "of_dossier")
    assert faults(page) == []
    phone = open_as(officer, f"/exchange/dossiers/{task.dossier_id}/", 390)
    shot(phone, "of_dossier_phone")
    assert faults(phone) == []
    page.get_by_role("link", name="Về trang hồ sơ").first.click()
    expect(page.get_by_text("Chờ kết quả liên thông").first).to_be_visible()
    shot(page, "desk")
    page.get_by_role("link", name="Xem đối tác trả lời").click()
    page.get_by_text("Thôi chờ").first.click()
    page.get_by_label("Lý do, đối tác sẽ đọc nguyên văn").fill("Nhầm nơi nhận")
    page.get_by_role("button", name="Thôi chờ").click()
    expect(page.get_by_text("Đối tác được báo là mình không chờ nữa")).to_be_visible()


def test_the_desk_takes_in_what_came(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("tiepnhan", "/exchange/incoming/")
    shot(page, "incoming")
    assert faults(page) == []
    with page.expect_navigation():
        page.locator("a[data-primary]").first.click()
    shot(page, "incoming_one")
    assert faults(page) == []
    phone = open_as("tiepnhan", page.url, 390)
    shot(phone, "incoming_one_phone")
    assert faults(phone) == []
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").first).to_be_visible()  # papers are missing, and it says which
    page.get_by_label("Lý do tiếp nhận dù còn thiếu giấy tờ").fill("Bản chính ở bên chuyển")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã tiếp nhận với mã")).to_be_visible()
    expect(page.get_by_text("Không có hồ sơ nào chờ bộ phận này")).to_be_visible()


def test_dead_letters_and_partners(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("quantri", "/exchange/")
    shot(page, "partners")
    assert faults(page) == []
    phone = open_as("quantri", "/exchange/", 390)
    shot(phone, "partners_phone")
    assert faults(phone) == []
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Không có thông điệp nào bị kẹt")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Thêm đối tác").click()
    shot(page, "add")
    assert faults(page) == []
    page.get_by_label("Tên trong thông điệp").fill("so-tu-phap")
    page.get_by_label("Tên hiển thị").fill("Sở Tư pháp Mẫu")
    page.get_by_label("Địa chỉ").fill("https://motcua.so.example.vn")
    page.get_by_label("Khóa công khai").fill("không phải khóa")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đó không phải là khóa công khai.")).to_be_visible()
    page.get_by_label("Khóa công khai").fill(keys.OwnKey(Ed25519PrivateKey.generate()).public)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name="Sở Tư pháp Mẫu")).to_be_visible()
    page.get_by_role("button", name="Ngừng dùng khóa này").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Ngừng dùng khóa này").click()
    expect(page.get_by_text("Đã ngừng dùng khóa.")).to_be_visible()
