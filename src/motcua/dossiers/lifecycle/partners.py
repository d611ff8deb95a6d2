"""A dossier at an office with an installation of its own: asked there, answered there; the main clock runs on.

The step that waits is beside the drawing, as with opinions. What the partner says is entered by the program
only; whoever holds the step may give up waiting. What is said after the wait has ended is noted and moves nothing.
"""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_may_act, check_papers, check_system, refuse, why_not
from motcua.dossiers.lifecycle.context import Context, working_days_on
from motcua.dossiers.lifecycle.effects import beside, extra_task
from motcua.dossiers.lifecycle.rights import check_holds, check_running, check_undecided
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Status
from motcua.kernel.errors import N_

AWAIT_PARTNER = "await_partner"
FROM_THE_PARTNER = ("result", "refused_back")
GIVEN_UP = "given_up"


def hand_over(state: DossierState, command: cmd.HandToPartner, context: Context) -> ev.Event:
    """Ask another installation; it has so many working days."""
    check_running(state)
    check_undecided(state)
    check_holds(state, context.actor)
    if not command.asked.strip():
        raise refuse(
            "question_needed",
            N_("Say what you ask."),
            N_("The partner reads it before it takes the dossier in."),
        )
    if not 0 < command.working_days <= 60:
        raise refuse(
            "limit_needed", N_("The partner needs a time limit."), N_("Give it in working days, 1 to 60.")
        )
    answer_by = working_days_on(context, command.working_days)
    mine = _held(state, context)
    name = f"Chờ kết quả liên thông: {command.partner_name}"[:300]
    task = extra_task(state, AWAIT_PARTNER, name, mine.role, mine.unit_id, due_at=answer_by)
    return ev.HandedToPartner(
        effect=beside(state, status=Status.AT_OTHER_AGENCY, opened=(task,)),
        token=task.token,
        hand_over_id=command.hand_over_id,
        partner=command.partner,
        partner_name=command.partner_name,
        asked=command.asked.strip(),
        answer_by=answer_by,
    )


def note(state: DossierState, command: cmd.NotePartner, context: Context) -> ev.Event:
    """Write down what the partner says on the way."""
    check_system(context.actor)
    return ev.PartnerNoted(
        hand_over_id=command.hand_over_id,
        partner_name=command.partner_name,
        kind=command.kind,
        text=command.text.strip(),
        their_code=command.their_code,
        their_time=command.their_time,
    )


def end(state: DossierState, command: cmd.EndPartnerWait, context: Context) -> ev.Event:
    """End the wait. A late answer of the partner finds none, and is kept all the same."""
    task = state.task(command.task_id)
    if command.outcome in FROM_THE_PARTNER:
        check_system(context.actor)
    elif not context.actor.system:  # the program gives up for dossiers that have ended
        _check_may_give_up(task, command, context)
    check_papers((*state.papers, *command.papers), None)
    others = any(item.action == AWAIT_PARTNER and item.id != command.task_id for item in state.tasks)
    stays = others or task is None or state.status != Status.AT_OTHER_AGENCY
    return ev.PartnerWaitEnded(
        effect=beside(
            state,
            status=state.status if stays else Status.IN_PROCESSING,
            closed=(task.token,) if task else (),
            waiting=state.waiting,
        ),
        hand_over_id=command.hand_over_id,
        partner_name=command.partner_name,
        outcome=command.outcome,
        text=command.text.strip(),
        number=command.number.strip(),
        acknowledged_at=command.acknowledged_at,
        papers=command.papers,
    )


def _check_may_give_up(task: ev.OpenTask | None, command: cmd.EndPartnerWait, context: Context) -> None:
    if task is None or task.action != AWAIT_PARTNER or command.outcome != GIVEN_UP:
        raise refuse(
            "no_partner_awaited",
            N_("No partner is waited for here."),
            N_("The dossier’s page shows its state."),
        )
    check_may_act(context.actor, task, also="head_of_unit")
    if not command.text.strip():
        raise refuse(
            "reason_needed",
            N_("Giving up needs its reason."),
            N_("The partner is told it, and it stands in the history."),
        )


def _held(state: DossierState, context: Context) -> ev.OpenTask:
    """The step on whose behalf the partner is asked; `check_holds` has found one."""
    own = [task for task in state.tasks if task.token > 0 and why_not(context.actor, task) is None]
    led = [task for task in state.tasks if task.token > 0 and context.actor.has("head_of_unit", task.unit_id)]
    found = (own or led)[:1]
    if not found:
        raise refuse(
            "not_the_holder", N_("You do not hold this dossier now."), N_("Its page shows who does.")
        )
    return found[0]
