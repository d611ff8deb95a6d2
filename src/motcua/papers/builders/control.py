"""M06 from the step log: nobody types who held a dossier, and nobody can make it nicer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from motcua.dossiers.page import DossierPage, StepState, WayStep
from motcua.dossiers.state import DossierState
from motcua.kernel import time
from motcua.offices.models import Office
from motcua.papers import words
from motcua.papers.builders.reading import facts_of, no_paper
from motcua.papers.forms import ControlRow, ControlSheetData

EARLY, ON_TIME, LATE = "Trước hạn", "Đúng hạn", "Quá hạn"


def control_sheet_data(dossier_id: UUID) -> ControlSheetData:
    """M06 of a received dossier, up to this moment."""
    facts = facts_of(dossier_id)
    state = facts.page.state
    if state.received_at is None or state.due_at is None or not facts.page.way:
        raise no_paper()
    return ControlSheetData(
        dossier_code=facts.page.code,
        procedure=facts.request,
        agency=facts.page.competent_office,
        cooperating=tuple(sorted(_others(facts.page))),
        received_at=state.received_at,
        due_at=state.due_at,
        rows=_with_remark(
            control_rows(facts.page.way, facts.style.desk, facts.officer), apology_remark(state, time.now())
        ),
    )


def _others(page: DossierPage) -> set[str]:
    """Every office of the route but the competent one."""
    units = page.state.units
    on_the_way = {seat.office_id for seat in units.elsewhere} if units else set()
    names = set(Office.objects.filter(pk__in=on_the_way).values_list("name", flat=True))
    return (names | {page.receiving_office, page.returning_office}) - {page.competent_office}


def apology_remark(state: DossierState, now: datetime) -> str:
    """What was said to the applicant about the delay, or that nothing was; empty while nobody is late."""
    if state.appointment_at is not None:
        return f"Đã xin lỗi, hẹn lại {words.short_instant(state.appointment_at)}"
    if state.late_without_apology(now):
        return "Quá hạn, chưa xin lỗi"
    return "Đã xin lỗi vì quá hạn" if "late" in state.apologies else ""


def _with_remark(rows: tuple[ControlRow, ...], remark: str) -> tuple[ControlRow, ...]:
    """The remark beside the last hand-over: there the dossier is, or ended."""
    if not rows or not remark:
        return rows
    note = "; ".join(part for part in (rows[-1].note, remark) if part)
    return (*rows[:-1], replace(rows[-1], note=note))


def control_rows(steps: Sequence[WayStep], desk: str, officer: str) -> tuple[ControlRow, ...]:
    """One row for every time the dossier went from one unit to another; the first giver is the desk.

    The row says how the giving unit kept its time: late if any of its steps since it got the dossier was.
    """
    rows = []
    for index, step in enumerate(steps):
        before = [earlier for earlier in steps[:index] if earlier.closed_at == step.opened_at]
        if not before:
            if index == 0 or step.opened_at == steps[0].opened_at:
                rows.append(ControlRow(desk, step.unit, step.opened_at, officer, step.who))
            continue
        giver = before[-1]
        if giver.unit == step.unit and giver.state is not StepState.SENT_BACK:
            continue
        rows.append(
            ControlRow(
                giver.unit,
                step.unit,
                step.opened_at,
                giver.who,
                step.who,
                kept_time(_held(steps, index, giver)),
                "Trả lại" if giver.state is StepState.SENT_BACK else "",
            )
        )
    return tuple(rows)


def kept_time(steps: Sequence[WayStep]) -> str:
    """How steps kept their times: late beats on time, on time beats early. Empty when none was counted.

    Early and on time are told apart by the day: finished on the day it was due is on time.
    """
    found = {_judged(step.due_at, step.closed_at) for step in steps if step.due_at and step.closed_at}
    return next((result for result in (LATE, ON_TIME, EARLY) if result in found), "")


def _judged(due_at: datetime | None, closed_at: datetime | None) -> str:
    assert due_at is not None
    assert closed_at is not None
    if closed_at > due_at:
        return LATE
    return EARLY if words.local(closed_at).date() < words.local(due_at).date() else ON_TIME


def _held(steps: Sequence[WayStep], index: int, giver: WayStep) -> list[WayStep]:
    """The giver's steps since its unit got the dossier, the last first."""
    held = [giver]
    for step in reversed(steps[:index]):
        if step is giver:
            continue
        if step.unit != giver.unit or step.closed_at != held[-1].opened_at:
            break
        held.append(step)
    return held
