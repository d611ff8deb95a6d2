"""The citizens' pages: what to bring, how far the dossier is, where the desk is. Nothing else of anybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from motcua.kernel import time
from motcua.portal import services
from motcua.portal.models import LookUpTries
from motcua.portal.queries import opening_hours, progress_of
from tests.desk.conftest import sign_in
from tests.township import Township, _township_database, at, live_township, township

__all__ = ["_township_database", "live_township", "sign_in", "township"]


@pytest.fixture
def citizen(township: Township) -> Iterator[Client]:
    with time.at(township.clock):
        yield Client()


def _look_up(citizen: Client, code: str, digits: str, source: str = "10.0.0.1") -> Any:
    return citizen.post("/look-up/", {"code": code, "digits": digits}, REMOTE_ADDR=source)


def test_every_public_page_opens_without_signing_in(citizen: Client, township: Township) -> None:
    pages = ("/", "/procedures/", "/procedures/1.001193/", "/look-up/", f"/desks/{township.office_id}/")
    for url in pages:
        for language in ("vi", "en"):
            answer = citizen.get(url, {"lang": language})
            assert answer.status_code == 200, url
            assert f'lang="{language}"' in answer.content.decode()
    assert citizen.get("/desks/").status_code in (200, 302)


def test_words_with_or_without_accents_find_the_procedure(citizen: Client) -> None:
    for words in ("khai sinh", "KHAI SINH", "khai  sinh"):
        assert "Đăng ký khai sinh" in citizen.get("/procedures/", {"q": words}).content.decode()
    nothing = citizen.get("/procedures/", {"q": "qqqq zzzz wwww"}).content.decode()
    assert "Không tìm thấy thủ tục" in nothing


def test_a_field_shows_its_procedures_only(citizen: Client) -> None:
    page = citizen.get("/procedures/", {"field": "HOTICH"}).content.decode()
    assert "Đăng ký khai sinh" in page
    assert "Chứng thực" not in page.split("</form>", 2)[-1]


def test_the_sheet_says_papers_time_fees_and_version(citizen: Client) -> None:
    page = citizen.get("/procedures/1.001193/").content.decode()
    for words in (
        "Giấy chứng sinh",
        "trong ngày làm việc",
        "15:00",
        "Phiên bản 1",
        "Luật Hộ tịch",
        "Tiếp nhận hồ sơ",
    ):
        assert words in page, words


def test_an_unknown_procedure_or_desk_is_a_plain_404(citizen: Client) -> None:
    for url in ("/procedures/9.999999/", "/procedures/'%20or%201=1/", "/desks/999999/", f"/desks/{10**30}/"):
        assert citizen.get(url).status_code == 404, url


def test_code_and_four_digits_show_the_degree_of_completion_only(citizen: Client, township: Township) -> None:
    state = township.receive(case_variant_id=None).state
    for digits in ("0007",):  # last four of the identity number and of the phone
        page = _look_up(citizen, state.code, digits).content.decode()
        assert state.code in page
        assert "Đang xử lý" in page
        for secret in ("Mẫu Đào", "099190000007", "0900000007", "05/03/2026", "Xác nhận", "Tư pháp"):
            assert secret not in page, secret


def test_the_phone_serves_as_well_as_the_identity_number(township: Township) -> None:
    from motcua.dossiers.commands import Applicant

    state = township.receive(applicant=Applicant("Lê Mẫu", "099190001234", phone="0912 345 678")).state
    assert progress_of(state.code, "1234") is not None
    assert progress_of(state.code, "5678") is not None
    assert progress_of(state.code, "4567") is None
    assert progress_of(state.code, "----") is None
    assert progress_of(state.code, "") is None


def test_an_unknown_code_and_wrong_digits_get_the_same_answer(citizen: Client, township: Township) -> None:
    code = township.receive().state.code
    other = code[:-4] + "9999"

    def without_code(answer: Any) -> str:
        page = str(answer.content.decode())
        token = page.rpartition('name="csrfmiddlewaretoken" value="')[2][:64]
        return page.replace(code, "CODE").replace(other, "CODE").replace(token, "")

    wrong, unknown = _look_up(citizen, code, "9999"), _look_up(citizen, other, "0007")
    assert wrong.status_code == unknown.status_code == 200
    assert len(without_code(wrong)) == len(without_code(unknown))
    assert "Không tìm thấy hồ sơ" in without_code(wrong)
    assert "Không tìm thấy hồ sơ" in without_code(unknown)


def test_the_way_of_a_dossier_in_public_steps(citizen: Client, township: Township) -> None:
    state = township.receive().state
    township.run_until(state.id, "return")
    assert "Đã xử lý xong" in _look_up(citizen, state.code, "0007").content.decode()
    township.step(state.id)
    page = _look_up(citizen, state.code, "0007").content.decode()
    assert "Đã trả kết quả" in page
    assert "100" in page


def test_too_many_look_ups_of_one_source_are_stopped_for_a_while(citizen: Client, township: Township) -> None:
    for number in range(services.PER_SOURCE):
        assert _look_up(citizen, f"H99-260302-{number:04}", "0000").status_code == 200
    blocked = _look_up(citizen, "H99-260302-0000", "0000")
    assert blocked.status_code == 429
    assert "Đợi mười phút" in blocked.content.decode()
    assert _look_up(citizen, "H99-260302-0000", "0000", source="10.0.0.2").status_code == 200
    with time.at(township.clock + services.WINDOW + timedelta(seconds=1)):
        assert _look_up(citizen, "H99-260302-0000", "0000").status_code == 200


def test_the_digits_of_one_code_cannot_be_tried_from_many_sources(citizen: Client) -> None:
    answers = [
        _look_up(
            citizen,
            "h99-260302-0001" if number % 2 else "H99-260302-0001",
            f"{number:04}",
            f"10.1.0.{number}",
        )
        for number in range(services.PER_CODE + 1)
    ]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]


def test_no_address_is_kept_and_old_counts_go(citizen: Client, township: Township) -> None:
    _look_up(citizen, "H99-260302-0001", "0000", source="203.0.113.7")
    assert not LookUpTries.objects.filter(key__contains="203.0").exists()
    with time.at(township.clock + services.WINDOW * 2):
        assert services.forget_old_tries() == 2
    assert not LookUpTries.objects.exists()


def test_the_receipts_qr_fills_the_code_in(citizen: Client) -> None:
    page = citizen.get("/look-up/", {"code": "H99.20.1-260302-0001"}).content.decode()
    assert 'value="H99.20.1-260302-0001"' in page


def test_the_desk_says_who_is_on_duty_and_whether_it_is_open(citizen: Client, township: Township) -> None:
    page = citizen.get(f"/desks/{township.office_id}/").content.decode()
    for words in ("Đang mở cửa", "07:30–11:30", "0219 000 0000", "Trần Văn Mẫu Bình", "Hộ tịch, chứng thực"):
        assert words in page, words


def test_lunch_sunday_and_new_year_are_closed(township: Township) -> None:
    def hours(text: str) -> Any:
        with time.at(at(text)):
            return opening_hours(township.office_id)

    assert hours("2026-03-02 09:00").open_now
    assert not hours("2026-03-02 12:00").open_now
    assert hours("2026-03-02 12:00").shifts
    assert not hours("2026-03-01 09:00").shifts
    assert hours("2026-01-01 09:00").day_off


@pytest.mark.parametrize("code", ["", " ", "💥", "x" * 500, "'; DROP TABLE", "H99.20.1-260302-0001\n"])
def test_nonsense_in_the_look_up_is_answered_politely(citizen: Client, code: str) -> None:
    for digits in ("", "💥💥", "12345678"):
        assert _look_up(citizen, code, digits).status_code in (200, 400, 429)
