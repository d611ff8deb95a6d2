"""Faults that thousands of random lives brought to light (`test_thousands`), each told as the office would."""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers.status import Status
from tests.dossiers.saying import refused, state
from tests.dossiers.test_legal_life import ITEM, do, examined, sound
from tests.township import Township, at


def test_the_tax_office_s_time_is_nobody_s_and_sent_back_from_there_the_first_appointment_goes_on(
    township: Township,
) -> None:
    dossier = township.receive("LOCAL-DATDAI-CHUYENNHUONG", when=at("2026-03-05 09:00")).dossier_id
    township.clock = at("2026-03-11 10:00")  # seven working hours before the first appointment ends
    township.step(dossier, "diachinh")
    waiting = state(dossier).tasks[0]
    assert (waiting.action, waiting.due_at) == ("tax", None)
    back = {"task_id": waiting.id, "to_element": "Step_2", "reason": "Phiếu chuyển thông tin sai diện tích"}
    do(township, "diachinh", cmd.SendBack, dossier, "03-16 10:00", **back)
    again = state(dossier)
    assert (again.status, again.waiting) == (Status.IN_PROCESSING, None)
    assert again.due_at == at("2026-03-17 09:00")
    township.clock = at("2026-03-16 14:00")
    township.step(dossier, "diachinh")
    township.clock = at("2026-03-24 10:15")
    township.step(dossier, "diachinh", note="Giấy nộp tiền vào ngân sách")
    assert state(dossier).due_at == at("2026-03-27 10:15")
    sound(dossier)


def test_no_result_has_a_number_before_the_decision(township: Township) -> None:
    dossier = examined(township)
    task = state(dossier).tasks[0]
    with refused("no_result_before_decision"):
        do(township, "hotich", cmd.CompleteTask, dossier, task_id=task.id, result_number="01/KQ")
    assert state(dossier).result_number == ""


def test_a_step_without_a_time_of_its_own_stays_due_with_the_dossier(township: Township) -> None:
    """Signing a transfer of land has no hours of its own: it follows every move of the dossier's date."""
    dossier = township.receive("LOCAL-DATDAI-CHUYENNHUONG", when=at("2026-03-05 09:00")).dossier_id
    for when in ("03-11 10:00", "03-24 10:15", "03-25 10:15"):
        township.clock = at(f"2026-{when}")
        township.step(dossier, "diachinh")
    signing = state(dossier).tasks[0]
    assert (signing.action, signing.due_at) == ("sign", at("2026-03-27 10:15"))
    do(township, "chutich", cmd.RequestSupplement, dossier, "03-25 11:00", items=(ITEM,))
    do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, "03-25 14:00", manner="điện thoại")
    do(township, "tiepnhan", cmd.CompleteSupplement, dossier, "03-30 09:00", note="Đã làm rõ")
    found = state(dossier)
    assert found.due_at == at("2026-04-02 09:00")
    assert found.tasks[0].due_at == found.due_at
    sound(dossier)
