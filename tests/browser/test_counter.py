"""A receptionist with thirty people waiting: no mouse, few keys, nothing lost. Citizens on an old phone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from motcua.dossiers import ledger
from motcua.dossiers.models import Dossier
from motcua.kernel import time
from tests.interface.conftest import stop_the_clock
from tests.township import Township

pytestmark = pytest.mark.browser
CARD = "099190000007|012345678|Nguyễn Thị Mẫu Đào|05031990|Nữ|Tổ 3, thị trấn Vĩnh Tuy, Bắc Quang|10052022"
MOST_KEYS = 12


class Keyboard:
    """The receptionist's hands. A key, also with Ctrl, is one action; so is a card under the reader."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0
        page.clock.install()

    def press(self, *keys: str) -> None:
        self.page.wait_for_load_state()
        for key in keys:
            self.page.keyboard.press(key)
            self.actions += 1

    def scan(self, text: str) -> None:
        """At the speed of a reader by the page's own clock, however busy the machine is."""
        self.page.wait_for_load_state()
        stop_the_clock(self.page)
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        self.page.clock.resume()
        self.actions += 1


@pytest.fixture
def office(live_township: Township) -> Township:
    """The township this morning."""
    live_township.clock = time.now() - timedelta(hours=1)
    return live_township


@pytest.fixture
def desk(office: Township, open_as: Callable[..., Page]) -> Keyboard:
    return Keyboard(open_as("tiepnhan", "/counter/"))


def _chosen(page: Page) -> None:
    expect(page.locator("#papers")).to_be_visible()
    expect(page.locator("#person-query")).to_be_focused()


def _ready(page: Page) -> None:
    expect(page.locator("#papers")).to_be_focused()


def test_a_standard_dossier_needs_at_most_twelve_keys_and_no_mouse(desk: Keyboard) -> None:
    page = desk.page
    desk.press("F2")
    page.wait_for_url("**/counter/receive/")
    expect(page.locator("#procedure-query")).to_be_focused()
    desk.press("k", "h", "a", "Enter")
    _chosen(page)
    desk.scan(CARD)
    _ready(page)
    expect(page.locator(".page-aside")).to_contain_text("Trả kết quả lúc")
    desk.press("0", "Control+Enter")
    page.wait_for_url("**/receipt/")
    expect(page.locator("main")).to_contain_text("Nguyễn Thị Mẫu Đào")
    expect(page.locator("iframe#paper")).to_be_visible()  # the numbered receipt itself, ready to print
    assert Dossier.objects.count() == 1
    assert desk.actions <= MOST_KEYS, desk.actions


def test_each_paper_by_its_digit_is_still_within_twelve_keys(desk: Keyboard) -> None:
    page = desk.page
    desk.press("F2")
    page.wait_for_url("**/counter/receive/")
    expect(page.locator("#procedure-query")).to_be_focused()
    desk.press("k", "h", "a", "Enter")
    _chosen(page)
    desk.scan(CARD)
    _ready(page)
    desk.press("1", "2")
    expect(page.locator('input[name="got"]:checked')).to_have_count(2)
    desk.press("Control+Enter")
    page.wait_for_url("**/receipt/")
    assert desk.actions <= MOST_KEYS, desk.actions


def test_three_letters_on_the_start_page_begin_the_reception(desk: Keyboard) -> None:
    desk.press("k", "h", "a", "Enter")
    desk.page.wait_for_url("**/counter/receive/?procedure=*")
    _chosen(desk.page)


def test_a_second_ctrl_enter_receives_nothing_more(desk: Keyboard) -> None:
    page = desk.page
    desk.press("k", "h", "a", "Enter")
    page.wait_for_url("**/counter/receive/?procedure=*")
    _chosen(page)
    desk.scan(CARD)
    _ready(page)
    desk.press("0", "Control+Enter", "Control+Enter", "Control+Enter")
    page.wait_for_url("**/receipt/")
    assert Dossier.objects.count() == 1


def test_enter_in_a_field_goes_on_and_sends_nothing(desk: Keyboard) -> None:
    page = desk.page
    desk.press("k", "h", "a", "Enter")
    page.wait_for_url("**/counter/receive/?procedure=*")
    _chosen(page)
    desk.scan(CARD)
    _ready(page)
    page.focus("#name")
    desk.press("Enter")
    expect(page.locator("#id_number")).to_be_focused()
    assert not Dossier.objects.exists()


def test_missing_papers_are_named_and_a_reason_helps(desk: Keyboard) -> None:
    page = desk.page
    desk.press("k", "h", "a", "Enter")
    page.wait_for_url("**/counter/receive/?procedure=*")
    _chosen(page)
    desk.scan(CARD)
    _ready(page)
    desk.press("1", "Control+Enter")
    expect(page.locator(".notice-bad")).to_contain_text("Giấy chứng sinh")
    desk.press("F6")
    page.keyboard.type("Bệnh viện gửi sau trong ngày.")
    desk.press("Control+Enter")
    page.wait_for_url("**/receipt/")
    row = Dossier.objects.get()
    assert ledger.entries(row.pk)[0].event.override_reason == "Bệnh viện gửi sau trong ngày."  # type: ignore[attr-defined]


def test_the_due_date_follows_the_channel_at_once(desk: Keyboard) -> None:
    page = desk.page
    desk.press("k", "h", "a", "Enter")
    page.wait_for_url("**/counter/receive/?procedure=*")
    _chosen(page)
    page.check("#channel-post")
    expect(page.locator("#postmark_day")).to_be_visible()
    page.fill("#postmark_day", "2026-03-02")
    page.fill("#postmark_time", "09:00")
    page.locator("#postmark_time").blur()
    expect(page.locator(".page-aside")).to_contain_text("17:30, 02/03/2026")


def test_a_wrong_file_is_refused_before_anything_is_sent(desk: Keyboard) -> None:
    page = desk.page
    desk.press("k", "h", "a", "Enter")
    page.wait_for_url("**/counter/receive/?procedure=*")
    _chosen(page)
    page.locator(".checklist summary").first.click()
    box = page.locator('.checklist input[type="file"]').first
    box.set_input_files(
        {"name": "don.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\0" + bytes(200)}
    )
    expect(page.locator(".checklist .notice-bad").first).to_be_visible()
    good = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    page.locator('.checklist input[type="file"]').first.set_input_files(
        {"name": "don.pdf", "mimeType": "application/pdf", "buffer": good}
    )
    expect(page.locator(".checklist .tag-good", has_text="Đã lưu tệp").first).to_be_visible()


def test_the_receipts_qr_code_leads_to_the_hand_over_and_ctrl_enter_ends_it(
    desk: Keyboard, office: Township
) -> None:
    state = office.receive(when=office.clock).state
    office.run_until(state.id, "return")
    page = desk.page
    desk.scan(f"http://mot-cua.example/look-up/?code={state.code}")
    page.wait_for_url("**/hand-over/")
    desk.press("Control+Enter")
    page.wait_for_url("**/hand-over/slip/")
    expect(page.locator(".sheet")).to_contain_text("GIẤY BIÊN NHẬN KẾT QUẢ")
    assert ledger.load_folded(state.id, uuid4()).state.returned_at is not None
    assert desk.actions <= 2


def test_the_keys_of_the_page_are_listed_on_demand(desk: Keyboard) -> None:
    page = desk.page
    page.goto("/counter/receive/")
    page.locator("#procedure-query").blur()
    desk.press("?")
    expect(page.locator("#keys-help")).to_contain_text("F2")
    expect(page.locator("#keys-help")).to_contain_text("F4")


def test_a_citizen_without_scripts_looks_a_dossier_up(
    office: Township, address: str, chromium: Browser
) -> None:
    state = office.receive(when=office.clock).state
    context = chromium.new_context(
        base_url=address, java_script_enabled=False, viewport={"width": 360, "height": 640}
    )
    page = context.new_page()
    page.goto(f"/look-up/?code={state.code}")
    page.fill("#digits", "0007")
    page.click("main button.btn-primary")
    expect(page.locator("main")).to_contain_text("Đang xử lý")
    assert "Mẫu Đào" not in page.content()
    page.goto("/")
    page.fill("#q", "khai sinh")
    page.click("main button.btn-primary")
    page.click("text=Đăng ký khai sinh")
    expect(page.locator("main")).to_contain_text("Giấy chứng sinh")
    context.close()
