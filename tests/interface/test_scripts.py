"""What the keyboard and the scripts promise to people at the counter and the desk."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import FRAME, Office, stop_the_clock

pytestmark = pytest.mark.browser

COMBOBOX = """<form action="/receive" method="post"><input data-combobox="procedure" id="q" name="q"
 role="combobox" aria-controls="list" aria-expanded="false" hx-get="/find"
 hx-trigger="input changed delay:80ms" hx-target="#list">
 <ul id="list" role="listbox" class="combobox-list" aria-label="Thủ tục"></ul>
 <input type="hidden" id="procedure" name="procedure"></form>"""
BIRTH = '<li role="option" data-value="1.001193" data-label="Đăng ký khai sinh">Đăng ký khai sinh</li>'
DEATH = '<li role="option" data-value="1.000656" data-label="Đăng ký khai tử">Đăng ký khai tử</li>'


def test_enter_takes_the_first_procedure_found(office: Office) -> None:
    office.says("/find", BIRTH + DEATH)
    page = office.opens(COMBOBOX)
    page.locator("#q").press_sequentially("dks")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#procedure")).to_have_value("1.001193")
    expect(page.locator("#q")).to_have_value("Đăng ký khai sinh")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "false")


def test_enter_before_the_answer_still_takes_the_first(office: Office) -> None:
    def slow(route: Route) -> None:
        time.sleep(0.3)
        route.fulfill(body=DEATH, content_type="text/html; charset=utf-8")

    page = office.opens(COMBOBOX)
    office.answers["/find"] = slow
    page.locator("#q").press_sequentially("kt")
    page.keyboard.press("Enter")
    expect(page.locator("#procedure")).to_have_value("1.000656")
    assert not [request for request in office.asked if request[1] == "/receive"]


def test_arrows_choose_and_escape_leaves_the_field_alone(office: Office) -> None:
    office.says("/find", BIRTH + DEATH)
    page = office.opens(COMBOBOX)
    page.locator("#q").press_sequentially("dk")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "list-1")
    page.keyboard.press("Escape")
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator("#q")).to_have_value("dk")
    expect(page.locator("#procedure")).to_have_value("")


def test_typing_on_after_a_choice_takes_the_choice_back(office: Office) -> None:
    office.says("/find", BIRTH)
    page = office.opens(COMBOBOX)
    page.locator("#q").press_sequentially("dks")
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("x")
    expect(page.locator("#procedure")).to_have_value("")


def test_digits_tick_the_papers_but_not_while_somebody_types(office: Office) -> None:
    page = office.opens(
        '<input id="name"><label><input type="checkbox" data-digit="1" id="one">Tờ khai</label>'
        '<label><input type="checkbox" data-digit="2" id="two">Căn cước</label>'
    )
    page.locator("#name").focus()
    page.keyboard.type("12")
    expect(page.locator("#one")).not_to_be_checked()
    page.locator("#name").blur()
    page.keyboard.press("2")
    expect(page.locator("#two")).to_be_checked()
    page.keyboard.press("2")
    expect(page.locator("#two")).not_to_be_checked()


def test_two_quick_digits_tick_the_twelfth_paper_only(office: Office) -> None:
    boxes = "".join(
        f'<input type="checkbox" data-digit="{n}" id="d{n}" aria-label="{n}">' for n in range(1, 13)
    )
    page = office.opens(boxes)
    page.clock.install()
    stop_the_clock(page)
    page.keyboard.type("12")
    page.clock.run_for(2_000)
    expect(page.locator("#d12")).to_be_checked()
    expect(page.locator("#d1")).not_to_be_checked()
    expect(page.locator("#d2")).not_to_be_checked()


def test_ctrl_enter_works_from_inside_a_field_and_sends_once(office: Office) -> None:
    office.answers["/receive"] = lambda route: (time.sleep(0.3), route.fulfill(status=204))[1]
    page = office.opens(
        '<form method="post" action="/receive"><input id="name" name="name">'
        '<button name="act" value="receive" data-key="Ctrl+Enter">Nhận</button></form>'
    )
    page.locator("#name").focus()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(600)
    sent = [request for request in office.asked if request[1] == "/receive"]
    assert [fields["act"] for _, _, fields, _ in sent] == [["receive"]]


def test_a_list_is_walked_and_ticked_with_the_keyboard(office: Office) -> None:
    rows = "".join(
        f'<tr><td><input type="checkbox" name="d" id="c{n}"></td><td><a href="/d/{n}">{n}</a></td></tr>'
        for n in "123"
    )
    page = office.opens(
        f"<form><b data-tick-count>0</b><table data-keylist><tbody>{rows}</tbody></table></form>"
    )
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    expect(page.locator('a[href="/d/2"]')).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("#c2")).to_be_checked()
    expect(page.locator("[data-tick-count]")).to_have_text("1")


CARD = "091090000123|371234567|Trần Văn Bảo|05031990"
SCANNED = """<form action="/receive" method="post"><input id="scan" name="personal_id" data-scan
 data-scan-split="|" data-scan-fields="personal_id,,full_name,born">
 <input name="full_name"><input name="born" type="date"><button>Nhận</button></form>"""


def _types(page: Page, text: str, milliseconds: int, stumbles: int = 0) -> None:
    """Characters that come so long after each other, by the page's own clock; one in the middle `stumbles`."""
    for place, character in enumerate(text):
        page.clock.run_for(stumbles if stumbles and place == len(text) // 2 else milliseconds)
        page.keyboard.type(character)


def _scans(page: Page, text: str, milliseconds: int = 10, stumbles: int = 0) -> None:
    _types(page, text, milliseconds, stumbles)
    page.clock.run_for(milliseconds)
    page.keyboard.press("Enter")
    page.clock.resume()


def _counter(office: Office, body: str = SCANNED) -> Page:
    """A page whose clock only the test moves, with the cursor in the field for scans."""
    office.says("/receive", FRAME.format("Đã nhận"))
    page = office.opens(body)
    page.clock.install()
    stop_the_clock(page)
    page.locator("#scan").focus()
    return page


@pytest.mark.parametrize(("milliseconds", "stumbles"), [(1, 0), (30, 0), (10, 300)])
def test_a_scanned_citizen_card_fills_its_fields_and_sends_nothing(
    office: Office, milliseconds: int, stumbles: int
) -> None:
    page = _counter(office)
    _scans(page, CARD, milliseconds, stumbles)
    expect(page.locator("[name=personal_id]")).to_have_value("091090000123")
    expect(page.locator("[name=full_name]")).to_have_value("Trần Văn Bảo")
    expect(page.locator("[name=born]")).to_have_value("1990-03-05")
    assert office.asked == []


def test_what_a_hand_types_is_no_scan(office: Office) -> None:
    page = _counter(office)
    _scans(page, "091090000123|x", 110)
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    assert [fields["personal_id"] for _, _, fields, _ in office.asked] == [["091090000123|x"]]


def test_what_a_hand_typed_before_is_no_part_of_the_scan(office: Office) -> None:
    page = _counter(office)
    _types(page, "0910", 110)
    page.clock.run_for(400)
    _scans(page, CARD)
    expect(page.locator("#scan")).to_have_value("091090000123")
    assert office.asked == []


def test_a_field_cleared_before_the_scan_gets_all_of_it(office: Office) -> None:
    page = _counter(office)
    page.keyboard.type("H9")
    page.clock.run_for(200)
    page.locator("#scan").fill("")
    page.clock.run_for(200)
    _scans(page, "H99.20.1-260302-0001")
    expect(page.locator("#scan")).to_have_value("H99.20.1-260302-0001")


def test_a_scan_right_after_another_field_sends_nothing(office: Office) -> None:
    page = _counter(office, SCANNED.replace("<input id", '<input id="first"><input id'))
    page.locator("#first").focus()
    _types(page, "Lan", 110)
    page.keyboard.press("Tab")
    _scans(page, "091090000123")
    expect(page.locator("#scan")).to_have_value("091090000123")
    page.wait_for_timeout(200)
    assert office.asked == []


def test_a_key_pressed_anywhere_is_no_part_of_the_scan_that_follows(office: Office) -> None:
    page = _counter(office, SCANNED.replace("data-scan\n", "data-scan data-scan-anywhere\n"))
    page.locator("#scan").blur()
    page.keyboard.type("0")
    page.clock.run_for(300)
    _scans(page, "H99.20.1-260302-0001")
    expect(page.locator("#scan")).to_have_value("H99.20.1-260302-0001")


def test_a_dangerous_act_is_asked_first(office: Office) -> None:
    office.says("/refuse", FRAME.format("Đã từ chối"))
    page = office.opens(
        '<form method="post" action="/refuse"><button id="act" data-confirm="sure">Từ chối</button></form>'
        '<dialog class="dialog" id="sure"><form method="dialog"><button value="no">Quay lại</button>'
        '<button value="yes">Từ chối hồ sơ</button></form></dialog>'
    )
    page.locator("#act").click()
    page.get_by_role("button", name="Quay lại").click()
    assert office.asked == []
    expect(page.locator("#act")).to_be_focused()
    page.locator("#act").click()
    page.get_by_role("button", name="Từ chối hồ sơ").click()
    expect(page.get_by_text("Đã từ chối")).to_be_visible()
    assert [path for _, path, _, _ in office.asked] == ["/refuse"]


PART = '<button id="go" hx-post="/part" hx-target="#place">Làm</button><div id="place">cũ</div>'


def test_a_refusal_is_shown_where_the_answer_belongs_and_the_token_travels(office: Office) -> None:
    office.says("/part", '<p data-focus id="why">Hồ sơ đã được ký.</p>', status=409)
    page = office.opens(PART)
    page.locator("#go").click()
    expect(page.locator("#why")).to_be_focused()
    assert office.asked[0][3]["x-csrftoken"] == "token-of-the-page"


def test_an_error_of_the_server_changes_nothing_and_is_told(office: Office) -> None:
    office.says("/part", "Traceback", status=500)
    page = office.opens(PART)
    page.locator("#go").click()
    expect(page.get_by_role("alert")).to_have_text("Có lỗi.")
    expect(page.locator("#place")).to_have_text("cũ")


def test_an_ended_session_keeps_the_page_and_offers_to_sign_in(office: Office) -> None:
    office.says("/part", "", status=401)
    page = office.opens(PART)
    page.locator("#go").click()
    expect(page.get_by_role("alert")).to_contain_text("Phiên đã hết.")
    expect(page.get_by_role("link", name="Đăng nhập lại")).to_have_attribute("href", "/sign-in?next=%2Fpage")
    expect(page.locator("#place")).to_have_text("cũ")


def test_of_choices_none_looks_chosen_before_one_is(office: Office) -> None:
    page = office.opens(
        '<label><input class="form-check-input" type="radio" name="a" id="one">Một</label>'
        '<label><input class="form-check-input" type="radio" name="a" id="two">Hai</label>'
    )
    colour = "element => getComputedStyle(element).backgroundColor"
    assert page.locator("#one").evaluate(colour) == "rgb(255, 255, 255)"
    page.locator("#two").check()
    assert page.locator("#two").evaluate(colour) != page.locator("#one").evaluate(colour)
