"""The screen of one dossier: what it shows, what it lets one do, and what it says when it must not."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.dossiers import ledger
from motcua.dossiers.status import Decision, Status
from motcua.kernel import time
from motcua.kernel.ids import uuid7
from tests.township import Township

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _state(dossier_id: Any) -> Any:
    loaded = ledger.load_folded(dossier_id, uuid4())
    return loaded.state


def _form(state: Any, act: str, **values: Any) -> dict[str, Any]:
    values.setdefault("task_id", state.tasks[0].id if state.tasks else "")
    return {"act": act, "command_id": uuid7(), "version": state.version} | values


def _url(state: Any) -> str:
    return f"/desk/dossiers/{state.id}/"


def test_the_whole_way_of_a_dossier_through_the_browser(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    for _ in range(8):
        state = _state(state.id)
        task = state.tasks[0]
        if task.action == "return":
            break
        holder = {
            "head_of_unit": "phochutich",
            "signing_leader": "chutich",
            "clerk": "vanthu",
            "desk_head": "tiepnhan",
        }
        who = sign_in(holder.get(task.role) or township.case_officer(task.unit_id))
        page = who.get(_url(state)).content.decode()
        act = re.search(r'name="act" value="(complete|assign|approve)"', page)
        assert act, (task.action, page)
        officer = re.search(r'name="assignee" value="(\d+)"', page)
        number = {"result_number": "12/QĐ"} if 'name="result_number"' in page else {}
        answer = who.post(
            _url(state) + "act", **_form(state, act[1], assignee=officer[1] if officer else "", **number)
        )
        assert answer.status_code == 302, answer.content.decode()
    assert state.tasks[0].action == "return"
    desk = sign_in("tiepnhan")
    assert desk.post(_url(state) + "act", **_form(state, "hand_over", to="applicant")).status_code == 302
    state = _state(state.id)
    assert (state.status, state.decision, state.result_number) == (
        Status.RETURNED,
        Decision.APPROVED,
        "12/QĐ",
    )
    closed = desk.get(_url(state))
    assert closed.status_code == 200
    assert "12/QĐ" in closed.content.decode()


def test_a_double_click_is_done_once_and_says_so(township: Township, sign_in: Callable[[str], Any]) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    state = _state(state.id)
    officer = sign_in(township.case_officer(state.tasks[0].unit_id))
    form = _form(state, "complete", note="Đủ điều kiện")
    assert officer.post(_url(state) + "act", **form).status_code == 302
    assert officer.post(_url(state) + "act", **form).status_code == 302
    assert _state(state.id).version == state.version + 1


def test_a_stale_decision_shows_what_changed_and_keeps_what_was_written(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    township.run_until(state.id, "sign")
    state = _state(state.id)
    slow, quick = sign_in("chutich"), sign_in("phochutich")
    sent = _form(state, "send_back", to_element=state.tasks[0].element, reason="")
    back = re.search(r'<option value="([^"]+)">Thẩm định hồ sơ', quick.get(_url(state)).content.decode())
    assert back
    sent |= {"to_element": back[1], "reason": "Thiếu chữ ký của người khai"}
    assert quick.post(_url(state) + "act", **sent).status_code == 302
    answer = slow.post(
        _url(state) + "act", **_form(state, "refuse", reason="Không đủ điều kiện", legal_basis="Điều 5")
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Thiếu chữ ký của người khai" in text
    assert _state(state.id).decision is None


def test_a_refusal_without_reason_is_told_and_changes_nothing(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    township.run_until(state.id, "sign")
    state = _state(state.id)
    answer = sign_in("chutich").post(_url(state) + "act", **_form(state, "refuse", legal_basis="Điều 12"))
    assert answer.status_code == 422
    assert 'value="Điều 12"' in answer.content.decode()
    assert _state(state.id).version == state.version


def test_who_may_not_act_sees_who_holds_it_and_why(township: Township, sign_in: Callable[[str], Any]) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    page = sign_in("vanthu").get(_url(state)).content.decode()
    assert 'value="complete"' not in page
    assert "Tư pháp - Hộ tịch" in page
    assert "action-off" in page


def test_the_clerk_numbers_and_attaches_the_result_in_one_go(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    township.run_until(state.id, "clerk")
    state = _state(state.id)
    file = SimpleUploadedFile("ket-qua.pdf", PDF, content_type="application/pdf")
    clerk = sign_in("vanthu")
    answer = clerk.post(_url(state) + "act", **_form(state, "complete", result_number="45/GXN", file=file))
    assert answer.status_code == 302, answer.content.decode()
    state = _state(state.id)
    result = next(paper for paper in state.papers if paper.kind == "result")
    assert (state.result_number, result.file_name) == ("45/GXN", "ket-qua.pdf")
    shown = clerk.get(f"{_url(state)}papers/{result.id}")
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content) == PDF
    assert "inline" in shown.headers["Content-Disposition"]
    saved = clerk.get(f"{_url(state)}papers/{result.id}", download="")
    assert "attachment" in saved.headers["Content-Disposition"]


def test_the_applicants_numbers_are_whole_only_for_those_who_work_on_it(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    assert "099190000007" in sign_in("hotich").get(_url(state)).content.decode()
    stranger = sign_in("quantri").get(_url(state)).content.decode()
    assert "099190000007" not in stranger or "quantri" in _leadership(township)


def _leadership(township: Township) -> set[str]:
    from motcua.offices.models import Membership

    return set(Membership.objects.filter(unit__kind="leadership").values_list("person__username", flat=True))


def test_the_drawing_is_the_one_the_dossier_is_pinned_to(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    answer = sign_in("hotich").get(f"{_url(state)}process.bpmn")
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert b"definitions" in answer.content


def test_two_people_on_one_dossier_see_each_other(township: Township, sign_in: Callable[[str], Any]) -> None:
    state = township.receive().state
    first, second = sign_in("phochutich"), sign_in("hotich")
    first.get(_url(state))
    assert "Hoàng Thị Mẫu Giang" in second.get(f"{_url(state)}presence").content.decode()
    assert "Trần Văn Mẫu Bình" in first.get(f"{_url(state)}presence").content.decode()
    later = township.clock.replace(hour=township.clock.hour + 1)
    assert "Trần Văn Mẫu Bình" not in first.get(f"{_url(state)}presence", when=later).content.decode()


def test_a_page_left_open_neither_prolongs_the_session_nor_leads_away(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    officer = sign_in("hotich")
    officer.get(f"{_url(state)}presence")
    assert "prolonged" not in officer.client.session
    officer.get(_url(state))
    assert "prolonged" in officer.client.session
    officer.client.logout()
    asked = officer.client.get(f"{_url(state)}presence", headers={"HX-Request": "true"})
    assert asked.status_code == 286
    assert not asked.content
    assert "HX-Redirect" not in asked.headers


def test_unknown_dossiers_papers_and_codes_are_not_found(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    officer = sign_in("hotich")
    nowhere = f"/desk/dossiers/{uuid4()}/"
    for url in (
        nowhere,
        nowhere + "process.bpmn",
        nowhere + "presence",
        nowhere + f"papers/{uuid4()}",
        "/desk/by-code/H99-1",
    ):
        assert officer.get(url).status_code == 404, url
    state = township.receive().state
    assert officer.get(f"{_url(state)}papers/{state.papers[0].id}").status_code == 404


def test_forms_that_no_page_of_ours_sends_are_bad_requests(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    officer = sign_in("phochutich")
    for wrong in ({"act": "burn"}, {"version": "x"}, {"command_id": "1"}, {"task_id": "zz"}):
        answer = officer.post(_url(state) + "act", **(_form(_state(state.id), "complete") | wrong))
        assert answer.status_code == 400, wrong


def test_an_original_goes_back_and_a_paper_is_added(
    township: Township, sign_in: Callable[[str], Any]
) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    state, officer = _state(state.id), sign_in("hotich")
    held = next(paper for paper in state.papers if paper.custody == "held")
    form = _form(state, "change_custody", paper_id=held.id, custody="returned")
    assert officer.post(_url(state) + "act", **form).status_code == 302
    form = _form(_state(state.id), "add_paper", paper_name="Biên bản xác minh", originals="1", custody="held")
    assert officer.post(_url(state) + "act", **form).status_code == 302
    papers = {paper.name: paper for paper in _state(state.id).papers}
    assert papers[held.name].custody == "returned"
    assert papers["Biên bản xác minh"].kind == "processing"
    empty = officer.post(
        _url(state) + "act", **_form(_state(state.id), "add_paper", paper_name="Không có gì")
    )
    assert empty.status_code == 422


def test_the_screen_costs_few_statements(township: Township, sign_in: Callable[[str], Any]) -> None:
    state = township.receive().state
    township.run_until(state.id, "examine")
    from motcua.desk.filters import Filters
    from motcua.desk.screen import build

    with time.at(township.clock):
        actor = township.actor("phochutich")
        build(state.id, actor, Filters())
        with CaptureQueriesContext(connection) as statements:
            build(state.id, actor, Filters())
    assert len(statements) <= 10, [query["sql"][:80] for query in statements.captured_queries]
