"""A running dossier moved to another version of its process: an authorised act with decision and reason.

By default a dossier stays on the version in force at its reception; nothing here happens by itself.
"""

from __future__ import annotations

from dataclasses import replace

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import refuse
from motcua.dossiers.clocks import steps_again
from motcua.dossiers.lifecycle.context import Context, route_of
from motcua.dossiers.lifecycle.effects import effect_of
from motcua.dossiers.lifecycle.rights import check_running
from motcua.dossiers.state import DossierState
from motcua.kernel.errors import N_


def move_to_process(state: DossierState, command: cmd.MoveToProcess, context: Context) -> ev.Event:
    """Every open step gets its place in the new version; steps that become others open anew with their time.

    Steps that stay keep holder and beginning, and are due by the time the new version gives them. The due date
    of the dossier does not change: it follows from the procedure, not from the process.
    """
    check_running(state)
    if not context.administers:
        raise refuse(
            "not_your_office",
            N_("You do not administer the office of this dossier."),
            N_("Ask its administrator."),
        )
    if not command.decision_number.strip() or not command.reason.strip():
        raise refuse(
            "basis_needed",
            N_("Name the decision and the reason for moving."),
            N_("Both stand in the history of the dossier."),
        )
    target = context.target
    if target is None or state.process_version_id in (None, command.process_version_id):
        raise refuse(
            "same_process",
            N_("The dossier is not to be moved there."),
            N_("Choose another published version of its own process."),
        )
    assert state.process_version_id is not None
    moved = route_of(context).moved_to(target, state.marking, dict(command.places))
    timing = None if context.timing is None else replace(context.timing, route=target)
    there = replace(context, route=target, timing=timing)
    effect = effect_of(state, moved, there)
    dues: tuple[ev.TaskDue, ...] = ()
    kept = replace(state, tasks=tuple(task for task in state.tasks if task.token not in moved.cancelled))
    if timing is not None and effect.clock is None and state.due_at is not None:
        dues = steps_again(kept, timing, state.due_at)
    return ev.ProcessSwitched(
        effect=effect,
        process_version_id=command.process_version_id,
        previous_id=state.process_version_id,
        decision_number=command.decision_number.strip(),
        reason=command.reason.strip(),
        dues=dues,
    )
