"""What a move of the process means for the dossier: tasks closed and opened, its status after it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from motcua.dossiers import events as ev
from motcua.dossiers.checks import refuse
from motcua.dossiers.clocks import next_appointment, pause, resume, task_due
from motcua.dossiers.lifecycle.context import timing_of
from motcua.dossiers.lifecycle.sending import RETURNING, Sender, hand_overs, sender_of, settled
from motcua.dossiers.route import part_of
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import FINISHED, Decision, Status
from motcua.kernel.errors import N_

TAX, FINANCIAL_DUTY = "tax", "financial_duty"
SIGN_EXTENSION = "sign_extension"

if TYPE_CHECKING:
    from motcua.dossiers.lifecycle.context import Context
    from motcua.dossiers.route import Moved, Step


def effect_of(
    state: DossierState,
    moved: Moved,
    context: Context,
    *,
    units: ev.Units | None = None,
    assignee: int | None = None,
    decision: Decision | None = None,
    done_by: ev.OpenTask | None = None,
    due_at: datetime | None = None,
    sender: Sender | None = None,
) -> ev.Effect:
    """What follows from the move. Before reception `units` and `due_at` are not in the state yet and are given.

    `done_by` is the task of whoever made it, when the engine itself does not complete it. Steps at another
    office than the `sender`'s (by default that of the step just done) are handed over to its desk.
    """
    units = units or state.units
    assert units is not None
    assert context.calendar is not None
    clock, waiting = _at_the_tax_office(state, moved, context)
    whole = clock.due_at if clock is not None else due_at or state.due_at
    opened = tuple(_opened(step, state, units, context, whole, assignee) for step in moved.opened)
    tasks, sent = hand_overs(state, units, opened, sender or sender_of(state, moved, units), context)
    closed, cancelled = list(moved.completed), list(moved.cancelled)
    status = _status(state, moved, decision or state.decision)
    if moved.finished:  # steps beside the drawing end with it
        cancelled += [task.token for task in state.tasks if task.token < 0]
    else:
        cancelled += settled(state, {*closed, *cancelled})
        if status in FINISHED:  # a draft that nobody signed has nothing left to put off
            unsigned = (task.token for task in state.tasks if task.action == SIGN_EXTENSION)
            cancelled += [token for token in unsigned if token not in cancelled]
    if done_by is not None:
        # The engine drops its token or never knew it, but somebody did this work: looked at it, sent it back.
        cancelled = [token for token in cancelled if token != done_by.token]
        closed = [*(token for token in closed if token != done_by.token), done_by.token]
    return ev.Effect(
        marking=moved.marking,
        status=status,
        closed=tuple(closed),
        cancelled=tuple(cancelled),
        opened=(*tasks, *opened),
        next_timer_at=moved.next_timer_at,
        clock=clock,
        waiting=waiting,
        sent=sent,
    )


def _opened(
    step: Step,
    state: DossierState,
    units: ev.Units,
    context: Context,
    whole: datetime | None,
    assignee: int | None,
) -> ev.Opened:
    unit = unit_of(step, units)
    # Whoever is named examines in their own unit; at the other offices of steps beside it, others do.
    named = assignee is not None and ("case_officer", unit) in context.assignee_roles
    return ev.Opened(
        token=step.token,
        element=step.element,
        name=step.name,
        action=step.action,
        role=step.role,
        unit_id=unit,
        due_at=_due(step, unit, context, whole),
        assignee_id=(assignee if named else state.officer_of(unit)) if step.role == "case_officer" else None,
    )


def _at_the_tax_office(
    state: DossierState, moved: Moved, context: Context
) -> tuple[ev.ClockMove | None, ev.Waiting | None]:
    """Tax and payment time lie outside both appointments: the clock stands while such a step is open."""
    opens = any(step.action == TAX for step in moved.opened)
    at_tax = {task.token for task in state.tasks if task.action == TAX}
    paid = bool(at_tax.intersection(moved.completed))
    closes = paid or bool(at_tax.intersection(moved.cancelled))
    if opens == closes or state.clock is None:
        return None, state.waiting
    timing = timing_of(context)
    if opens:
        return pause(state, timing, context.now), ev.Waiting(FINANCIAL_DUTY)
    if paid and len(timing.limits) > 1:  # sent back, the first appointment goes on
        return next_appointment(state, timing, context.now), None
    return resume(state, timing, context.now), None


def beside(
    state: DossierState,
    *,
    status: Status | None = None,
    closed: tuple[int, ...] = (),
    cancelled: tuple[int, ...] = (),
    opened: tuple[ev.Opened, ...] = (),
    clock: ev.ClockMove | None = None,
    waiting: ev.Waiting | None = None,
) -> ev.Effect:
    """An effect beside the drawing: the marking stays; `waiting` is what the dossier waits for from now on."""
    return ev.Effect(
        marking=state.marking,
        status=status or state.status,
        closed=closed,
        cancelled=cancelled,
        opened=opened,
        next_timer_at=state.next_timer_at,
        clock=clock,
        waiting=waiting,
    )


def extra_task(
    state: DossierState,
    action: str,
    name: str,
    role: str,
    unit_id: int,
    *,
    due_at: datetime | None = None,
    assignee_id: int | None = None,
    offset: int = 1,
) -> ev.Opened:
    """A step beside the drawing. Its token is negative, so that the engine's never meet it."""
    return ev.Opened(
        token=-(state.extra_tasks + offset),
        element="",
        name=name,
        action=action,
        role=role,
        unit_id=unit_id,
        due_at=due_at,
        assignee_id=assignee_id,
    )


def _due(step: Step, unit_id: int, context: Context, whole: datetime | None) -> datetime | None:
    """A step without a time of its own is due with the dossier; return and tax office are not counted at all."""
    if step.action in ("return", TAX):
        return None
    calendar = context.timing.at(unit_id) if context.timing else context.calendar
    assert calendar is not None
    return task_due(calendar, context.now, step.minutes) or whole


def after(first: Moved, second: Moved, token: int) -> Moved:
    """Two moves as one, the step in between never having waited for anybody."""
    opened = tuple(step for step in first.opened if step.token not in second.completed) + second.opened
    return type(second)(
        marking=second.marking,
        completed=tuple(item for item in second.completed if item != token),
        cancelled=second.cancelled,
        opened=opened,
        next_timer_at=second.next_timer_at,
        finished=second.finished,
    )


def unit_of(step: Step, units: ev.Units | None) -> int:
    """The unit that does a step. Refuses a step at an office that was not known when the dossier came in."""
    assert units is not None
    part = part_of(step.unit)
    found = units.playing(step.office, part)
    if step.action == "return" and not step.office:
        found = units.playing(RETURNING, part) or found  # where the result is given out, if that is elsewhere
    if found is None:
        raise refuse(
            "no_office_on_route",
            N_("“%(step)s” is to be done at an office that this dossier does not know: %(office)s."),
            N_("Tell the administrator: the office was added to the process after the dossier came in."),
            step=step.name,
            office=step.office,
        )
    return found


def _status(state: DossierState, moved: Moved, decision: Decision | None) -> Status:
    if moved.finished:
        return Status.RETURNED
    if not moved.opened:
        return state.status
    status = Status(moved.opened[-1].status)
    if status == Status.RECEIVED and state.received_at is not None:
        return Status.IN_TRANSFER  # a reception at the next office: to the applicant it was received long ago
    if status == Status.RESULT_READY and decision == Decision.REFUSED:
        return Status.REFUSED_AFTER_APPRAISAL
    return status
