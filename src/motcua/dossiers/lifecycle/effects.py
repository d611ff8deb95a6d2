"""What a move of the process means for the dossier: tasks closed and opened, its status after it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from motcua.dossiers import events as ev
from motcua.dossiers.clocks import task_due
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Decision, Status

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
    sent_back: ev.OpenTask | None = None,
    due_at: datetime | None = None,
) -> ev.Effect:
    """What follows from the move. Before reception `units` and `due_at` are not in the state yet and are given."""
    units = units or state.units
    assert units is not None
    assert context.calendar is not None
    officer = assignee or state.case_officer_id
    opened = tuple(
        ev.Opened(
            token=step.token,
            element=step.element,
            name=step.name,
            action=step.action,
            role=step.role,
            unit_id=unit_of(step, units),
            due_at=_due(step, context, due_at or state.due_at),
            assignee_id=officer if step.role == "case_officer" else None,
        )
        for step in moved.opened
    )
    closed, cancelled = list(moved.completed), list(moved.cancelled)
    if sent_back is not None and sent_back.token in cancelled:
        # The engine drops its token, but somebody did this step's work: looked at it and sent it back.
        cancelled.remove(sent_back.token)
        closed.append(sent_back.token)
    return ev.Effect(
        marking=moved.marking,
        status=_status(state, moved, decision or state.decision),
        closed=tuple(closed),
        cancelled=tuple(cancelled),
        opened=opened,
        next_timer_at=moved.next_timer_at,
    )


def _due(step: Step, context: Context, whole: datetime | None) -> datetime | None:
    """A step without a time of its own is due with the dossier; the return is not counted at all."""
    assert context.calendar is not None
    if step.action == "return":
        return None
    return task_due(context.calendar, context.now, step.minutes) or whole


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
    assert units is not None
    found: int = getattr(
        units, step.unit if step.unit in {"desk", "division", "leadership", "clerk"} else "division"
    )
    return found


def _status(state: DossierState, moved: Moved, decision: Decision | None) -> Status:
    if moved.finished:
        return Status.RETURNED
    if not moved.opened:
        return state.status
    status = Status(moved.opened[-1].status)
    if status == Status.RESULT_READY and decision == Decision.REFUSED:
        return Status.REFUSED_AFTER_APPRAISAL
    return status
