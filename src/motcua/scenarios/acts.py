"""What each kind of act asks of a dossier, and who does it in the sample office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid5

from motcua.dossiers import commands as cmd
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.events import OpenTask
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Decision, Status
from motcua.offices.actors import SYSTEM, Actor
from motcua.scenarios.plan import PlannedDossier
from motcua.scenarios.scene import Scene
from motcua.scenarios.way import Act, Kind

Wanted = tuple[cmd.Command, Actor]
_OPINION_DAYS, _EXTENSION_DAYS = 2, 5


def act_of(scene: Scene, planned: PlannedDossier, index: int, state: DossierState) -> Wanted | None:
    """The command of an act and who gives it; None when the dossier is not where the plan has it."""
    act = planned.acts[index - 1]
    known = {"command_id": scene.command_id(planned.number, index), "dossier_id": state.id}
    return _ACTS[act.kind](scene, planned, act, state, known)


def _step(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    task = _open_step(state)
    if task is None or task.action == "return":
        return None
    actor = _holder(scene, planned, task)
    assert state.process_version_id is not None
    route = route_of(state.process_version_id)
    if route.decides(task.element) and planned.lot.refused:
        return cmd.DecideDossier(
            **known,
            task_id=task.id,
            decision=Decision.REFUSED,
            reason="Không đủ điều kiện theo quy định",
            legal_basis="Quy định của thủ tục",
        ), actor
    if route.decides(task.element):
        return cmd.DecideDossier(**known, task_id=task.id, decision=Decision.APPROVED), actor
    if task.action == "assign":
        officer = scene.staff.holding("case_officer", task.unit_id, planned.number)
        return cmd.CompleteTask(**known, task_id=task.id, assignee_id=officer.person_id), actor
    if task.action == "clerk" and state.decision is not None:
        number = f"{planned.number + 1}/KQ-MẪU"
        return cmd.CompleteTask(**known, task_id=task.id, result_number=number), actor
    return cmd.CompleteTask(**known, task_id=task.id), actor


def _acknowledge(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    task = state.task_for("accept_transfer")
    if task is None:
        return None
    command = cmd.AcknowledgeTransfer(**known, task_id=task.id, papers_given_by="Người chuyển hồ sơ Mẫu")
    return command, _holder(scene, planned, task)


def _send_back(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    task = _open_step(state)
    if task is None or state.process_version_id is None:
        return None
    earlier = route_of(state.process_version_id).earlier_steps(task.element)
    if not earlier:
        return None
    reason = "Cần làm rõ nội dung thẩm định"
    command = cmd.SendBack(**known, task_id=task.id, to_element=earlier[-1][0], reason=reason)
    return command, _holder(scene, planned, task)


def _hand_over(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    task = state.task_for("return")
    return None if task is None else (cmd.HandOver(**known), _holder(scene, planned, task))


def _send_by_post(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    if state.task_for("return") is None:
        return None
    parcel = f"MAU{planned.number:09d}VN"
    return cmd.SendByPost(**known, parcel=parcel, address=planned.person.address), _desk(scene, planned)


def _ask_supplement(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    documents = [item.name for item in scene.terms[planned.procedure].documents if item.obligatory]
    name = documents[planned.number % len(documents)] if documents else "Giấy tờ chứng minh"
    reason = ("Còn thiếu", "Chưa có chữ ký của người nộp", "Thông tin chưa thống nhất giữa các giấy tờ")
    item = cmd.MissingItem(name[:200], reason[planned.number % len(reason)])
    return _by_holder(scene, planned, state, cmd.RequestSupplement(**known, items=(item,)))


def _tell_supplement(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    manner = ("điện thoại", "trực tiếp tại quầy", "bưu chính")[planned.number % 3]
    if state.task_for("deliver_supplement") is None:
        return None
    return cmd.DeliverSupplementRequest(**known, manner=manner), _desk(scene, planned)


def _bring_supplement(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    if state.waiting is None:
        return None
    paper = cmd.Paper(uuid5(state.id, "supplement"), "Giấy tờ bổ sung", originals=1, custody="held")
    return cmd.CompleteSupplement(**known, papers=(paper,)), _desk(scene, planned)


def _pause(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    command = cmd.PauseDossier(
        **known,
        ground="suspended",
        legal_basis="Quy định của pháp luật chuyên ngành (mẫu)",
        note="Chờ kết quả xác minh của cơ quan có thẩm quyền",
    )
    return _by_holder(scene, planned, state, command)


def _resume(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    task = state.task_for("resume")
    if task is None:
        return None
    return cmd.ResumeDossier(**known, proof="Văn bản trả lời xác minh (mẫu)"), _holder(scene, planned, task)


def _ask_opinion(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    unit = scene.staff.other_division(state.units.division, planned.number) if state.units else None
    if unit is None:
        return None
    question = "Đề nghị cho ý kiến về nội dung hồ sơ thuộc lĩnh vực phụ trách"
    command = cmd.AskOpinion(**known, unit_id=unit, question=question, working_days=_OPINION_DAYS)
    return _by_holder(scene, planned, state, command)


def _give_opinion(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    task = state.task_for("give_opinion")
    if task is None:
        return None
    actor = scene.staff.holding("case_officer", task.unit_id, planned.number)
    return cmd.GiveOpinion(**known, task_id=task.id, agrees="yes", answer="Thống nhất"), actor


def _withdraw(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    if state.finished_at is not None or state.decision is not None:
        return None
    reason = "Người nộp không còn nhu cầu"
    return cmd.WithdrawDossier(**known, reason=reason), _desk(scene, planned)


def _close(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    until = state.waiting.until if state.waiting else None
    return None if until is None or until >= act.at else (cmd.CloseWithoutSupplement(**known), SYSTEM)


def _correct(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    command = cmd.CorrectData(
        **known, field="address", new=f"Tổ 2, {planned.person.address}", reason="Ghi thiếu số tổ (mẫu)"
    )
    return command, scene.staff.holding("desk_head", scene.desk_unit_id, planned.number)


def _propose_extension(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    reason = "Cần thêm thời gian xác minh, đo đạc thực tế"
    command = cmd.ProposeExtension(**known, working_days=_EXTENSION_DAYS, reason=reason)
    return _by_holder(scene, planned, state, command)


def _sign_extension(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    task = state.task_for("sign_extension")
    if task is None:
        return None
    return cmd.SignExtension(**known, task_id=task.id), _holder(scene, planned, task)


def _apologise(
    scene: Scene, planned: PlannedDossier, act: Act, state: DossierState, known: dict[str, Any]
) -> Wanted | None:
    assert state.units is not None
    medium = ""
    if act.manner == "public" and scene.media:
        medium = scene.media[planned.number % len(scene.media)]
    command = cmd.Apologise(
        **known,
        kind="late",
        manner=act.manner if act.manner != "public" or medium else "written",
        text="Cơ quan xin lỗi ông (bà) vì chưa trả kết quả đúng hẹn.",
        proof=_PROOFS[act.manner],
        medium=medium,
    )
    return command, scene.staff.holding("signing_leader", state.units.leadership, planned.number)


_PROOFS = {
    "direct": "Biên bản gặp người nộp tại quầy (mẫu)",
    "written": "Sổ gửi văn bản đi (mẫu)",
    "public": "Lịch phát sóng (mẫu)",
}
_ACTS: Mapping[Kind, Callable[[Scene, PlannedDossier, Act, DossierState, dict[str, Any]], Wanted | None]] = {
    Kind.STEP: _step,
    Kind.ACKNOWLEDGE: _acknowledge,
    Kind.SEND_BACK: _send_back,
    Kind.HAND_OVER: _hand_over,
    Kind.SEND_BY_POST: _send_by_post,
    Kind.ASK_SUPPLEMENT: _ask_supplement,
    Kind.TELL_SUPPLEMENT: _tell_supplement,
    Kind.BRING_SUPPLEMENT: _bring_supplement,
    Kind.PAUSE: _pause,
    Kind.RESUME: _resume,
    Kind.ASK_OPINION: _ask_opinion,
    Kind.GIVE_OPINION: _give_opinion,
    Kind.WITHDRAW: _withdraw,
    Kind.CLOSE: _close,
    Kind.CORRECT: _correct,
    Kind.PROPOSE_EXTENSION: _propose_extension,
    Kind.SIGN_EXTENSION: _sign_extension,
    Kind.APOLOGISE: _apologise,
}


def _open_step(state: DossierState) -> OpenTask | None:
    """The first open step of the drawing; None while somebody outside is waited for, but for that step."""
    task = next((item for item in state.tasks if item.token > 0), None)
    if task is None or (state.waiting is not None and task.action != "tax"):
        return None
    return task


def _holder(scene: Scene, planned: PlannedDossier, task: OpenTask) -> Actor:
    if task.assignee_id:
        return scene.staff.person(task.assignee_id)
    return scene.staff.holding(task.role, task.unit_id, planned.number)


def _by_holder(
    scene: Scene, planned: PlannedDossier, state: DossierState, command: cmd.Command
) -> Wanted | None:
    task = _open_step(state)
    if task is None or state.status == Status.RESULT_READY:
        return None
    return command, _holder(scene, planned, task)


def _desk(scene: Scene, planned: PlannedDossier) -> Actor:
    return scene.staff.holding("receptionist", scene.desk_of(planned.desk)[1], planned.number)
