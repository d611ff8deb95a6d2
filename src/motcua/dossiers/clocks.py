"""Due times of a dossier and of its steps, from terms, calendar and clock; never typed in. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from motcua.calendars import worktime
from motcua.calendars.worktime import Pause, Terms, WorkCalendar
from motcua.dossiers.events import ClockMove, OpenTask, TaskDue
from motcua.dossiers.timekeeping import Clock, moved

if TYPE_CHECKING:
    from motcua.dossiers.route import Route
    from motcua.dossiers.state import DossierState
    from motcua.procedures.terms import ProcedureTerms


@dataclass(frozen=True, slots=True)
class Limits:
    """The committed limit and that of the legal text, for the chosen case and the present appointment."""

    committed: Terms
    legal: Terms


@dataclass(frozen=True, slots=True)
class ReceptionClock:
    """The promise made. `due_at` follows the committed time, `legal_due_at` the legal text's."""

    due_at: datetime
    legal_due_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class Timing:
    """Everything that due times rest on."""

    calendar: WorkCalendar
    limits: tuple[Limits, ...]  # one for each appointment
    route: Route
    elsewhere: Mapping[int, WorkCalendar] = field(default_factory=dict)  # by unit, where it is another one

    def at(self, unit_id: int) -> WorkCalendar:
        """The calendar that a unit's steps count by: that of its own office."""
        return self.elsewhere.get(unit_id, self.calendar)

    def of(self, segment: int) -> Limits:
        """The limits of an appointment; the last one serves all that follow."""
        return self.limits[min(segment, len(self.limits) - 1)]


def terms_of(terms: ProcedureTerms, case_variant_id: int | None) -> tuple[Terms, Terms]:
    """(committed, legal) limits for the chosen case; the one stands in where the other is not published."""
    legal, committed = terms.legal, terms.committed
    for variant in terms.case_variants:
        if variant.id == case_variant_id and variant.legal is not None:
            legal, committed = variant.legal, variant.legal
    first, second = committed or legal, legal or committed
    assert first is not None
    assert second is not None
    return first, second


def limits_of(terms: ProcedureTerms, case_variant_id: int | None) -> tuple[Limits, ...]:
    """One pair of limits for each appointment; procedures without appointments have one."""
    if terms.segments:
        return tuple(Limits(segment, segment) for segment in terms.segments)
    return (Limits(*terms_of(terms, case_variant_id)),)


def reception_clock(
    calendar: WorkCalendar, start: datetime, terms: ProcedureTerms, case_variant_id: int | None
) -> ReceptionClock:
    """When the result is due for a complete dossier handed in at `start` (NĐ 61 Art 18; time.md conventions)."""
    return _due(calendar, Clock(start), limits_of(terms, case_variant_id)[0])


def due_by(timing: Timing, clock: Clock) -> ReceptionClock:
    """When the result is due by a clock that runs."""
    return _due(timing.calendar, clock, timing.of(clock.segment))


def task_due(calendar: WorkCalendar, start: datetime, minutes: int | None) -> datetime | None:
    """When a step opened at `start` is due; None for steps that are not counted (the return)."""
    return worktime.add(calendar, start, minutes) if minutes else None


def pause(state: DossierState, timing: Timing, at: datetime) -> ClockMove:
    """The clock stands from now on; open steps keep the working minutes they have left."""
    tasks = tuple(
        TaskDue(task.token, None, worktime.elapsed(timing.at(task.unit_id), at, max(at, task.due_at)))
        for task in state.tasks
        if task.token > 0 and task.due_at is not None
    )
    return ClockMove("pause", tasks=tasks)


def steps_again(state: DossierState, timing: Timing, whole: datetime) -> tuple[TaskDue, ...]:
    """Due times of open steps that another calendar moves; those whose time stood meanwhile keep theirs."""
    if state.clock is None:
        return ()
    found = list(_with_the_dossier(state, timing, whole))
    if not state.clock.pauses:
        found += [
            TaskDue(
                task.token,
                task_due(timing.at(task.unit_id), task.opened_at, timing.route.minutes(task.element)),
            )
            for task in _counted(state)
            if task.opened_at >= state.clock.counts_from and timing.route.minutes(task.element)
        ]
    present = {task.token: task.due_at for task in state.tasks}
    return tuple(item for item in found if item.due_at != present[item.token])


def resume(state: DossierState, timing: Timing, at: datetime) -> ClockMove:
    """The clock goes on with what was left."""
    assert state.clock is not None
    move = _move("resume", state, timing, at)
    untimed = _with_the_dossier(state, timing, move.due_at)
    units = {task.token: task.unit_id for task in state.tasks}
    tasks = tuple(
        TaskDue(held.token, task_due(timing.at(units.get(held.token, 0)), at, held.minutes_left) or at)
        for held in state.clock.held
        if held.token not in {item.token for item in untimed}
    )
    return replace(move, tasks=(*tasks, *untimed))


def restart(state: DossierState, timing: Timing, at: datetime) -> ClockMove:
    """The limit counts again in full (NĐ 61 Art 19(4)), and so do the open steps."""
    move = _move("restart", state, timing, at)
    tasks = tuple(
        TaskDue(
            task.token,
            task_due(timing.at(task.unit_id), at, timing.route.minutes(task.element)) or move.due_at,
        )
        for task in _counted(state)
    )
    return replace(move, tasks=tasks)


def next_appointment(state: DossierState, timing: Timing, at: datetime) -> ClockMove:
    """The next appointment begins with its own limit; unused time of the first does not move to it."""
    return _move("segment", state, timing, at)


def _move(name: str, state: DossierState, timing: Timing, at: datetime) -> ClockMove:
    assert state.clock is not None
    due = due_by(timing, moved(state.clock, ClockMove(name), at))
    return ClockMove(name, due.due_at, due.legal_due_at, due.provisional)


def _counted(state: DossierState) -> tuple[OpenTask, ...]:
    """The open steps of the drawing whose time is the office's own."""
    return tuple(task for task in state.tasks if task.token > 0 and task.action not in ("return", "tax"))


def _with_the_dossier(state: DossierState, timing: Timing, whole: datetime | None) -> tuple[TaskDue, ...]:
    """Steps without a time of their own are due with the dossier."""
    return tuple(
        TaskDue(task.token, whole) for task in _counted(state) if not timing.route.minutes(task.element)
    )


def _due(calendar: WorkCalendar, clock: Clock, limits: Limits) -> ReceptionClock:
    pauses = tuple(Pause(span.start, span.end) for span in clock.pauses)
    promised = worktime.due(calendar, clock.counts_from, limits.committed, pauses)
    lawful = promised
    if limits.legal != limits.committed:
        lawful = worktime.due(calendar, clock.counts_from, limits.legal, pauses)
    assert promised.at is not None
    assert lawful.at is not None
    return ReceptionClock(promised.at, lawful.at, promised.provisional)
