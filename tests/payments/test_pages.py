"""The pages about money: from the fee to the receipt, the signed day, and the account of the office."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.counter.conftest import words_of
from tests.desk.conftest import Officer
from tests.papers.reading import shown_on
from tests.payments.conftest import COPIES, Till
from tests.township import at


@pytest.fixture
def desk(till: Till) -> Officer:
    return Officer(till.place, "tiepnhan")


def _show(answer: Any) -> str:
    return words_of(answer.content.decode())


def _post(desk: Officer, dossier: Any, **data: Any) -> Any:
    return desk.post(reverse("counter:fees", args=[dossier]), **({"form_id": uuid4()} | data))


def test_from_the_fee_to_the_receipt(till: Till, desk: Officer) -> None:
    dossier = till.dossier(COPIES)
    page = f"/counter/dossiers/{dossier}/"
    assert "Lệ phí chưa được tính" in _show(desk.get(page))
    refused = _post(desk, dossier, act="assess")
    assert refused.status_code == 422
    assert "Phí này tính theo trang" in _show(refused)
    assert _post(desk, dossier, act="assess", pages="5", copies="2").status_code == 302
    assert "còn phải nộp 14.000" in _show(desk.get(page)).replace("\u00a0", " ")
    form = {"act": "collect", "amount": "14.000 đ", "manner": "cash", "form_id": uuid4()}
    first, second = _post(desk, dossier, **form), _post(desk, dossier, **form)
    assert first.url == second.url
    receipt = shown_on(desk.get(first.url).content.decode(), desk.get)
    assert "PHIẾU THU PHÍ, LỆ PHÍ" in receipt
    assert "Số: 01/PT-" in receipt
    assert "Mười bốn nghìn đồng" in receipt
    assert till.owed(dossier) == 0


def test_an_amount_that_is_none_takes_nothing(till: Till, desk: Officer) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    for typed in ("", "-5", "mười nghìn", "1e4", "99999999999999999999", "10.001"):
        assert _post(desk, dossier, act="collect", amount=typed, manner="cash").status_code == 422, typed
    assert till.owed(dossier) == 10_000


def test_an_exemption_shows_its_ground(till: Till, desk: Officer) -> None:
    dossier = till.dossier()
    exempt = {"act": "assess", "exempt": "yes", "percent": "100"}
    assert _post(desk, dossier, **exempt).status_code == 422
    assert _post(desk, dossier, **exempt, ground="Hộ nghèo").status_code == 302
    assert "Hộ nghèo" in _show(desk.get(reverse("counter:fees", args=[dossier])))


def test_a_transfer_is_offered_as_vietqr_once_the_office_has_an_account(till: Till, desk: Officer) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    address = reverse("counter:fees", args=[dossier])
    assert "chưa khai báo tài khoản" in _show(desk.get(address))
    admin = Officer(till.place, "quantri")
    account = reverse("payments:office", args=[till.place.office_id])
    assert admin.post(account, act="account", bank="9704", number="1", holder="A").status_code == 422
    given = {"bank": "970415", "number": "1133 6666 8888", "holder": "UBND THI TRAN VINH TUY"}
    assert admin.post(account, act="account", **given).status_code == 302
    assert "113366668888" in admin.get(account).content.decode()
    html = desk.get(address).content.decode()
    assert "113366668888" in html
    assert 'class="qr"' in html


def test_the_rule_of_the_office_is_the_administrators(till: Till, desk: Officer) -> None:
    admin = Officer(till.place, "quantri")
    account = reverse("payments:office", args=[till.place.office_id])
    assert admin.post(account, act="rule", moment="open").status_code == 302
    assert admin.post(account, act="rule", moment="never").status_code == 422
    dossier = till.dossier()
    assert till.assess(dossier).moment == "open"
    for url in (reverse("payments:offices"), account):
        assert desk.get(url).status_code == 403
        assert admin.get(url).status_code == 200


def test_a_day_is_counted_signed_and_printed(till: Till, desk: Officer) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.collect(dossier, 10_000)
    sign = {"form_id": uuid4(), "day": "2026-03-02"}
    refused = desk.post("/counter/cash/", **sign, counted="9.000")
    assert refused.status_code == 422
    assert "lệch" in _show(refused)
    assert desk.post("/counter/cash/", **sign, counted="10.000").status_code == 302
    sheet = _show(desk.get(f"/counter/cash/2026-03-02/{desk.person.pk}/"))
    assert "BẢNG KÊ THU PHÍ, LỆ PHÍ NGÀY 02/03/2026" in sheet
    assert "Mười nghìn đồng" in sheet
    assert _post(desk, dossier, act="collect", amount="1", manner="cash").status_code == 422


def test_a_colleagues_list_is_the_heads_business(till: Till, desk: Officer) -> None:
    other = Officer(till.place, "hotich")
    assert other.get(f"/counter/cash/2026-03-02/{desk.person.pk}/").status_code == 404
    assert desk.get(f"/counter/cash/2026-03-02/{other.person.pk}/").status_code == 200
    assert desk.get(f"/counter/cash/heute/{other.person.pk}/").status_code == 404


def test_money_goes_back_through_the_head_only(till: Till, desk: Officer) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    form = {"act": "refund", "payment": payment.pk, "amount": "10000", "manner": "cash", "reason": "Nhầm"}
    form["mistake"] = "yes"
    assert _post(Officer(till.place, "hotich"), dossier, **form).status_code == 403
    assert _post(desk, dossier, **form).status_code == 302
    assert till.owed(dossier) == 10_000


def test_a_forgotten_day_is_called_to_mind(till: Till, desk: Officer) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.collect(dossier, 10_000)
    till.later(at("2026-03-05 08:00"))
    assert "Bảng kê ngày 02/03/2026 chưa ký" in _show(desk.get("/counter/cash/"))


def test_what_is_not_there_is_said(till: Till, desk: Officer) -> None:
    for url in (f"/counter/dossiers/{uuid4()}/fees/", f"/counter/fees/receipts/{uuid4()}/"):
        assert desk.get(url).status_code == 404


def test_the_hand_over_page_leads_to_the_fee(till: Till, desk: Officer) -> None:
    dossier = till.dossier()
    till.assess(dossier)
    till.place.run_until(dossier, "return")
    assert (
        f"/counter/dossiers/{dossier}/fees/"
        in desk.get(f"/counter/dossiers/{dossier}/hand-over/").content.decode()
    )


def test_a_receipt_printed_again_says_what_was_due_on_the_day(till: Till, desk: Officer) -> None:
    from motcua.payments.assessment import Exemption

    dossier = till.dossier()
    till.assess(dossier)
    payment = till.collect(dossier, 10_000)
    till.later(at("2026-03-03 09:00"))
    till.assess(dossier, exemption=Exemption("Hộ nghèo"))
    address = reverse("counter:fee-receipt", args=[payment.pk])
    assert desk.post(address).url == address
    again = shown_on(desk.get(address).content.decode(), desk.get)
    assert "Tổng cộng 10.000" in again
    assert "Hộ nghèo" not in again
