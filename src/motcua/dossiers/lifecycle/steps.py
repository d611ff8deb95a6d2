"""The steps of the process: done, decided, sent back, given to somebody else; and its timers."""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import (
    assignable,
    check_assignee,
    check_may_act,
    check_may_reassign,
    check_system,
    open_task,
    refuse,
)
from motcua.dossiers.lifecycle.context import Context, route_of
from motcua.dossiers.lifecycle.effects import effect_of, unit_of
from motcua.dossiers.lifecycle.rights import check_may_go_back, check_step_runs
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Decision
from motcua.kernel.errors import N_

_RESERVED = frozenset({"procedure", "channel", "case_variant", "authorised", "decision"})


def complete(state: DossierState, command: cmd.CompleteTask, context: Context) -> ev.Event:
    task, route = open_task(state, command.task_id), route_of(context)
    check_may_act(context.actor, task)
    check_step_runs(state, task)
    if task.action == "return":
        raise refuse(
            "hand_over_instead",
            N_("This step ends when the result is handed over."),
            N_("Use “Hand over the result”."),
        )
    if state.decision is None and route.decides(task.element):
        raise refuse(
            "decision_needed",
            N_("This step ends with a decision."),
            N_("Approve or refuse the dossier, or send it back with a reason."),
        )
    number = command.result_number.strip()
    if number and state.decision is None:
        raise refuse(
            "no_result_before_decision",
            N_("There is no result before the decision."),
            N_("The result gets its number once it is signed; write any other number into the note."),
        )
    if must_number(state, task) and not number and not command.number_sign.strip():
        raise refuse(
            "number_needed",
            N_("The result has no number yet."),
            N_("Enter the number under which it was issued."),
        )
    if reserved := _RESERVED.intersection(command.variables):
        raise refuse(
            "variable_reserved",
            N_("“%(name)s” is not asked here: the dossier itself answers it."),
            N_("Leave it out."),
            name=min(reserved),
        )
    moved = route.complete(state.marking, task.token, command.variables, context.now)
    assignee = command.assignee_id
    if assignee is not None:
        examining = {unit_of(step, state.units) for step in moved.opened if step.role == "case_officer"}
        check_assignee(context.assignee_roles, assignable(task.unit_id, examining))
    return ev.StepCompleted(
        token=task.token,
        step=task.name,
        effect=effect_of(state, moved, context, assignee=assignee),
        note=command.note.strip(),
        assignee_id=assignee,
        result_number=number,
        variables=dict(command.variables),
    )


def must_number(state: DossierState, task: ev.OpenTask) -> bool:
    """Whether this step ends only when the result has a number."""
    return task.action == "clerk" and state.decision is not None and not state.result_number


def decide_dossier(state: DossierState, command: cmd.DecideDossier, context: Context) -> ev.Event:
    if state.decision is not None:
        raise refuse(
            "already_decided",
            N_("This dossier has its final decision already."),
            N_("Open the history to see who decided and when."),
        )
    task, route = open_task(state, command.task_id), route_of(context)
    check_may_act(context.actor, task)
    check_step_runs(state, task)
    if not route.decides(task.element):
        raise refuse(
            "no_decision_here",
            N_("This step takes no final decision."),
            N_("Complete the step or send it back."),
        )
    if command.decision == Decision.REFUSED and not command.reason.strip():
        raise refuse(
            "reason_needed", N_("A refusal needs its reason."), N_("Say why and name the legal basis.")
        )
    decided = {"decision": command.decision.value} if "decision" in route.asks else {}
    moved = route.complete(state.marking, task.token, decided, context.now)
    return ev.Decided(
        token=task.token,
        step=task.name,
        decision=command.decision,
        effect=effect_of(state, moved, context, decision=command.decision),
        reason=command.reason.strip(),
        legal_basis=command.legal_basis.strip(),
        note=command.note.strip(),
    )


def send_back(state: DossierState, command: cmd.SendBack, context: Context) -> ev.Event:
    task, route = open_task(state, command.task_id), route_of(context)
    check_may_act(context.actor, task)
    check_step_runs(state, task)
    check_may_go_back(state, command.reason)
    if command.to_element not in dict(route.earlier_steps(task.element)):
        raise refuse(
            "no_earlier_step",
            N_("That is not an earlier step of this dossier."),
            N_("Choose a step from the list."),
        )
    moved = route.send_back(state.marking, task.token, command.to_element, context.now)
    return ev.SentBack(
        token=task.token,
        step=task.name,
        to_step=route.step_name(command.to_element),
        reason=command.reason.strip(),
        effect=effect_of(state, moved, context, done_by=task),
    )


def reassign(state: DossierState, command: cmd.ReassignTask, context: Context) -> ev.Event:
    task = open_task(state, command.task_id)
    check_may_reassign(context.actor, task, command.assignee_id, state.units)
    if task.assignee_id == command.assignee_id:
        raise refuse("same_person", N_("That person has the task already."), N_("Nothing needs to be done."))
    if (task.role, task.unit_id) not in context.assignee_roles:
        raise refuse(
            "assignee_unfit",
            N_("That person cannot do this step."),
            N_("Choose somebody with the step's role in the unit."),
        )
    if not command.reason.strip():
        raise refuse("reason_needed", N_("Say why the task changes hands."), N_("One sentence is enough."))
    return ev.Reassigned(
        token=task.token,
        step=task.name,
        assignee_id=command.assignee_id,
        reason=command.reason.strip(),
        previous_id=task.assignee_id,
    )


def fire_timers(state: DossierState, command: cmd.FireTimers, context: Context) -> ev.Event:
    check_system(context.actor)
    if state.next_timer_at is None or state.next_timer_at > context.now:
        raise refuse("no_timer_due", N_("No timer of this dossier is due."), N_("Nothing needs to be done."))
    moved = route_of(context).tick(state.marking, context.now)
    return ev.TimersFired(effect=effect_of(state, moved, context))
