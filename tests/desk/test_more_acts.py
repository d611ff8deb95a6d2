"""The page "More acts": what is open to whom, what it says will happen, and what comes of each form."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from motcua.dossiers import commands as cmd
from motcua.dossiers import tasks
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.kernel.ids import uuid7
from motcua.offices.models import Unit
from tests.dossiers.saying import state, types_of
from tests.dossiers.test_legal_life import ITEM, do, examined
from tests.township import Township, at

SignIn = Callable[[str], Any]


def url(dossier: UUID) -> str:
    return f"/desk/dossiers/{dossier}/"


def send(who: Any, dossier: UUID, act: str, **values: Any) -> Any:
    form = {"act": act, "command_id": uuid7(), "version": state(dossier).version} | values
    return who.post(url(dossier) + "more", **form)


def page(who: Any, address: str) -> str:
    answer = who.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def offered(text: str) -> set[str]:
    return set(re.findall(r'name="act" value="(\w+)"', text))


def test_who_holds_it_may_ask_and_pause_and_the_rest_is_explained_once(
    township: Township, sign_in: SignIn
) -> None:
    dossier = examined(township)
    text = page(sign_in("hotich"), url(dossier) + "more")
    assert offered(text) == {"request_supplement", "ask_opinion", "pause", "propose_extension"}
    assert text.count('class="action-off"') == 2  # not a leader, not paused: each said once
    assert url(dossier) + "more" in page(sign_in("hotich"), url(dossier))


def test_a_supplement_is_asked_with_several_papers(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    answer = send(
        sign_in("hotich"),
        dossier,
        "request_supplement",
        what=["Văn bản ủy quyền", "Tờ khai", ""],
        why=["Không phải chủ hồ sơ", "Thiếu chữ ký", ""],
    )
    assert answer.status_code == 302
    assert state(dossier).status == Status.SUPPLEMENT_IN_PROCESSING
    text = page(sign_in("hotich"), url(dossier))
    assert "Văn bản ủy quyền" in text
    assert "tag-warn" in text  # says in its head that it waits
    assert 'value="complete"' not in text  # and offers no step meanwhile


def test_what_was_typed_survives_a_refusal(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    answer = send(sign_in("hotich"), dossier, "request_supplement", what=["Tờ khai"], why=[""])
    assert answer.status_code == 422
    assert 'value="Tờ khai"' in answer.content.decode()
    assert state(dossier).supplement_requests == 0


def test_a_second_request_names_the_leader_who_answers_for_it(township: Township, sign_in: SignIn) -> None:
    from motcua.dossiers import commands as cmd

    dossier = examined(township)
    do(township, "hotich", cmd.RequestSupplement, dossier, items=(ITEM,))
    do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, manner="trực tiếp")
    do(township, "tiepnhan", cmd.CompleteSupplement, dossier, note="Đã làm rõ")
    officer = sign_in("hotich")
    text = page(officer, url(dossier) + "more")
    assert 'name="approver"' in text
    values = {"what": ["Bản vẽ"], "why": ["Sai tỷ lệ"]}
    assert send(officer, dossier, "request_supplement", **values).status_code == 422
    leader = township.actor("chutich").person_id
    override = {"override_reason": "Phát hiện sau", "override_basis": "NĐ 118/2025", "approver": leader}
    assert send(officer, dossier, "request_supplement", **values, **override).status_code == 302
    assert state(dossier).supplement_requests == 2


def test_a_pause_and_its_end(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    officer = sign_in("hotich")
    send(officer, dossier, "pause", ground="financial_duty", legal_basis="NĐ 101/2024")
    assert state(dossier).status == Status.WAITING_FINANCIAL_DUTY
    text = page(officer, url(dossier) + "more")
    assert "next-action" in text  # the task's own act comes first and open
    assert offered(text) == {"resume"}
    assert "act=resume" in page(officer, url(dossier))
    township.clock = at("2026-03-02 15:00")
    send(officer, dossier, "resume", proof="Giấy nộp tiền")
    assert state(dossier).due_at == at("2026-03-05 15:00")  # four working hours later than promised


def test_an_opinion_is_asked_read_and_given(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    unit = Unit.objects.get(name__startswith="Địa chính").pk
    officer = sign_in("hotich")
    assert f'value="{unit}"' in page(officer, url(dossier) + "more")
    stranger = send(officer, dossier, "ask_opinion", unit=10**9, question="?", working_days=1)
    assert stranger.status_code == 422
    send(officer, dossier, "ask_opinion", unit=unit, question="Có tranh chấp không?", working_days=2)
    task = state(dossier).task_for("give_opinion")
    assert task is not None
    land = sign_in("diachinh")
    assert "Có tranh chấp không?" in page(land, url(dossier) + "more")
    send(land, dossier, "give_opinion", task_id=task.id, agrees="yes", answer="Không")
    assert state(dossier).status == Status.IN_PROCESSING


def test_a_new_appointment_is_shown_before_it_is_proposed_and_signed(
    township: Township, sign_in: SignIn
) -> None:
    dossier = examined(township)
    officer = sign_in("hotich")
    assert "17:30, 09/03/2026" in page(officer, url(dossier) + "more")
    send(officer, dossier, "propose_extension", working_days=2, reason="Phải xác minh")
    task = state(dossier).task_for("sign_extension")
    assert task is not None
    leader = sign_in("chutich")
    text = page(leader, url(dossier) + "more")
    assert "Phải xác minh" in text
    send(leader, dossier, "sign_extension", task_id=task.id)
    assert state(dossier).appointment_at == at("2026-03-09 17:30")
    after = page(officer, url(dossier))
    assert "17:30, 09/03/2026" in after
    assert "09:00, 05/03/2026" in after  # the first date stays beside it


def test_late_without_a_word_is_shown_until_somebody_apologises(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    township.clock = at("2026-03-06 09:00")
    assert state(dossier).late_without_apology(township.clock)
    leader = sign_in("chutich")
    assert "tag-bad" in page(leader, url(dossier) + "more")
    send(leader, dossier, "apologise", kind="late", manner="direct", text="Xin lỗi vì trả kết quả chậm.")
    assert not state(dossier).late_without_apology(township.clock)
    assert "tag-bad" not in page(leader, url(dossier) + "more")


def test_data_are_corrected_within_their_places(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    head = sign_in("chutich")
    send(head, dossier, "correct", field="phone", new="0911111111", reason="Gõ nhầm")
    intake = state(dossier).intake
    assert intake is not None
    assert intake.applicant.phone == "0911111111"


def test_stop_and_rules_belong_to_leaders(township: Township, sign_in: SignIn) -> None:
    from motcua.rules.models import RuleSet

    dossier = examined(township)
    older = RuleSet.objects.get(code="nd-118-2025").pk
    leader = sign_in("chutich")
    send(leader, dossier, "switch_rules", rules=older, legal_basis="Chuyển tiếp", reason="Nộp trước")
    assert state(dossier).rule_set_id == older
    assert send(leader, dossier, "stop", reason="Có tranh chấp", legal_basis="").status_code == 422
    send(leader, dossier, "stop", reason="Có tranh chấp", legal_basis="NĐ 101/2024 Điều 19")
    assert state(dossier).status == Status.STOPPED
    assert types_of(dossier)[-1] == "stopped"
    assert page(leader, url(dossier))


def test_a_form_sent_twice_happens_once(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    officer = sign_in("hotich")
    same = uuid7()
    values = {"ground": "suspended", "legal_basis": "NĐ 101/2024"}
    version = state(dossier).version
    send(officer, dossier, "pause", command_id=same, version=version, **values)
    assert send(officer, dossier, "pause", command_id=same, version=version, **values).status_code == 302
    assert types_of(dossier).count("paused") == 1


def test_a_made_up_act_is_no_page(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    assert send(sign_in("hotich"), dossier, "forgive").status_code == 400


def test_the_list_of_tasks_shows_those_beside_the_drawing(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    unit = Unit.objects.get(name__startswith="Địa chính").pk
    send(sign_in("hotich"), dossier, "ask_opinion", unit=unit, question="Ý kiến?", working_days=1)
    task = state(dossier).task_for("give_opinion")
    assert task is not None
    assert task.name in page(sign_in("diachinh"), "/desk/?scope=unit")


def test_the_receptionist_notes_that_an_apology_was_delivered(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    assert "record_proof" not in offered(page(sign_in("tiepnhan"), url(dossier) + "more"))
    do(township, "chutich", cmd.Apologise, dossier, kind="late", manner="written", text="Xin lỗi.")
    number = state(dossier).version
    text = page(sign_in("tiepnhan"), url(dossier) + "more")
    assert "record_proof" in offered(text)
    assert f'<option value="{number}"' in text
    answer = send(sign_in("tiepnhan"), dossier, "record_proof", apology=number, proof="Thư bảo đảm RR1VN")
    assert answer.status_code == 302
    assert types_of(dossier)[-1] == "apology_proved"


def test_what_the_clock_drafted_stands_in_the_form_to_be_changed(township: Township, sign_in: SignIn) -> None:
    dossier = examined(township)
    with time.at(at("2026-03-04 15:00")):
        tasks.draft_extensions(0)
    township.clock = at("2026-03-04 15:30")
    text = page(sign_in("hotich"), url(dossier) + "more")
    assert "Hồ sơ đang ở bước" in text.partition('id="extension-reason"')[2].partition("</textarea>")[0]
