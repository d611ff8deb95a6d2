"""Handing results over: to whom, on which proof, with which originals; and what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.counter import hand_over_form
from motcua.dossiers import ledger
from motcua.dossiers.status import Status
from tests.counter.conftest import CARD, Counter, words_of
from tests.dossiers import along
from tests.dossiers.along import Road, parallel, step
from tests.dossiers.saying import state as state_of
from tests.township import Township, at

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _state(dossier_id: UUID) -> Any:
    return ledger.fold_entries(dossier_id, ledger.entries(dossier_id))


def _form(state: Any, **changes: Any) -> dict[str, Any]:
    return {
        "form_id": uuid4(),
        "version": _state(state.id).version,
        "collector": "applicant",
        "receipt": "shown",
    } | changes


def _hand_over(counter: Counter, state: Any, **changes: Any) -> Any:
    return counter.officer.post(f"/counter/dossiers/{state.id}/hand-over/", **_form(state, **changes))


def test_waiting_results_are_listed_with_their_age(counter: Counter, township: Township) -> None:
    assert "Không có kết quả nào chờ trả" in counter.page("/counter/results/")
    state = counter.waiting()
    township.clock = at("2026-03-06 09:00")
    page = words_of(counter.page("/counter/results/"))
    assert state.code in page
    assert "đã 4 ngày" in page


def test_the_applicant_gets_result_and_originals_on_the_receipt(counter: Counter) -> None:
    state = counter.waiting()
    page = counter.officer.get(f"/counter/dossiers/{state.id}/hand-over/")
    held = [paper for paper in _state(state.id).papers if paper.custody == "held"]
    assert held
    assert page.content.decode().count('name="returned"') == len(held)
    answer = _hand_over(counter, state, returned=[paper.id for paper in held])
    assert answer.url == f"/counter/dossiers/{state.id}/hand-over/slip/"
    after = _state(state.id)
    assert after.status == Status.RETURNED
    assert {paper.custody for paper in after.papers} == {"returned"}
    slip = words_of(counter.page(answer.url))
    assert "GIẤY BIÊN NHẬN KẾT QUẢ" in slip
    assert "Nguyễn Thị Mẫu Đào (chủ hồ sơ)" in slip
    assert held[0].name in slip


def test_handing_over_twice_changes_nothing(counter: Counter) -> None:
    state = counter.waiting()
    form = _form(state)
    url = f"/counter/dossiers/{state.id}/hand-over/"
    first, second = counter.officer.post(url, **form), counter.officer.post(url, **form)
    assert first.url == second.url
    assert [entry.event.type for entry in ledger.entries(state.id)].count("handed_over") == 1
    again = counter.officer.post(url, **_form(state))
    assert again.status_code == 422
    assert "Kết quả đã được trả." in again.content.decode()


def test_somebody_else_needs_an_authorisation(counter: Counter) -> None:
    state = counter.waiting()
    assert (
        "giấy ủy quyền"
        in _hand_over(counter, state, collector="authorised", name="Lê Văn Mẫu").content.decode()
    )
    answer = _hand_over(
        counter,
        state,
        collector="authorised",
        name="Lê Văn Mẫu",
        id_number="099090000022",
        authorisation="Giấy ủy quyền số 9",
    )
    slip = words_of(counter.page(answer.url))
    assert "Lê Văn Mẫu , số định danh 099090000022, theo giấy ủy quyền: Giấy ủy quyền số 9" in slip


def test_without_the_receipt_the_identity_is_compared(counter: Counter) -> None:
    state = counter.waiting()
    assert "xuất trình giấy tờ tùy thân" in _hand_over(counter, state, receipt="lost").content.decode()
    wrong = _hand_over(counter, state, receipt="lost", identity_number="099190000008")
    assert wrong.status_code == 422
    assert _state(state.id).status == Status.RESULT_READY
    assert _hand_over(counter, state, receipt="lost", identity_number="099 190 000 007").status_code == 302
    event = ledger.entries(state.id)[-1].event
    assert not event.receipt_shown
    assert "•••007" in event.note
    assert "099190000007" not in event.note


def test_nothing_is_handed_over_before_the_result(counter: Counter, township: Township) -> None:
    state = township.receive().state
    page = words_of(counter.page(f"/counter/dossiers/{state.id}/hand-over/"))
    assert "Chưa có kết quả để trả. Hồ sơ đang: Đang xử lý." in page
    assert _hand_over(counter, state).status_code == 422


def test_found_by_the_last_digits_of_the_code_or_the_card(counter: Counter) -> None:
    state = counter.waiting()
    url = f"/counter/dossiers/{state.id}/hand-over/"
    assert counter.officer.post("/counter/find/", q=state.code[-4:]).url == url
    assert counter.officer.post("/counter/find/", q=CARD).url == url
    assert counter.officer.post("/counter/find/", q="mau dao").url == url


def test_a_result_file_is_attached_and_shown(counter: Counter) -> None:
    state = counter.waiting()
    form = {"form_id": uuid4(), "kind": "result", "name": "Giấy xác nhận"}
    url = f"/counter/dossiers/{state.id}/attach/"
    counter.officer.post(url, **form, file=SimpleUploadedFile("ket-qua.pdf", PDF))
    counter.officer.post(url, **form, file=SimpleUploadedFile("ket-qua.pdf", PDF))
    results = [paper for paper in _state(state.id).papers if paper.kind == "result"]
    assert [paper.name for paper in results] == ["Giấy xác nhận"]
    page = counter.page(f"/counter/dossiers/{state.id}/")
    assert "Giấy xác nhận" in page
    assert results[0].sha256[:16] in page
    assert "Giấy xác nhận" in counter.page(f"/counter/dossiers/{state.id}/hand-over/")


def test_a_result_cannot_be_attached_before_the_decision(counter: Counter, township: Township) -> None:
    state = township.receive().state
    answer = counter.officer.post(
        f"/counter/dossiers/{state.id}/attach/", form_id=uuid4(), kind="result", name="Giấy xác nhận"
    )
    assert answer.status_code == 422
    assert "Chưa có quyết định thì chưa có kết quả." in answer.content.decode()


def test_an_original_goes_back_before_the_result(counter: Counter, township: Township) -> None:
    state = township.receive().state
    paper = _state(state.id).papers[0]
    url = f"/counter/dossiers/{state.id}/papers/{paper.id}/back/"
    assert counter.officer.post(url, form_id=uuid4()).status_code == 302
    assert _state(state.id).papers[0].custody == "returned"
    assert counter.officer.post(url, form_id=uuid4()).status_code == 422


def test_what_is_not_there_is_said_and_not_an_error(counter: Counter) -> None:
    for url in (
        "",
        "hand-over/",
        "hand-over/slip/",
        "receipt/",
        "received/",
        "refusal/",
        f"papers/{uuid4()}/",
    ):
        assert counter.officer.get(f"/counter/dossiers/{uuid4()}/{url}").status_code == 404, url
    state = counter.waiting()
    for url in ("hand-over/slip/", "refusal/", f"papers/{uuid4()}/"):
        assert counter.officer.get(f"/counter/dossiers/{state.id}/{url}").status_code == 404, url


def test_every_page_of_the_counter_stays_within_its_statements(
    counter: Counter, django_assert_max_num_queries: Any
) -> None:
    state = counter.waiting()
    for url in ("/counter/", "/counter/receive/", "/counter/results/", f"/counter/dossiers/{state.id}/"):
        counter.page(url)
        with django_assert_max_num_queries(16):
            counter.page(url)


@pytest.mark.parametrize("number", ["", "   ", "💥", "1" * 400])
def test_an_identity_number_that_is_none_never_opens_the_safe(number: str) -> None:
    from django.http import QueryDict

    from motcua.dossiers.commands import Applicant
    from motcua.kernel.errors import Refusal

    data = QueryDict(mutable=True)
    data.update({"receipt": "lost", "identity_number": number})
    with pytest.raises(Refusal):
        hand_over_form.command(hand_over_form.read(data), uuid4(), Applicant("A", "099190000007"))


BACK = step(4, "return", "receiving", hours=0, to=0)


def _on_its_way(township: Township) -> tuple[Road, UUID]:
    """Signed at the department, on its way to the desk of the commune."""
    road = along.build(township)
    road.go_by("2.002755", (step(1, "receive"), step(2, "examine"), step(3, "sign"), BACK))
    dossier = road.receive("2.002755", "commune", "department")
    for action in ("accept_transfer", "accept_papers", "examine", "sign"):
        road.act(dossier, action)
    return road, dossier


def test_a_result_from_another_office_is_first_noted_as_arrived(counter: Counter, township: Township) -> None:
    _road, dossier = _on_its_way(township)
    assert "đang chuyển về quầy này" in words_of(counter.page("/counter/results/"))
    address = f"/counter/dossiers/{dossier}/hand-over/"
    page = counter.page(address)
    assert 'name="collector"' not in page
    assert "Bản khai cá nhân" in page, "the papers that travel are named"
    form: dict[str, Any] = {"arrived": "yes", "given_by": "Trần Văn Mẫu"}
    assert counter.officer.post(address, **form).url == address
    assert not state_of(dossier).transfers
    assert not state_of(dossier).task_for("accept_papers"), "they came along"
    assert counter.officer.post(address, **form).url == address, "twice is nothing more"
    assert 'name="collector"' in counter.page(address)
    _hand_over(counter, state_of(dossier))
    assert state_of(dossier).returned_at is not None


def test_only_the_desk_it_goes_to_is_asked_whether_it_came(
    counter: Counter, township: Township, sign_in: Callable[[str], Any]
) -> None:
    _road, dossier = _on_its_way(township)
    sender = sign_in("receptionist-department")
    address = f"/counter/dossiers/{dossier}/hand-over/"
    page = sender.get(address).content.decode()
    assert 'name="arrived"' not in page
    assert 'name="collector"' not in page
    assert sender.post(address, arrived="yes").status_code == 403
    assert state_of(dossier).transfers


def test_what_goes_elsewhere_at_the_same_time_keeps_no_result_back(
    counter: Counter, township: Township
) -> None:
    road = along.build(township)
    rows = (
        step(1, "receive"),
        step(2, "examine"),
        parallel(step(3, "sign"), 4, 5),
        step(4, "consult", "level:province", to=0),
        step(5, "return", "receiving", hours=0, to=0),
    )
    road.go_by("2.002755", rows)
    dossier = road.receive("2.002755", "commune", "commune")
    for action in ("examine", "sign"):
        road.act(dossier, action)
    assert {task.action for task in state_of(dossier).tasks} >= {"accept_transfer", "return"}
    assert "đang chuyển về quầy này" not in words_of(counter.page("/counter/results/"))
    page = counter.page(f"/counter/dossiers/{dossier}/hand-over/")
    assert 'name="collector"' in page
    assert 'name="arrived"' not in page
