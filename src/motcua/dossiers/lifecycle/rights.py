"""Who may do what beside the drawing, and when. Each raises a Refusal or answers nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from motcua.dossiers.checks import check_may_receive, refuse, why_not
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import NEVER_RECEIVED
from motcua.kernel.errors import N_

if TYPE_CHECKING:
    from motcua.dossiers.events import OpenTask
    from motcua.offices.actors import Actor


def check_open(state: DossierState) -> None:
    """Received, and not finished yet."""
    if state.status in NEVER_RECEIVED:
        raise refuse("not_received", N_("This dossier has not been received yet."), N_("Receive it first."))
    if state.finished_at is not None:
        raise refuse("finished", N_("The processing of this dossier has ended."), N_("The history says how."))


def check_running(state: DossierState) -> None:
    """Open, and waiting for nobody outside."""
    check_open(state)
    check_not_waiting(state)


def check_not_waiting(state: DossierState) -> None:
    """Nobody outside is waited for."""
    if state.waiting is not None:
        raise refuse(
            "clock_stands",
            N_("The dossier waits for somebody outside; its clock stands."),
            N_("Go on when the supplement, the proof or the decision is there."),
        )


def check_step_runs(state: DossierState, task: OpenTask) -> None:
    """A step of the drawing can be done now: nothing outside is awaited, but for the step that awaits it."""
    if task.token < 0:
        raise refuse(
            "own_act", N_("This task has an act of its own."), N_("Use its button on the dossier's page.")
        )
    check_arrived(state, task)
    if task.action != "tax":
        check_not_waiting(state)


def check_arrived(state: DossierState, task: OpenTask) -> None:
    """The desk of the office where the step is done has acknowledged the dossier, if another one sent it."""
    if state.transfer_of(task.token) is not None:
        raise refuse(
            "transfer_unacknowledged",
            N_("This office's desk has not acknowledged the dossier yet."),
            N_("The desk does that first; its task stands beside this one."),
        )


def check_undecided(state: DossierState) -> None:
    """No final decision exists."""
    if state.decision is not None:
        raise refuse(
            "already_decided",
            N_("This dossier has its final decision already."),
            N_("Open the history to see who decided and when."),
        )


def check_may_go_back(state: DossierState, reason: str) -> None:
    """Work may be given back: nothing is decided, and whoever gets it learns why."""
    if state.decision is not None:
        raise refuse(
            "already_decided",
            N_("After the decision nothing is sent back."),
            N_("A wrong result is corrected by a new act."),
        )
    if not reason.strip():
        raise refuse(
            "reason_needed", N_("Say why it goes back."), N_("The colleague must know what to mend.")
        )


def check_at_desk(state: DossierState, actor: Actor) -> None:
    """A receptionist or the head of the desk that received the dossier."""
    if state.units is None:
        assert state.intake is not None
        check_may_receive(actor, state.intake)
        return
    if not (actor.has("receptionist", state.units.desk) or actor.has("desk_head", state.units.desk)):
        raise refuse(
            "only_the_desk",
            N_("Only the one-stop desk speaks with the citizen."),
            N_("Ask a receptionist of the desk."),
        )


def check_holds(state: DossierState, actor: Actor) -> None:
    """Somebody who has an open step of the dossier, or heads a unit that does."""
    for task in state.tasks:
        if why_not(actor, task) is None or actor.has("head_of_unit", task.unit_id):
            return
    raise refuse("not_the_holder", N_("You do not hold this dossier now."), N_("Its page shows who does."))


def check_leads(state: DossierState, actor: Actor, roles: Collection[str]) -> None:
    """Somebody with one of the roles in a unit that takes part."""
    units = state.units
    assert units is not None
    mine = (units.desk, units.division, units.leadership, units.clerk)
    if not any(actor.has(role, unit) for role in roles for unit in mine):
        raise refuse(
            "not_a_leader",
            N_("This act belongs to a leader."),
            N_("Ask the head of the unit or of the desk."),
        )
