"""What the law lets happen to a dossier beside the plain way, as the office would tell it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Unit
from tests.dossiers.saying import check_words, known, refused, state, types_of
from tests.township import Township, at

ITEM = cmd.MissingItem("Văn bản ủy quyền", "Người nộp không phải chủ hồ sơ")


def examined(township: Township, code: str = "1.004873") -> UUID:
    """A dossier that hotich is examining since Monday 2 March 2026, 09:00."""
    dossier: UUID = township.receive(code, when=at("2026-03-02 09:00")).dossier_id
    township.step(dossier, assignee_id=township.actor("hotich").person_id)
    return dossier


def do(township: Township, who: str, command: type, dossier: UUID, when: str = "", **values: Any) -> Any:
    return township.execute(command(**known(dossier), **values), who, at(f"2026-{when}") if when else None)


def sound(dossier: UUID) -> None:
    """The row agrees with the ledger."""
    from motcua.dossiers.verify import problems

    assert [fault for fault in problems() if str(dossier) in str(fault)] == []


def test_a_supplement_restarts_the_limit_in_full(township: Township) -> None:
    dossier = examined(township)
    do(township, "hotich", cmd.RequestSupplement, dossier, "03-03 10:00", items=(ITEM,))
    asked = state(dossier)
    assert asked.status == Status.SUPPLEMENT_IN_PROCESSING
    assert asked.due_at is None  # nobody is late while the applicant is waited for
    told = do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, "03-03 14:00", manner="điện thoại")
    assert told.event.complete_by == at("2026-03-24 17:30")  # 15 working days, NĐ 297/2025
    brought = cmd.Paper(id=uuid4(), name="Văn bản ủy quyền", originals=1, custody="held")
    do(township, "tiepnhan", cmd.CompleteSupplement, dossier, "03-09 14:00", papers=(brought,))
    complete = state(dossier)
    assert complete.due_at == at("2026-03-12 14:00")  # three working days, all of them again
    assert complete.status == Status.IN_PROCESSING
    assert {paper.name for paper in complete.papers} >= {"Văn bản ủy quyền"}
    assert complete.tasks[0].due_at is not None
    township.step(dossier, "hotich")
    sound(dossier)


def test_while_the_applicant_is_waited_for_nobody_decides(township: Township) -> None:
    dossier = examined(township)
    task = state(dossier).tasks[0]
    do(township, "hotich", cmd.RequestSupplement, dossier, items=(ITEM,))
    with refused("clock_stands"):
        do(township, "hotich", cmd.CompleteTask, dossier, task_id=task.id)


def test_only_the_desk_speaks_with_the_citizen(township: Township) -> None:
    dossier = examined(township)
    do(township, "hotich", cmd.RequestSupplement, dossier, items=(ITEM,))
    with refused("only_the_desk"):
        do(township, "vanthu", cmd.DeliverSupplementRequest, dossier, manner="điện thoại")


def test_a_second_supplement_request_is_refused_without_an_override(township: Township) -> None:
    dossier = examined(township)
    do(township, "hotich", cmd.RequestSupplement, dossier, items=(ITEM,))
    do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, manner="trực tiếp")
    do(township, "tiepnhan", cmd.CompleteSupplement, dossier, note="Đã làm rõ")
    with refused("second_supplement"):
        do(township, "hotich", cmd.RequestSupplement, dossier, items=(ITEM,))
    leader = township.actor("chutich").person_id
    override = cmd.Override("Giấy tờ mới bị phát hiện sai", "Điều 11 NĐ 118/2025", leader)
    again = do(township, "hotich", cmd.RequestSupplement, dossier, items=(ITEM,), override=override)
    assert again.event.number == 2
    sound(dossier)


def test_a_request_without_reasons_is_refused(township: Township) -> None:
    dossier = examined(township)
    with refused("items_needed"):
        do(township, "hotich", cmd.RequestSupplement, dossier, items=(cmd.MissingItem("Tờ khai", " "),))


def test_without_supplement_the_dossier_is_closed_after_its_time_and_not_before(township: Township) -> None:
    dossier = examined(township)
    do(township, "hotich", cmd.RequestSupplement, dossier, "03-03 10:00", items=(ITEM,))
    do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, "03-03 14:00", manner="điện thoại")
    with time.at(at("2026-03-24 17:30")), refused("still_time"):
        services.execute(cmd.CloseWithoutSupplement(**known(dossier)), SYSTEM)
    with time.at(at("2026-03-25 07:30")):
        services.execute(cmd.CloseWithoutSupplement(**known(dossier)), SYSTEM)
    closed = state(dossier)
    assert closed.status == Status.CLOSED_NO_SUPPLEMENT
    assert closed.tasks == ()
    sound(dossier)


def test_a_draft_may_be_sent_home_for_papers_and_received_later(township: Township) -> None:
    dossier = uuid4()
    intake = township.intake()
    township.execute(cmd.SaveDraft(**known(dossier) | {"dossier_id": dossier}, intake=intake), "tiepnhan")
    do(township, "tiepnhan", cmd.RequestSupplement, dossier, items=(ITEM,))
    assert state(dossier).status == Status.SUPPLEMENT_BEFORE_RECEPTION
    township.execute(cmd.ReceiveDossier(**known(dossier), intake=intake), "tiepnhan")
    assert state(dossier).status == Status.IN_PROCESSING
    sound(dossier)


def test_a_pause_keeps_the_time_that_was_left(township: Township) -> None:
    dossier = examined(township)  # due Thursday 5 March, 09:00
    do(
        township, "hotich", cmd.PauseDossier, dossier, "03-02 10:00",
        ground="financial_duty", legal_basis="NĐ 101/2024",
    )  # fmt: skip
    assert state(dossier).status == Status.WAITING_FINANCIAL_DUTY
    do(township, "hotich", cmd.ResumeDossier, dossier, "03-02 15:00", proof="Giấy nộp tiền")
    assert state(dossier).due_at == at("2026-03-05 14:00")  # three working hours later than promised
    sound(dossier)


def test_a_pause_needs_a_ground_and_a_text(township: Township) -> None:
    dossier = examined(township)
    with refused("unknown_ground"):
        do(township, "hotich", cmd.PauseDossier, dossier, ground="nghỉ phép", legal_basis="–")
    with refused("basis_needed"):
        do(township, "hotich", cmd.PauseDossier, dossier, ground="suspended", legal_basis=" ")


def test_land_has_two_appointments_with_the_tax_office_between_them(township: Township) -> None:
    code = "LOCAL-DATDAI-CHUYENNHUONG"  # 8 working days = 5 + tax + 3
    dossier = township.receive(code, when=at("2026-03-05 09:00")).dossier_id
    assert state(dossier).due_at == at("2026-03-12 09:00")
    township.clock = at("2026-03-11 10:00")
    township.step(dossier, "diachinh")  # the slip goes to the tax office
    waiting = state(dossier)
    assert waiting.status == Status.WAITING_FINANCIAL_DUTY
    assert waiting.due_at is None
    township.clock = at("2026-03-24 10:15")
    township.step(dossier, "diachinh", note="Giấy nộp tiền vào ngân sách")
    assert state(dossier).due_at == at("2026-03-27 10:15")
    sound(dossier)


def test_opinions_are_asked_in_parallel_and_do_not_stop_the_clock(township: Township) -> None:
    dossier = examined(township)
    before = state(dossier).due_at
    land = Unit.objects.get(name__startswith="Địa chính").pk
    labour = Unit.objects.get(name__startswith="Lao động").pk
    for unit in (land, labour):
        do(
            township,
            "hotich",
            cmd.AskOpinion,
            dossier,
            unit_id=unit,
            question="Có vướng mắc không?",
            working_days=1,
        )
    asked = state(dossier)
    assert asked.status == Status.IN_CONSULTATION
    assert asked.due_at == before
    first, second = (task for task in asked.tasks if task.action == "give_opinion")
    do(township, "diachinh", cmd.GiveOpinion, dossier, task_id=first.id, agrees="yes", answer="Không")
    assert state(dossier).status == Status.IN_CONSULTATION
    late = do(
        township,
        "laodong",
        cmd.GiveOpinion,
        dossier,
        "03-04 08:00",
        task_id=second.id,
        agrees="no",
        answer="Có",
    )
    assert late.event.late
    assert state(dossier).status == Status.IN_PROCESSING
    sound(dossier)


def test_one_new_appointment_signed_by_the_leader_and_the_old_date_stays(township: Township) -> None:
    dossier = examined(township)
    due = state(dossier).due_at
    do(
        township,
        "hotich",
        cmd.ProposeExtension,
        dossier,
        working_days=2,
        reason="Phải xác minh tại nơi cư trú cũ",
    )
    task = state(dossier).task_for("sign_extension")
    assert task is not None
    signed = do(township, "chutich", cmd.SignExtension, dossier, task_id=task.id)
    assert signed.event.appointment_at == at("2026-03-09 17:30")
    assert state(dossier).due_at == due
    with refused("one_extension_only"):
        do(township, "hotich", cmd.ProposeExtension, dossier, working_days=2, reason="Lại xin thêm")
    sound(dossier)


def test_a_public_apology_names_its_place(township: Township) -> None:
    dossier = examined(township)
    words = {"kind": "late", "manner": "public", "text": "UBND thị trấn xin lỗi vì trả kết quả chậm."}
    with refused("medium_needed"):
        do(township, "chutich", cmd.Apologise, dossier, **words)
    do(township, "chutich", cmd.Apologise, dossier, **words, medium="Đài truyền thanh thị trấn")
    assert types_of(dossier)[-1] == "apologised"


def test_the_applicant_withdraws_while_nothing_is_decided(township: Township) -> None:
    dossier = examined(township)
    do(township, "tiepnhan", cmd.WithdrawDossier, dossier, reason="Không còn nhu cầu")
    gone = state(dossier)
    assert (gone.status, gone.tasks) == (Status.WITHDRAWN, ())
    with refused("finished"):
        do(township, "tiepnhan", cmd.WithdrawDossier, dossier, reason="Lần nữa")
    sound(dossier)


def test_after_the_decision_nothing_is_withdrawn(township: Township) -> None:
    dossier = examined(township)
    township.run_until(dossier, "clerk")
    with refused("already_decided"):
        do(township, "tiepnhan", cmd.WithdrawDossier, dossier, reason="Đổi ý")


def test_the_office_stops_only_on_a_text(township: Township) -> None:
    dossier = examined(township)
    with refused("basis_needed"):
        do(township, "phochutich", cmd.StopByLaw, dossier, reason="Có tranh chấp", legal_basis="")
    do(
        township,
        "phochutich",
        cmd.StopByLaw,
        dossier,
        reason="Có tranh chấp",
        legal_basis="NĐ 101/2024 Điều 19",
    )
    assert state(dossier).status == Status.STOPPED


def test_a_result_travels_by_post_comes_back_and_is_handed_over_at_last(township: Township) -> None:
    dossier = examined(township)
    township.run_until(dossier, "return")
    do(township, "tiepnhan", cmd.SendByPost, dossier, parcel="EH000000001VN", address="Tổ 3, Vĩnh Tuy")
    assert state(dossier).status == Status.IN_POST
    do(township, "tiepnhan", cmd.TakeBackFromPost, dossier, parcel="EH000000001VN", reason="Vắng nhà")
    assert state(dossier).status == Status.RESULT_READY
    do(township, "tiepnhan", cmd.SendByPost, dossier, parcel="EH000000002VN", address="Tổ 3, Vĩnh Tuy")
    do(township, "tiepnhan", cmd.HandOver, dossier, note="Bưu điện báo phát")
    assert state(dossier).status == Status.RETURNED
    sound(dossier)


def test_an_obvious_mistake_is_corrected_and_both_values_stay(township: Township) -> None:
    dossier = examined(township)
    do(
        township,
        "tiepnhan",
        cmd.CorrectData,
        dossier,
        field="name",
        new="Nguyễn Thị Mẫu Đào Hoa",
        reason="Gõ thiếu",
    )
    from motcua.dossiers.models import Dossier

    assert Dossier.objects.get(pk=dossier).applicant_name == "Nguyễn Thị Mẫu Đào Hoa"
    event = services.ledger.entries(dossier)[-1].event
    assert (event.old, event.new) == ("Nguyễn Thị Mẫu Đào", "Nguyễn Thị Mẫu Đào Hoa")  # type: ignore[attr-defined]
    sound(dossier)


def test_another_rule_set_is_a_leaders_act(township: Township) -> None:
    from motcua.rules.models import RuleSet

    dossier = examined(township)
    older = RuleSet.objects.get(code="nd-118-2025").pk
    known_words = {
        "rule_set_id": older,
        "legal_basis": "Điều khoản chuyển tiếp",
        "reason": "Nộp trước ngày hiệu lực",
    }
    with refused("not_a_leader"):
        do(township, "hotich", cmd.SwitchRules, dossier, **known_words)
    do(township, "chutich", cmd.SwitchRules, dossier, **known_words)
    assert state(dossier).rule_set_id == older
    sound(dossier)


def test_refusals_speak_to_a_clerk(township: Township) -> None:
    dossier = examined(township)
    task = state(dossier).tasks[0]
    commands = (
        cmd.ResumeDossier(**known(dossier), proof="x"),
        cmd.CompleteSupplement(**known(dossier), note="x"),
        cmd.TakeBackFromPost(**known(dossier), parcel="1", reason="x"),
        cmd.GiveOpinion(**known(dossier), task_id=task.id, agrees="yes", answer="x"),
        cmd.SignExtension(**known(dossier), task_id=task.id),
    )
    for command in commands:
        with pytest.raises(Refusal) as caught:
            township.execute(command, "hotich")
        check_words(caught.value)
    assert state(dossier).version == 2  # nothing happened
