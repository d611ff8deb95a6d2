"""The desk between office and applicant: told what is missing, taken in when it comes, withdrawn on request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from motcua.dossiers import commands as cmd
from motcua.dossiers.status import Status
from motcua.kernel.ids import uuid7
from tests.desk.conftest import Officer
from tests.dossiers.saying import state, types_of
from tests.dossiers.test_legal_life import ITEM, do, examined
from tests.papers.reading import shown_on
from tests.township import Township, at

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def desk(township: Township) -> Any:
    return Officer(township, "tiepnhan")


def asked(township: Township) -> UUID:
    """A dossier whose applicant must bring a paper; the desk has not told them yet (Tuesday, 10:00)."""
    dossier = examined(township)
    items = (ITEM, cmd.MissingItem("Tờ khai", "Thiếu chữ ký"))
    do(township, "hotich", cmd.RequestSupplement, dossier, "03-03 10:00", items=items)
    return dossier


def url(dossier: UUID, page: str = "supplement/") -> str:
    return f"/counter/dossiers/{dossier}/{page}"


def form(dossier: UUID, **values: Any) -> dict[str, Any]:
    return {"form_id": uuid7(), "version": state(dossier).version} | values


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_whole_round_of_a_supplement(township: Township, desk: Any) -> None:
    dossier = asked(township)
    assert state(dossier).code in text(desk.get("/counter/supplements/"))
    assert url(dossier) in text(desk.get(url(dossier, "")))
    shown = text(desk.get(url(dossier)))
    assert "Văn bản ủy quyền" in shown
    assert desk.post(url(dossier), **form(dossier, act="deliver", manner="Điện thoại")).status_code == 302
    assert "24/03/2026" in text(desk.get(url(dossier, "")))
    slip = shown_on(text(desk.get(url(dossier, "supplement/slip/"))), desk.get)
    assert "PHIẾU YÊU CẦU BỔ SUNG" in slip
    assert "Thiếu chữ ký" in slip
    assert "ngày 24 tháng 3 năm 2026" in slip  # until when to complete
    township.clock = at("2026-03-09 14:00")
    answer = desk.post(
        url(dossier),
        **form(dossier, act="complete", brought=["0", "1"], custody_1="electronic"),
        file_1=SimpleUploadedFile("to-khai.pdf", PDF),
        others="Ảnh 3x4",
    )
    assert answer.status_code == 302
    after = state(dossier)
    assert after.status == Status.IN_PROCESSING
    assert after.due_at == at("2026-03-12 14:00")  # the limit again in full
    papers = {paper.name: paper for paper in after.papers}
    assert papers["Văn bản ủy quyền"].custody == "held"
    assert papers["Tờ khai"].sha256
    assert "Ảnh 3x4" in papers


def test_nothing_brought_is_no_supplement(township: Township, desk: Any) -> None:
    dossier = asked(township)
    desk.post(url(dossier), **form(dossier, act="deliver", manner="Trực tiếp"))
    answer = desk.post(url(dossier), **form(dossier, act="complete"))
    assert answer.status_code == 422
    assert state(dossier).status == Status.SUPPLEMENT_IN_PROCESSING


def test_what_nobody_completed_is_closed_after_its_time_and_not_before(township: Township, desk: Any) -> None:
    dossier = asked(township)
    desk.post(url(dossier), **form(dossier, act="deliver", manner="Trực tiếp"))
    early = desk.post("/counter/supplements/", **form(dossier), dossier=str(dossier))
    assert early.status_code == 422
    township.clock = at("2026-03-25 08:00")
    assert f"close-{dossier}" in text(desk.get("/counter/supplements/"))
    closed = desk.post("/counter/supplements/", **form(dossier), dossier=str(dossier))
    assert closed.status_code == 302
    assert state(dossier).status == Status.CLOSED_NO_SUPPLEMENT
    assert "Hết thời hạn bổ sung" in shown_on(text(desk.get(url(dossier, "stop-notice/"))), desk.get)
    assert str(dossier) not in text(desk.get("/counter/supplements/"))


def test_a_withdrawal_prints_its_notice(township: Township, desk: Any) -> None:
    dossier = examined(township)
    assert 'name="reason"' in text(desk.get(url(dossier, "withdraw/")))
    answer = desk.post(
        url(dossier, "withdraw/"), **form(dossier, reason="Không còn nhu cầu", requested_by="counter")
    )
    assert answer.status_code == 302
    assert answer.url == url(dossier, "stop-notice/")
    notice = shown_on(text(desk.get(answer.url)), desk.get)
    assert "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ" in notice
    assert "Không còn nhu cầu" in notice
    assert state(dossier).status == Status.WITHDRAWN
    assert 'name="reason"' not in text(desk.get(url(dossier, "withdraw/")))


def test_the_same_form_twice_tells_once(township: Township, desk: Any) -> None:
    dossier = asked(township)
    values = form(dossier, act="deliver", manner="Trực tiếp")
    assert desk.post(url(dossier), **values).status_code == 302
    assert desk.post(url(dossier), **values).status_code == 302
    assert types_of(dossier).count("supplement_delivered") == 1


def test_papers_exist_only_for_what_happened(township: Township, desk: Any) -> None:
    dossier = examined(township)
    for page in ("supplement/", "supplement/slip/", "stop-notice/"):
        assert desk.get(url(dossier, page)).status_code == 404


def test_only_the_desk_has_these_pages(
    township: Township, desk: Any, make_officer: Callable[[str], Any]
) -> None:
    dossier = asked(township)
    assert make_officer("vanthu").get(url(dossier)).status_code == 403
    assert 'data-key="F9"' in text(desk.get("/counter/"))  # and its start page counts them


@pytest.fixture
def make_officer(township: Township) -> Callable[[str], Any]:
    return lambda username: Officer(township, username)


def test_the_desk_sees_which_unit_owes_an_opinion_and_who_answered_late(
    township: Township, desk: Any
) -> None:
    dossier = examined(township)
    unit = state(dossier).units.division
    page = "/counter/supplements/"
    assert "Không chờ ý kiến nào" in text(desk.get(page))
    do(
        township, "hotich", cmd.AskOpinion, dossier, "03-03 10:00", unit_id=unit, question="Đất có tranh chấp?",
        working_days=1,
    )  # fmt: skip
    assert "Đang chờ" in text(desk.get(page))
    township.clock = at("2026-03-06 08:00")
    assert "Quá hạn chưa trả lời" in text(desk.get(page))
    task = next(task for task in state(dossier).tasks if task.action == "give_opinion")
    do(
        township, "phochutich", cmd.GiveOpinion, dossier, "03-06 09:00", task_id=task.id, agrees="yes",
        answer="Không có tranh chấp",
    )  # fmt: skip
    shown = text(desk.get(page))
    assert "Trả lời muộn" in shown
    assert state(dossier).code in shown
