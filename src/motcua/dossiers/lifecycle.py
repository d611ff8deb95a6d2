"""The law of a dossier: `decide(state, command, context)` gives the one event that follows, or refuses.

Pure: no database, no clock of its own. Every refusal says what is wrong and what to do, so that a clerk can
act on it. Who may do what follows from roles in units; when, from the ledger; until when, from the calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import (
    CUSTODIES,
    check_assignee,
    check_intake,
    check_may_act,
    check_may_reassign,
    check_may_receive,
    check_papers,
    check_system,
    missing_papers,
    open_task,
    refuse,
)
from motcua.dossiers.clocks import ReceptionClock, reception_clock, task_due
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import NEVER_RECEIVED, READY_TO_RETURN, Decision, Status
from motcua.dossiers.texts import check_texts
from motcua.kernel.errors import N_

if TYPE_CHECKING:
    from motcua.calendars.worktime import WorkCalendar
    from motcua.dossiers.route import Moved, Route, Step
    from motcua.offices.actors import Actor
    from motcua.procedures.terms import ProcedureTerms


@dataclass(frozen=True, slots=True)
class Reception:
    """What is known about the intake: the procedure's terms and who plays which part in the office."""

    terms: ProcedureTerms
    units: ev.Units
    rule_set_id: int
    field_group_id: int
    code: str = ""  # drawn only for a reception that is going to be accepted


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may look at besides the dossier itself."""

    now: datetime
    actor: Actor
    route: Route | None = None
    calendar: WorkCalendar | None = None
    reception: Reception | None = None
    assignee_roles: frozenset[tuple[str, int]] = (
        frozenset()
    )  # (role, unit) held by the person named in the command


_RESERVED = frozenset({"procedure", "channel", "case_variant", "authorised", "decision"})


def decide(state: DossierState, command: cmd.Command, context: Context) -> ev.Event:
    """The event that the command leads to. Raises Refusal; never changes anything."""
    check_texts(command)
    match command:
        case cmd.SaveDraft():
            return _save_draft(state, command, context)
        case cmd.ReceiveDossier():
            return _receive(state, command, context)
        case cmd.RefuseReception():
            return _refuse_reception(state, command, context)
    if not state.exists:
        raise refuse(
            "unknown_dossier", N_("There is no such dossier."), N_("Check the code and search again.")
        )
    match command:
        case cmd.CompleteTask():
            return _complete(state, command, context)
        case cmd.DecideDossier():
            return _decide_dossier(state, command, context)
        case cmd.SendBack():
            return _send_back(state, command, context)
        case cmd.ReassignTask():
            return _reassign(state, command, context)
        case cmd.AddPaper():
            return _add_paper(state, command, context)
        case cmd.ChangeCustody():
            return _change_custody(state, command, context)
        case cmd.HandOver():
            return _hand_over(state, command, context)
        case cmd.FireTimers():
            return _fire_timers(state, context)
        case cmd.RecomputeDue():
            return _recompute(state, command, context)
    raise TypeError(f"no rule for {type(command).__name__}")


def _save_draft(state: DossierState, command: cmd.SaveDraft, context: Context) -> ev.Event:
    reception = _reception(context)
    if state.exists and state.status != Status.DRAFT:
        raise refuse("not_a_draft", N_("This dossier is no longer a draft."), N_("Open it to see its state."))
    _check_desk(state, command.intake, context)
    return ev.Drafted(
        intake=command.intake,
        rule_set_id=reception.rule_set_id,
        field_group_id=reception.field_group_id,
    )


def _receive(state: DossierState, command: cmd.ReceiveDossier, context: Context) -> ev.Event:
    reception, intake = _reception(context), command.intake
    check_not_yet_received(state)
    _check_desk(state, intake, context)
    check_intake(intake, reception.terms, context.now)
    missing = missing_papers(intake, reception.terms)
    if missing and not command.override_reason.strip():
        raise refuse(
            "papers_missing",
            N_("Papers are missing: %(papers)s."),
            N_(
                "Ask for them now, save a draft, or give the reason why the desk takes the dossier without them."
            ),
            papers="; ".join(missing),
        )
    clock = _clock(context, intake)
    route = _route(context)
    moved = route.start(_variables(intake, reception.terms, route), context.now)
    first = next((step for step in moved.opened if step.action == "receive"), None)
    if first is not None:  # the reception itself is the first step's work
        moved = _after(moved, route.complete(moved.marking, first.token, {}, context.now), first.token)
    return ev.Received(
        intake=intake,
        code=reception.code,
        rule_set_id=reception.rule_set_id,
        field_group_id=reception.field_group_id,
        process_version_id=reception.terms.process_version_id,
        units=reception.units,
        submitted_at=intake.submitted_at or context.now,
        due_at=clock.due_at,
        legal_due_at=clock.legal_due_at,
        provisional=clock.provisional,
        effect=_effect(state, moved, context, reception.units, None, None, command.command_id),
        missing=missing,
        override_reason=command.override_reason.strip(),
    )


def _refuse_reception(state: DossierState, command: cmd.RefuseReception, context: Context) -> ev.Event:
    reception = _reception(context)
    check_not_yet_received(state)
    _check_desk(state, command.intake, context)
    if not command.reason.strip() or not command.reason_code:
        raise refuse(
            "reason_needed",
            N_("A refusal needs its reason."),
            N_(
                "Choose a reason from the list and say in words what is wrong (the law forbids refusing without one)."
            ),
        )
    return ev.ReceptionRefused(
        intake=command.intake,
        rule_set_id=reception.rule_set_id,
        field_group_id=reception.field_group_id,
        reason_code=command.reason_code,
        reason=command.reason.strip(),
        legal_basis=command.legal_basis.strip(),
    )


def _complete(state: DossierState, command: cmd.CompleteTask, context: Context) -> ev.Event:
    task, route = open_task(state, command.task_id), _route(context)
    check_may_act(context.actor, task)
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
    if task.action == "clerk" and state.decision is not None and not number and not state.result_number:
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
        examining = {_unit_of(step, state.units) for step in moved.opened if step.role == "case_officer"}
        check_assignee(context.assignee_roles, examining or {task.unit_id})
    return ev.StepCompleted(
        task_id=task.id,
        step=task.name,
        effect=_effect(state, moved, context, state.units, assignee, None, command.command_id),
        note=command.note.strip(),
        assignee_id=assignee,
        result_number=number,
        variables=dict(command.variables),
    )


def _decide_dossier(state: DossierState, command: cmd.DecideDossier, context: Context) -> ev.Event:
    if state.decision is not None:
        raise refuse(
            "already_decided",
            N_("This dossier has its final decision already."),
            N_("Open the history to see who decided and when."),
        )
    task, route = open_task(state, command.task_id), _route(context)
    check_may_act(context.actor, task)
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
        task_id=task.id,
        step=task.name,
        decision=command.decision,
        effect=_effect(state, moved, context, state.units, None, command.decision, command.command_id),
        reason=command.reason.strip(),
        legal_basis=command.legal_basis.strip(),
        note=command.note.strip(),
    )


def _send_back(state: DossierState, command: cmd.SendBack, context: Context) -> ev.Event:
    task, route = open_task(state, command.task_id), _route(context)
    check_may_act(context.actor, task)
    if state.decision is not None:
        raise refuse(
            "already_decided",
            N_("After the decision nothing is sent back."),
            N_("A wrong result is corrected by a new act."),
        )
    if not command.reason.strip():
        raise refuse(
            "reason_needed", N_("Say why it goes back."), N_("The colleague must know what to mend.")
        )
    if command.to_element not in dict(route.earlier_steps(task.element)):
        raise refuse(
            "no_earlier_step",
            N_("That is not an earlier step of this dossier."),
            N_("Choose a step from the list."),
        )
    moved = route.send_back(state.marking, task.token, command.to_element, context.now)
    return ev.SentBack(
        task_id=task.id,
        step=task.name,
        to_step=route.step_name(command.to_element),
        reason=command.reason.strip(),
        effect=_effect(state, moved, context, state.units, None, None, command.command_id, sent_back=task),
    )


def _reassign(state: DossierState, command: cmd.ReassignTask, context: Context) -> ev.Event:
    task = open_task(state, command.task_id)
    check_may_reassign(context.actor, task, command.assignee_id, state.units)
    if task.assignee_id == command.assignee_id:
        raise refuse("same_person", N_("That person has the task already."), "")
    if (task.role, task.unit_id) not in context.assignee_roles:
        raise refuse(
            "assignee_unfit",
            N_("That person cannot do this step."),
            N_("Choose somebody with the step's role in the unit."),
        )
    if not command.reason.strip():
        raise refuse("reason_needed", N_("Say why the task changes hands."), N_("One sentence is enough."))
    return ev.Reassigned(
        task_id=task.id,
        step=task.name,
        assignee_id=command.assignee_id,
        reason=command.reason.strip(),
        previous_id=task.assignee_id,
    )


def _add_paper(state: DossierState, command: cmd.AddPaper, context: Context) -> ev.Event:
    paper = command.paper
    if not paper.name.strip():
        raise refuse("name_needed", N_("The paper has no name."), N_("Say what it is."))
    if state.status in (Status.RETURNED, Status.REFUSED_AT_RECEPTION):
        raise refuse(
            "dossier_closed",
            N_("The dossier is closed."),
            N_("Papers can be added until the result is returned."),
        )
    check_papers((*state.papers, paper), None)
    if paper.kind == "result" and state.decision is None:
        raise refuse(
            "no_result_before_decision",
            N_("There is no result before the decision."),
            N_("Attach it as a draft paper, or wait for the signature."),
        )
    _check_concerned(state, context)
    return ev.PaperAdded(paper=paper)


def _change_custody(state: DossierState, command: cmd.ChangeCustody, context: Context) -> ev.Event:
    paper = next((item for item in state.papers if item.id == command.paper_id), None)
    if paper is None:
        raise refuse("unknown_paper", N_("The dossier has no such paper."), N_("Open the dossier again."))
    if command.custody not in CUSTODIES:
        raise refuse("unknown_custody", N_("That is no place for a paper."), N_("Choose one from the list."))
    if paper.custody == command.custody:
        raise refuse("same_custody", N_("That is where the paper is already."), "")
    _check_concerned(state, context)
    return ev.CustodyChanged(
        paper_id=paper.id,
        name=paper.name,
        custody=command.custody,
        note=command.note.strip(),
    )


def _hand_over(state: DossierState, command: cmd.HandOver, context: Context) -> ev.Event:
    if state.status == Status.RETURNED:
        raise refuse(
            "already_returned",
            N_("The result has been handed over already."),
            N_("The history says to whom."),
        )
    task = next((item for item in state.tasks if item.action == "return"), None)
    if task is None or state.status not in READY_TO_RETURN:
        raise refuse(
            "no_result_yet",
            N_("There is no result to hand over yet."),
            N_("The dossier's page shows who holds it."),
        )
    check_may_act(context.actor, task)
    if not {paper.id for paper in state.papers if paper.custody == "held"}.issuperset(
        command.originals_returned
    ):
        raise refuse("unknown_paper", N_("The dossier has no such paper."), N_("Open the dossier again."))
    if command.collector and not (command.collector.name.strip() and command.collector.authorisation.strip()):
        raise refuse(
            "authorisation_needed",
            N_("An authorised collector needs a name and an authorisation."),
            N_("Enter the paper that authorises the person to collect."),
        )
    moved = _route(context).complete(state.marking, task.token, {}, context.now)
    return ev.HandedOver(
        effect=_effect(state, moved, context, state.units, None, state.decision, command.command_id),
        collector=command.collector,
        receipt_shown=command.receipt_shown,
        note=command.note.strip(),
        originals_returned=command.originals_returned,
    )


def _fire_timers(state: DossierState, context: Context) -> ev.Event:
    check_system(context.actor)
    if state.next_timer_at is None or state.next_timer_at > context.now:
        raise refuse("no_timer_due", N_("No timer of this dossier is due."), "")
    moved = _route(context).tick(state.marking, context.now)
    return ev.TimersFired(effect=_effect(state, moved, context, state.units, None, state.decision, state.id))


def _recompute(state: DossierState, command: cmd.RecomputeDue, context: Context) -> ev.Event:
    check_system(context.actor)
    if state.finished_at is not None or state.intake is None or state.received_at is None:
        raise refuse("not_running", N_("The clock of this dossier does not run."), "")
    clock = _clock(context, state.intake, state.received_at)
    if (clock.due_at, clock.legal_due_at, clock.provisional) == (
        state.due_at,
        state.legal_due_at,
        state.provisional,
    ):
        raise refuse("due_unchanged", N_("The due date stays as it is."), "")
    return ev.DueRecomputed(
        due_at=clock.due_at,
        legal_due_at=clock.legal_due_at,
        provisional=clock.provisional,
        decision_number=command.decision_number,
        previous_due_at=state.due_at,
    )


def check_not_yet_received(state: DossierState) -> None:
    """Raises Refusal when the dossier has passed the desk already."""
    if state.exists and state.status not in NEVER_RECEIVED - {Status.REFUSED_AT_RECEPTION}:
        raise refuse(
            "already_received",
            N_("This dossier has passed the desk already."),
            N_("Open it to see its state."),
        )


def _check_desk(state: DossierState, intake: cmd.Intake, context: Context) -> None:
    """The desk that takes in is the person's own, and so is the one that kept the draft."""
    check_may_receive(context.actor, intake)
    if state.intake is not None:
        check_may_receive(context.actor, state.intake)
    check_papers(intake.papers, _reception(context).terms, intake.case_variant_id)


def _check_concerned(state: DossierState, context: Context) -> None:
    units = {task.unit_id for task in state.tasks}
    if state.units is not None:
        units |= {state.units.desk, state.units.division, state.units.leadership, state.units.clerk}
    if state.units is None and state.intake is not None:
        check_may_receive(context.actor, state.intake)
    elif not any(grant.unit_id in units for grant in context.actor.grants):
        raise refuse(
            "not_concerned", N_("You take no part in this dossier."), N_("Ask the unit that holds it.")
        )


def _clock(context: Context, intake: cmd.Intake, received_at: datetime | None = None) -> ReceptionClock:
    assert context.calendar is not None
    start = received_at or context.now
    if intake.submitted_at is not None and intake.channel == "post":
        start = intake.submitted_at  # by post the arrival postmark starts the clock
    return reception_clock(context.calendar, start, _reception(context).terms, intake.case_variant_id)


def _reception(context: Context) -> Reception:
    assert context.reception is not None
    return context.reception


def _route(context: Context) -> Route:
    if context.route is None:
        raise refuse("no_process", N_("This dossier has no process yet."), N_("Receive it first."))
    return context.route


def _variables(intake: cmd.Intake, terms: ProcedureTerms, route: Route) -> dict[str, Any]:
    """What the conditions of the process may ask about the intake; nothing that they do not ask is stored."""
    known = {
        "procedure": terms.code,
        "channel": intake.channel.value,
        "case_variant": next((v.name for v in terms.case_variants if v.id == intake.case_variant_id), None),
        "authorised": intake.authorised is not None,
    }
    return {name: value for name, value in known.items() if name in route.asks}


def _after(first: Moved, second: Moved, token: int) -> Moved:
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


def _effect(
    state: DossierState,
    moved: Moved,
    context: Context,
    units: ev.Units | None,
    assignee: int | None,
    decision: Decision | None,
    command_id: UUID,
    *,
    sent_back: ev.OpenTask | None = None,
) -> ev.Effect:
    assert units is not None
    assert context.calendar is not None
    officer = assignee or state.case_officer_id
    opened = tuple(
        ev.OpenTask(
            id=uuid5(command_id, f"task {step.token} {state.version}"),
            token=step.token,
            element=step.element,
            name=step.name,
            action=step.action,
            role=step.role,
            unit_id=_unit_of(step, units),
            due_at=task_due(context.calendar, context.now, step.minutes),
            assignee_id=officer if step.role == "case_officer" else None,
        )
        for step in moved.opened
    )
    ids = {task.token: task.id for task in state.tasks}
    closed = [ids[token] for token in moved.completed if token in ids]
    cancelled = [ids[token] for token in moved.cancelled if token in ids]
    if sent_back is not None and sent_back.id in cancelled:
        # The engine drops its token, but somebody did this step's work: looked at it and sent it back.
        cancelled.remove(sent_back.id)
        closed.append(sent_back.id)
    return ev.Effect(
        marking=moved.marking,
        status=_status(state, moved, decision or state.decision),
        closed=tuple(closed),
        cancelled=tuple(cancelled),
        opened=opened,
        next_timer_at=moved.next_timer_at,
    )


def _unit_of(step: Step, units: ev.Units | None) -> int:
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
