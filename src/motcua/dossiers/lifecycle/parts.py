"""Groups of procedures handed in together: a part that follows another waits for it (R-56, R-58, R-59).

The parts are dossiers of their own, with their own clock and outcome. A part that follows stands still until the
earlier one is approved, and begins then with its limit in full; when that one ends otherwise, it stops.
"""

from __future__ import annotations

from motcua.dossiers import clocks
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_system, refuse
from motcua.dossiers.lifecycle.context import Context, timing_of
from motcua.dossiers.lifecycle.effects import beside, extra_task
from motcua.dossiers.lifecycle.ending import ended
from motcua.dossiers.lifecycle.rights import check_running
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Status
from motcua.kernel.errors import N_

EARLIER_PART = "earlier_part"
AWAIT_PART = "await_part"


def await_part(state: DossierState, command: cmd.AwaitPart, context: Context) -> ev.Event:
    """Stand still from the reception on; the desk watches."""
    del command
    check_system(context.actor)
    check_running(state)
    assert state.units is not None
    watch = extra_task(state, AWAIT_PART, "Chờ kết quả của phần trước", "receptionist", state.units.desk)
    return ev.Paused(
        effect=beside(
            state,
            opened=(watch,),
            clock=clocks.pause(state, timing_of(context), context.now),
            waiting=ev.Waiting(EARLIER_PART),
        ),
        ground=EARLIER_PART,
        legal_basis="",
    )


def start_part(state: DossierState, command: cmd.StartPart, context: Context) -> ev.Event:
    """Begin, with the whole limit from this instant."""
    task = _waiting(state, context)
    return ev.Resumed(
        effect=beside(
            state,
            closed=(task.token,),
            clock=clocks.restart(state, timing_of(context), context.now),
        ),
        proof=command.earlier,
    )


def stop_part(state: DossierState, command: cmd.StopPart, context: Context) -> ev.Event:
    """End without having begun."""
    _waiting(state, context)
    return ev.Stopped(
        effect=ended(state, Status.STOPPED),
        kind="stopped",
        reason=f"Phần trước của nhóm thủ tục ({command.earlier}) không được giải quyết.",
    )


def _waiting(state: DossierState, context: Context) -> ev.OpenTask:
    check_system(context.actor)
    task = state.task_for(AWAIT_PART)
    if task is None or state.waiting is None or state.waiting.kind != EARLIER_PART:
        raise refuse(
            "no_part_awaited",
            N_("This dossier waits for no earlier part of its group."),
            N_("The dossier’s page shows its state."),
        )
    return task
