"""Late and nearly late: warnings, the draft that the clock makes, and apologies with their proofs."""

from __future__ import annotations

from uuid import UUID

import pytest

from motcua.calendars.worktime import Shift, WorkCalendar
from motcua.dossiers import commands as cmd
from motcua.dossiers import services, tasks
from motcua.dossiers.nearness import (
    Share,
    Warned,
    draft_from,
    near_dossier,
    near_step,
    opening_before,
    share,
)
from motcua.dossiers.status import Status
from motcua.dossiers.timekeeping import Clock, Span
from motcua.kernel import time
from motcua.offices.actors import SYSTEM
from tests.dossiers.saying import known, refused, state, types_of
from tests.dossiers.test_legal_life import ITEM, do, examined, sound
from tests.township import Township, at

OFFICE = WorkCalendar(
    {day: (Shift(450, 690), Shift(810, 1050)) for day in range(1, 6)}
)  # 7:30–11:30, 13:30–17:30
MONDAY, THURSDAY = at("2026-03-02 09:00"), at("2026-03-05 09:00")


def the_clock_passes(when: str) -> None:
    """The periodic job at that instant, twice, for it may be."""
    with time.at(at(when)):
        tasks.draft_extensions(0)
        tasks.draft_extensions(0)


def drafts(dossier: UUID) -> int:
    return types_of(dossier).count("extension_proposed")


# ── warnings ──


@pytest.mark.parametrize(
    ("now", "percent", "warned"),
    [
        ("2026-03-02 09:00", 0, Warned.NOT_YET),
        ("2026-03-03 14:59", 49, Warned.NOT_YET),
        ("2026-03-03 15:00", 50, Warned.HALF),
        ("2026-03-04 14:11", 79, Warned.HALF),
        ("2026-03-04 14:12", 80, Warned.MOST),
        ("2026-03-04 22:00", 93, Warned.MOST),  # nobody works at night
        ("2026-03-05 09:00", 100, Warned.WHOLE),
        ("2026-03-06 09:00", 133, Warned.WHOLE),
    ],
)
def test_three_working_days_are_used_up_by_working_minutes(now: str, percent: int, warned: Warned) -> None:
    found = share(OFFICE, MONDAY, THURSDAY, at(now))
    assert (found.percent, found.warned) == (percent, warned)


def test_a_pause_uses_nothing_up() -> None:
    clock = Clock(MONDAY, pauses=(Span(at("2026-03-02 10:00"), at("2026-03-03 10:00")),))
    due = at("2026-03-06 09:00")  # a working day later than without the pause
    assert near_step(OFFICE, clock, MONDAY, due, at("2026-03-03 10:00")).share == Share(60, 1440)


def test_after_a_restart_a_step_has_all_its_time_again() -> None:
    clock = Clock(at("2026-03-04 09:00"))
    found = near_step(OFFICE, clock, MONDAY, at("2026-03-05 09:00"), at("2026-03-04 11:00"))
    assert (found.share, found.minutes) == (Share(120, 480), 360)


def test_lateness_is_counted_in_working_days() -> None:
    late = near_dossier(OFFICE, Clock(MONDAY), THURSDAY, at("2026-03-10 08:00"))
    assert (late.days, late.minutes) == (2, 2 * 480 + 420)  # Friday and Monday whole; nothing at the weekend


def test_a_limit_without_working_minutes_is_used_up() -> None:
    assert (
        share(OFFICE, at("2026-03-07 09:00"), at("2026-03-07 17:00"), at("2026-03-07 10:00")).percent == 100
    )


@pytest.mark.parametrize(
    ("due", "opening"),
    [
        ("2026-03-05 09:00", "2026-03-04 07:30"),
        ("2026-03-09 09:00", "2026-03-06 07:30"),  # Monday: the Friday before
        ("2026-03-08 09:00", "2026-03-06 07:30"),  # a due date on a Sunday
    ],
)
def test_the_last_working_day_before_a_due_date(due: str, opening: str) -> None:
    assert opening_before(OFFICE, at(due), 1) == at(opening)


@pytest.mark.parametrize(
    ("received", "due", "not_yet", "now"),
    [
        # thirty working days: from the opening of the last day before
        ("2026-03-02 09:00", "2026-04-13 09:00", "2026-04-10 07:29", "2026-04-10 07:30"),
        # one working day: the day before is the day of the reception, so 80 % of the time first
        ("2026-03-02 09:00", "2026-03-03 09:00", "2026-03-02 16:00", "2026-03-02 17:30"),
        # the same day
        ("2026-03-02 09:00", "2026-03-02 17:00", "2026-03-02 14:00", "2026-03-02 16:00"),
    ],
)
def test_the_apology_is_drafted_the_working_day_before_but_not_at_reception(
    received: str, due: str, not_yet: str, now: str
) -> None:
    clock = Clock(at(received))
    assert not draft_from(OFFICE, clock, at(due), at(not_yet), 1)
    assert draft_from(OFFICE, clock, at(due), at(now), 1)


# ── the draft ──


def test_the_clock_drafts_the_apology_of_a_dossier_that_will_not_be_ready(township: Township) -> None:
    dossier = examined(township)  # due Thursday 5 March, 09:00
    the_clock_passes("2026-03-04 08:00")
    assert drafts(dossier) == 0
    the_clock_passes("2026-03-04 15:00")
    assert drafts(dossier) == 1
    drafted = state(dossier)
    task = drafted.task_for("sign_extension")
    assert task is not None
    assert task.role == "signing_leader"
    assert drafted.proposed_at == at("2026-03-10 17:30")  # three working days after the due date
    assert "Hồ sơ đang ở bước “" in drafted.proposed_reason
    assert " tại " in drafted.proposed_reason
    signed = do(township, "chutich", cmd.SignExtension, dossier, "03-04 16:00", task_id=task.id)
    assert signed.event.reason == drafted.proposed_reason
    assert not state(dossier).late_without_apology(at("2026-03-06 09:00"))
    the_clock_passes("2026-03-05 15:00")
    assert drafts(dossier) == 1
    sound(dossier)


def test_nothing_is_drafted_while_the_applicant_is_waited_for_or_when_it_is_ready(township: Township) -> None:
    waiting, ready = examined(township), examined(township)
    do(township, "hotich", cmd.RequestSupplement, waiting, items=(ITEM,))
    township.run_until(ready, "return")
    the_clock_passes("2026-03-05 08:00")
    assert (drafts(waiting), drafts(ready)) == (0, 0)


def test_what_somebody_proposed_is_not_drafted_again(township: Township) -> None:
    dossier = examined(township)
    do(township, "hotich", cmd.ProposeExtension, dossier, working_days=2, reason="Xác minh")
    the_clock_passes("2026-03-04 15:00")
    assert drafts(dossier) == 1
    assert state(dossier).proposed_reason == "Xác minh"


def test_history_that_is_played_again_gets_no_drafts(township: Township) -> None:
    dossier = examined(township)
    the_clock_passes("2026-03-13 09:00")
    assert drafts(dossier) == 0


def test_a_worker_that_stood_for_a_day_still_drafts(township: Township) -> None:
    dossier = examined(township)
    the_clock_passes("2026-03-06 09:00")
    assert state(dossier).proposed_at == at(
        "2026-03-11 17:30"
    )  # counted from now, for the due date has passed


def test_reason_and_days_can_be_changed_until_the_head_signs(township: Township) -> None:
    dossier = examined(township)
    the_clock_passes("2026-03-04 15:00")
    do(
        township, "hotich", cmd.ProposeExtension, dossier, "03-04 15:30",
        working_days=5, reason="Chờ công an xác minh nơi cư trú",
    )  # fmt: skip
    changed = state(dossier)
    assert changed.proposed_at == at("2026-03-12 17:30")
    signing = [task for task in changed.tasks if task.action == "sign_extension"]
    assert len(signing) == 1
    do(township, "chutich", cmd.SignExtension, dossier, "03-04 16:00", task_id=signing[0].id)
    assert state(dossier).appointment_at == at("2026-03-12 17:30")
    with refused("one_extension_only"):
        do(township, "hotich", cmd.ProposeExtension, dossier, working_days=1, reason="Thêm")
    sound(dossier)


def test_a_draft_falls_away_when_the_dossier_is_ready_in_time(township: Township) -> None:
    dossier = examined(township)
    the_clock_passes("2026-03-04 15:00")
    township.clock = at("2026-03-04 16:00")
    task = state(dossier).task_for("sign_extension")
    assert task is not None
    for _ in range(6):
        if state(dossier).status == Status.RESULT_READY:
            break
        township.step(dossier)
    assert [task.action for task in state(dossier).tasks] == ["return"]
    with refused("task_closed"):
        do(township, "chutich", cmd.SignExtension, dossier, task_id=task.id)
    sound(dossier)


def test_unsigned_after_the_due_date_it_is_late_without_apology(township: Township) -> None:
    dossier = examined(township)
    the_clock_passes("2026-03-04 15:00")
    assert not state(dossier).late_without_apology(at("2026-03-05 09:00"))
    assert state(dossier).late_without_apology(at("2026-03-05 09:01"))


def test_a_date_that_has_passed_is_not_signed(township: Township) -> None:
    dossier = examined(township)
    the_clock_passes("2026-03-04 15:00")
    task = state(dossier).task_for("sign_extension")
    assert task is not None
    with refused("appointment_passed"):
        do(township, "chutich", cmd.SignExtension, dossier, "03-11 09:00", task_id=task.id)


def test_a_draft_from_before_a_restart_is_drafted_anew(township: Township) -> None:
    dossier = examined(township)
    the_clock_passes("2026-03-04 15:00")
    do(township, "hotich", cmd.RequestSupplement, dossier, "03-04 16:00", items=(ITEM,))
    do(township, "tiepnhan", cmd.DeliverSupplementRequest, dossier, "03-04 16:10", manner="điện thoại")
    do(township, "tiepnhan", cmd.CompleteSupplement, dossier, "03-10 09:00", note="Đủ")
    due = state(dossier).due_at
    assert due == at("2026-03-13 09:00")
    the_clock_passes("2026-03-11 09:00")
    assert drafts(dossier) == 1
    the_clock_passes("2026-03-12 16:00")
    assert drafts(dossier) == 2
    assert state(dossier).proposed_at == at("2026-03-18 17:30")
    assert sum(task.action == "sign_extension" for task in state(dossier).tasks) == 1
    sound(dossier)


def test_only_the_clock_drafts_by_itself(township: Township) -> None:
    dossier = examined(township)
    with refused("system_only"):
        do(township, "chutich", cmd.DraftExtension, dossier, "03-04 15:00", reason="Vì")
    with time.at(at("2026-03-02 09:30")), refused("still_time"):
        services.execute(cmd.DraftExtension(**known(dossier), reason="Vì"), SYSTEM)


# ── apologies ──


def test_a_public_apology_names_nobody(township: Township) -> None:
    dossier = examined(township)
    words = {"kind": "late", "manner": "public", "medium": "Cổng thông tin"}
    with refused("public_names_person"):
        do(township, "chutich", cmd.Apologise, dossier, text="Xin lỗi bà NGUYỄN THỊ MẪU ĐÀO.", **words)
    with refused("public_names_person"):
        do(township, "chutich", cmd.Apologise, dossier, text="Xin lỗi người có số 099190000007.", **words)
    do(township, "chutich", cmd.Apologise, dossier, text="UBND thị trấn xin lỗi chủ hồ sơ này.", **words)


def test_the_proof_of_an_apology_is_noted_later(township: Township) -> None:
    dossier = examined(township)
    do(township, "chutich", cmd.Apologise, dossier, kind="late", manner="written", text="Xin lỗi.")
    number = state(dossier).version
    with refused("no_such_apology"):
        do(township, "tiepnhan", cmd.RecordApologyProof, dossier, apology=number - 1, proof="RR123")
    with refused("proof_needed"):
        do(township, "tiepnhan", cmd.RecordApologyProof, dossier, apology=number, proof=" ")
    with refused("not_a_leader"):
        do(township, "giamsat", cmd.RecordApologyProof, dossier, apology=number, proof="RR123")
    noted = do(
        township, "tiepnhan", cmd.RecordApologyProof, dossier, apology=number, proof="Thư bảo đảm RR123"
    )
    assert noted.event.apology == number
    sound(dossier)
