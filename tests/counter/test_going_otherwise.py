"""When it goes otherwise: papers missing, drafts, refusals, people sent elsewhere, and nonsense."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import ledger
from motcua.dossiers.models import Dossier, Guidance
from motcua.dossiers.status import Status
from tests.counter.conftest import Counter, words_of

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _dossier(form: dict[str, Any]) -> Dossier:
    return Dossier.objects.get(pk=form["dossier_id"])


def _state(dossier_id: UUID) -> Any:
    return ledger.fold_entries(dossier_id, ledger.entries(dossier_id))


def test_a_missing_paper_is_named_and_nothing_is_received(counter: Counter) -> None:
    form = counter.form()
    form["got"] = form["got"][:1]
    answer = counter.press("receive", form)
    assert answer.status_code == 422
    page = words_of(answer.content.decode())
    assert "Còn thiếu giấy tờ: Giấy chứng sinh." in page
    assert "Vẫn tiếp nhận" in page
    assert not Dossier.objects.exists()


def test_with_a_reason_the_desk_takes_it_all_the_same(counter: Counter) -> None:
    form = counter.form(override_reason="Bệnh viện gửi giấy chứng sinh trong ngày.")
    form["got"] = form["got"][:1]
    assert counter.press("receive", form).status_code == 302
    event = ledger.entries(form["dossier_id"])[0].event
    assert event.missing == ("Giấy chứng sinh",)
    assert event.override_reason == "Bệnh viện gửi giấy chứng sinh trong ngày."


def test_what_was_typed_survives_a_refusal(counter: Counter) -> None:
    form = counter.form(note="Gọi trước khi trả", id_number="12")
    page = counter.press("receive", form).content.decode()
    assert "Gọi trước khi trả" in page
    assert 'value="12"' in page
    assert "Số căn cước có đúng 12 chữ số." in page


def test_a_draft_is_kept_and_gone_on_with(counter: Counter) -> None:
    form = counter.form(phone="0900000123")
    form["got"] = form["got"][:1]
    assert counter.press("draft", form).url == "/counter/drafts/"
    assert "Nguyễn Thị Mẫu Đào" in counter.page("/counter/drafts/")
    again = counter.officer.get(f"/counter/receive/?draft={form['dossier_id']}")
    page = again.content.decode()
    assert 'value="0900000123"' in page
    assert page.count("checked") >= 2  # the paper that was there, and the channel
    kept = again.context["form"]
    complete = counter.form() | {
        "form_id": kept.form_id,
        "dossier_id": kept.dossier_id,
        "version": kept.version,
    }
    assert counter.press("receive", complete).status_code == 302
    assert [entry.event.type for entry in ledger.entries(form["dossier_id"])][:2] == ["drafted", "received"]
    assert "Không có bản nháp" in counter.page("/counter/drafts/")


def test_a_draft_changed_by_a_colleague_is_not_overwritten(counter: Counter) -> None:
    form = counter.form()
    counter.press("draft", form)
    stale = counter.form() | {"dossier_id": form["dossier_id"], "version": 1}
    counter.press("draft", form | {"form_id": uuid4(), "version": 1, "note": "của đồng nghiệp"})
    answer = counter.press("receive", stale)
    assert answer.status_code == 409
    assert "Hồ sơ đã thay đổi" in answer.content.decode()


def test_refusing_reception_needs_a_reason_and_prints_the_slip(counter: Counter) -> None:
    form = counter.form()
    assert counter.press("refuse", form).status_code == 422
    invented = form | {"refuse_code": "invented", "refuse_reason": "x"}
    assert counter.press("refuse", invented).status_code == 422
    form |= {
        "refuse_code": "papers_invalid",
        "refuse_reason": "Giấy chứng sinh bị tẩy xóa.",
        "refuse_basis": "Luật Hộ tịch, Điều 16",
    }
    answer = counter.press("refuse", form)
    assert answer.url == f"/counter/dossiers/{form['dossier_id']}/refusal/"
    slip = counter.paper(answer.url)
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in slip
    assert "Giấy tờ không hợp lệ hoặc không đọc được" in slip
    assert "Giấy chứng sinh bị tẩy xóa." in slip
    assert "Luật Hộ tịch, Điều 16" in slip
    assert _dossier(form).status == Status.REFUSED_AT_RECEPTION


def test_guiding_elsewhere_is_noted_once_and_receives_nothing(counter: Counter) -> None:
    form = counter.form(guided_to="Công an huyện Bắc Quang", advice="Mang theo căn cước")
    counter.press("guide", form)
    counter.press("guide", form)
    assert Guidance.objects.count() == 1
    assert not Dossier.objects.exists()
    page = words_of(counter.page("/counter/guidance/"))
    assert "Công an huyện Bắc Quang" in page
    assert "Đăng ký khai sinh" in page


def test_guidance_can_be_noted_without_the_reception_page(counter: Counter) -> None:
    assert counter.officer.post("/counter/guidance/", matter="", guided_to="").status_code == 422
    noted = {"form_id": uuid4(), "matter": "Đổi giấy phép lái xe", "guided_to": "Công an tỉnh"}
    assert counter.officer.post("/counter/guidance/", **noted).status_code == 302
    assert "Đổi giấy phép lái xe" in counter.page("/counter/guidance/")
    assert "Ngày này chưa hướng dẫn ai" in counter.page("/counter/guidance/", day="2026-03-01")


@pytest.mark.parametrize(
    "changes",
    [
        {"procedure": "abc", "case": "9" * 30, "line": ["x", "-1", "99999999999999999999"], "got": "x"},
        {"procedure": "99999999", "channel": "rocket", "document_sets": "-5"},
        {"form_id": "no uuid", "dossier_id": "'; --", "version": "0"},
        {"channel": "post", "postmark_day": "2026-13-45", "postmark_time": "99:99"},
        {"channel": "post", "postmark_day": "0001-01-01", "postmark_time": "00:00"},
        {"channel": "post", "postmark_day": "9999-12-31"},
        {"id_kind": "nonsense", "id_number": "💥" * 50, "name": "x" * 5000},
        {"person": "party:not-a-uuid", "person_q": "|||||||", "name": "", "id_number": ""},
        {"file_1": "forged", "manner_1": "burned", "originals_1": "1e9"},
    ],
)
def test_nonsense_in_the_form_is_never_an_error_of_ours(counter: Counter, changes: dict[str, Any]) -> None:
    for act in ("receive", "draft", "refuse", "guide", "update", "explode"):
        answer = counter.press(act, counter.form() | changes)
        assert answer.status_code < 500, act
    assert counter.officer.post("/counter/receive/rest/", **(counter.form() | changes)).status_code < 500
