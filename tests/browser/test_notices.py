"""Calls of the desk and texts of the office in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from motcua.kernel import time
from tests.browser.conftest import faults
from tests.township import Township

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def office(live_township: Township) -> Township:
    """A result is ready and nothing is configured that could tell of it."""
    dossier = live_township.receive().dossier_id
    live_township.run_until(dossier, "return")
    from motcua.notices.tasks import each_minute

    with time.at(live_township.clock):
        each_minute(timestamp=0)
    return live_township


def test_a_call_is_made_and_noted(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("tiepnhan", "/notices/calls/")
    page.get_by_label("Ghi chú").fill("Đã nói chuyện")
    page.get_by_role("button", name="Đã báo qua điện thoại").click()
    expect(page.get_by_text("Không có ai cần gọi")).to_be_visible()


def test_the_preview_follows_what_is_typed(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("quantri", f"/notices/texts/{office.office_id}/received/sms/vi/")
    page.get_by_label("Nội dung").fill("Đã nhận {{ code }}")
    expect(page.locator("#preview")).to_contain_text("Da nhan H99.20.1-260302-0042")
    page.get_by_label("Nội dung").fill("Đã nhận {{ name }}")
    expect(page.locator("#preview")).to_contain_text("Không có chỗ điền tên {{ name }}")
    page.get_by_label("Nội dung").fill("Đã nhận {{ code }}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Tin gửi từ nay có nội dung này")).to_be_visible()


def test_the_messages_of_a_dossier_fit_on_a_phone(office: Township, open_as: Callable[..., Page]) -> None:
    page = open_as("tiepnhan", "/notices/calls/", 390)
    with page.expect_navigation():
        page.locator("a[data-primary]").first.click()
    expect(page.get_by_role("heading", name="Tin nhắn của hồ sơ")).to_be_visible()
    assert faults(page) == []
