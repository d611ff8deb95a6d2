"""The clock of a dossier after reception."""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_system, refuse
from motcua.dossiers.clocks import due_by, steps_again
from motcua.dossiers.lifecycle.context import Context, timing_of
from motcua.dossiers.state import DossierState
from motcua.kernel.errors import N_


def recompute(state: DossierState, command: cmd.RecomputeDue, context: Context) -> ev.Event:
    check_system(context.actor)
    if state.finished_at is not None or state.clock is None or state.clock.stands:
        raise refuse(
            "not_running", N_("The clock of this dossier does not run."), N_("Nothing needs to be done.")
        )
    clock = due_by(timing_of(context), state.clock)
    tasks = steps_again(state, timing_of(context), clock.due_at)
    present = (state.due_at, state.legal_due_at, state.provisional)
    if not tasks and (clock.due_at, clock.legal_due_at, clock.provisional) == present:
        raise refuse("due_unchanged", N_("The due date stays as it is."), N_("Nothing needs to be done."))
    return ev.DueRecomputed(
        due_at=clock.due_at,
        legal_due_at=clock.legal_due_at,
        provisional=clock.provisional,
        decision_number=command.decision_number,
        previous_due_at=state.due_at,
        tasks=tasks,
    )
