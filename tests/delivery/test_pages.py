"""The pages about results on their way."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from motcua.delivery.models import HandOverList
from motcua.dossiers import ledger
from motcua.dossiers.status import Status
from tests.counter.conftest import words_of
from tests.delivery.conftest import Dispatch
from tests.desk.conftest import Officer


@pytest.fixture
def desk(dispatch: Dispatch) -> Officer:
    return Officer(dispatch.place, "tiepnhan")


def _show(answer: Any) -> str:
    return words_of(answer.content.decode())


def _send(desk: Officer, url: str, **data: Any) -> Any:
    return desk.post(url, **({"form_id": uuid4()} | data))


def test_a_result_goes_by_post_from_wish_to_delivery(dispatch: Dispatch, desk: Officer) -> None:
    dossier = dispatch.ready()
    page = f"/counter/dossiers/{dossier}/delivery/"
    wish = {"act": "ask", "recipient": "Nguyễn Thị Mẫu Đào", "phone": "0900000007"}
    assert _send(desk, page, **wish, address="").status_code == 422
    assert _send(desk, page, **wish, address="Tổ 3").status_code == 302
    html = desk.get("/counter/post/").content.decode()
    shipment = html.split('name="shipment" value="')[1].split('"')[0]
    assert (
        _send(desk, "/counter/post/", act="pack", shipment=shipment, parcel_number="EB1VN").status_code == 302
    )
    form = {"act": "hand_over", "parcel": shipment, "receiver": "Bưu tá Mẫu", "form_id": uuid4()}
    first, second = desk.post("/counter/post/", **form), desk.post("/counter/post/", **form)
    assert first.url == second.url
    sheet = _show(desk.get(first.url))
    assert "PHIẾU BÀN GIAO KẾT QUẢ CHO BƯU CHÍNH CÔNG ÍCH" in sheet
    assert "EB1VN" in sheet
    assert HandOverList.objects.count() == 1
    assert _send(desk, "/counter/post/", act="delivered", shipment=shipment).status_code == 302
    assert ledger.fold_entries(dossier, ledger.entries(dossier)).status == Status.RETURNED
    assert _show(desk.get(page))


def test_a_form_without_sense_changes_nothing(dispatch: Dispatch, desk: Officer) -> None:
    for act in ("pack", "delivered", "came_back", "cancel"):
        assert _send(desk, "/counter/post/", act=act, shipment="x").status_code == 422
    assert _send(desk, "/counter/post/", act="hand_over").status_code == 422
    assert _send(desk, "/counter/post/", act="burn").status_code == 302
    assert _send(desk, "/counter/transfers/", act="send", to_office="999999").status_code == 422
    assert _send(desk, "/counter/transfers/", act="arrived", transfer="").status_code == 422
    assert desk.get(f"/counter/lists/{uuid4()}/").status_code == 404
    assert desk.get(f"/counter/dossiers/{uuid4()}/delivery/").status_code == 404


def test_who_waits_is_called_and_it_is_noted(dispatch: Dispatch, desk: Officer) -> None:
    dossier = dispatch.ready()
    assert "Nguyễn Thị Mẫu Đào" in _show(desk.get("/counter/uncollected/"))
    assert "Nguyễn Thị Mẫu Đào" not in _show(desk.get("/counter/uncollected/", days="3"))
    form = {"act": "remind", "dossier": dossier, "manner": "phone", "said": "Mai đến"}
    assert _send(desk, "/counter/uncollected/", **form).status_code == 302
    assert "đã nhắc" in _show(desk.get("/counter/uncollected/"))
    assert "Mai đến" in _show(desk.get(f"/counter/dossiers/{dossier}/delivery/"))


def test_pages_stay_within_their_statements(
    dispatch: Dispatch, desk: Officer, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        dispatch.sent()
        dispatch.ask(dispatch.ready())
    for url in ("/counter/post/", "/counter/transfers/", "/counter/uncollected/"):
        desk.get(url)
        with django_assert_max_num_queries(16):
            desk.get(url)
