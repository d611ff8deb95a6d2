"""The way a dossier has come: its steps in the order they were opened, told from the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from motcua.dossiers import events as ev
from motcua.dossiers.history import Names, doer
from motcua.dossiers.ledger import Entry
from motcua.dossiers.page import StepState, WayStep


def way(ledger: Iterable[Entry], names: Names, now: datetime) -> tuple[WayStep, ...]:
    """Every step so far, oldest first. A step that was sent back stays, and appears again when reopened."""
    steps: dict[int, WayStep] = {}
    for entry in ledger:
        effect: ev.Effect | None = getattr(entry.event, "effect", None)
        if isinstance(entry.event, ev.Reassigned) and entry.event.token in steps:
            known = steps[entry.event.token]
            steps[entry.event.token] = replace(known, who=names.person(entry.event.assignee_id))
        if effect is None:
            continue
        back = isinstance(entry.event, ev.GIVES_BACK)
        for token in effect.closed:
            _close(steps, token, StepState.SENT_BACK if back else StepState.DONE, entry, names)
        for token in effect.cancelled:
            _close(steps, token, StepState.SENT_BACK if back else StepState.CANCELLED, entry, names)
        for task in effect.opened:
            steps[task.token] = _open(task, entry.at, names, now)
    return tuple(steps.values())


def _open(task: ev.Opened, opened_at: datetime, names: Names, now: datetime) -> WayStep:
    late = task.due_at is not None and task.due_at < now
    return WayStep(
        element=task.element,
        name=task.name,
        state=StepState.LATE if late else StepState.CURRENT,
        unit=names.unit(task.unit_id),
        opened_at=opened_at,
        due_at=task.due_at,
        closed_at=None,
        who=names.person(task.assignee_id) if task.assignee_id else "",
    )


def _close(steps: dict[int, WayStep], token: int, state: StepState, entry: Entry, names: Names) -> None:
    if token in steps:
        steps[token] = replace(steps[token], state=state, closed_at=entry.at, who=doer(entry, names))
