"""A dossier as the fold of its ledger: `evolve(state, event)` and nothing else changes it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.dossiers import events as ev
from motcua.dossiers.commands import GroupPart, Intake, Paper
from motcua.dossiers.status import FINISHED, Channel, Decision, Status
from motcua.dossiers.succession import succeeded
from motcua.dossiers.timekeeping import Clock, moved


@dataclass(frozen=True, slots=True)
class DossierState:
    """Everything that decisions about a dossier rest on. `version` is the number of the last event."""

    id: UUID
    version: int = 0
    status: Status = Status.DRAFT
    intake: Intake | None = None
    rule_set_id: int | None = None
    field_group_id: int | None = None
    process_version_id: int | None = None
    units: ev.Units | None = None
    code: str | None = None
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    received_by: int | None = None
    due_at: datetime | None = None
    legal_due_at: datetime | None = None
    provisional: bool = False
    marking: Any = None
    next_timer_at: datetime | None = None
    tasks: tuple[ev.OpenTask, ...] = ()
    papers: tuple[Paper, ...] = ()
    decision: Decision | None = None
    case_officer_id: int | None = None
    result_number: str = ""
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    clock: Clock | None = None
    waiting: ev.Waiting | None = None
    extra_tasks: int = 0  # steps outside the drawing so far; they carry negative tokens
    supplement_requests: int = 0
    appointment_at: datetime | None = None  # the second appointment (M04); on-time is judged by due_at
    proposed_at: datetime | None = None  # the new appointment that waits for a signature, or had one
    proposed_reason: str = ""
    apologies: tuple[str, ...] = ()  # kinds of the apologies made so far
    apology_numbers: tuple[int, ...] = ()  # numbers of the events that apologise, new appointments included
    transfers: tuple[ev.Transfer, ...] = ()  # sent to another office and not acknowledged yet
    group: GroupPart | None = None  # which part of a group handed in together
    officers: tuple[ev.Officer, ...] = ()  # who examines where, when more than one office does

    def late_without_apology(self, now: datetime) -> bool:
        """Past the promised time without a signed new appointment or an apology for it (rule R-71)."""
        ended = self.finished_at or now
        told = self.appointment_at is not None or "late" in self.apologies
        return self.due_at is not None and ended > self.due_at and not told

    def task(self, task_id: UUID) -> ev.OpenTask | None:
        """The open task of that id, if it is still open."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def task_for(self, action: str) -> ev.OpenTask | None:
        """The first open task of that action."""
        return next((task for task in self.tasks if task.action == action), None)

    def officer_of(self, unit_id: int) -> int | None:
        """Who examines in a unit; where only one office works, whoever was named first."""
        if self.units is None or not self.units.elsewhere:
            return self.case_officer_id
        return next((item.person_id for item in self.officers if item.unit_id == unit_id), None)

    def transfer_of(self, token: int) -> ev.Transfer | None:
        """The hand-over that a step still waits for, or whose task that is."""
        return next((t for t in self.transfers if token == t.token or token in t.steps), None)

    @property
    def arriving(self) -> ev.OpenTask | None:
        """The task by which the desk that gives the result out acknowledges it, while it is on its way there."""
        step = self.task_for("return")
        sent = self.transfer_of(step.token) if step is not None else None
        return next((task for task in self.tasks if sent is not None and task.token == sent.token), None)

    @property
    def exists(self) -> bool:
        return self.version > 0


def evolve(state: DossierState, event: ev.Event, at: datetime, actor_id: int | None) -> DossierState:
    """The state after one more fact. Total: every event of the ledger has its line here."""
    effect: ev.Effect | None = getattr(event, "effect", None)
    applied = _applied(state, effect, at) if effect is not None else {}
    before, state = state, replace(state, version=state.version + 1, **applied)
    if effect is not None and effect.clock is not None:
        state = _clock_moved(state, effect.clock, at)
    match event:
        case ev.Drafted():
            return replace(
                state,
                status=Status.DRAFT,
                intake=event.intake,
                papers=event.intake.papers,
                rule_set_id=event.rule_set_id,
                field_group_id=event.field_group_id,
                submitted_at=event.intake.submitted_at or at,
            )
        case ev.Received():
            return replace(
                state,
                intake=event.intake,
                papers=event.intake.papers,
                rule_set_id=event.rule_set_id,
                field_group_id=event.field_group_id,
                process_version_id=event.process_version_id,
                units=event.units,
                group=event.intake.group,
                code=event.code,
                submitted_at=event.submitted_at,
                received_at=at,
                received_by=actor_id,
                due_at=event.due_at,
                legal_due_at=event.legal_due_at,
                provisional=event.provisional,
                clock=Clock(counts_from=_clock_start(event, at)),
            )
        case ev.ReceptionRefused():
            return replace(
                state,
                status=Status.REFUSED_AT_RECEPTION,
                intake=event.intake,
                papers=event.intake.papers,
                rule_set_id=event.rule_set_id,
                field_group_id=event.field_group_id,
                submitted_at=event.intake.submitted_at or at,
            )
        case ev.StepCompleted():
            if not event.assignee_id and not event.result_number:
                return state
            return replace(
                state,
                case_officer_id=event.assignee_id or state.case_officer_id,
                officers=_named(before, state, event),
                result_number=event.result_number or state.result_number,
            )
        case ev.Decided():
            return replace(state, decision=event.decision)
        case ev.Reassigned():
            tasks = tuple(
                replace(task, assignee_id=event.assignee_id) if task.token == event.token else task
                for task in state.tasks
            )
            return replace(state, tasks=tasks)
        case ev.PaperAdded():
            return replace(state, papers=(*state.papers, event.paper))
        case ev.CustodyChanged():
            return replace(state, papers=_with_custody(state.papers, (event.paper_id,), event.custody))
        case ev.HandedOver():
            papers = _with_custody(state.papers, event.originals_returned, "returned")
            return replace(state, papers=papers, returned_at=at)
        case ev.DueRecomputed():
            return replace(
                state,
                due_at=event.due_at,
                legal_due_at=event.legal_due_at,
                provisional=event.provisional,
                tasks=_with_dues(state.tasks, event.tasks),
            )
    return evolve_legal(state, event)


def _applied(state: DossierState, effect: ev.Effect, at: datetime) -> dict[str, Any]:
    """What a move of the process changes, the clock apart."""
    gone = {*effect.closed, *effect.cancelled}
    kept = tuple(task for task in state.tasks if task.token not in gone) if gone else state.tasks
    finished = at if effect.status in FINISHED and state.finished_at is None else state.finished_at
    extra = sum(1 for step in effect.opened if step.token < 0)
    return {
        "waiting": effect.waiting,
        "extra_tasks": state.extra_tasks + extra,
        "marking": effect.marking,
        "status": effect.status,
        "tasks": (*kept, *(_waiting(state.id, step, at) for step in effect.opened)),
        "next_timer_at": effect.next_timer_at,
        "finished_at": finished,
        "transfers": (*(item for item in state.transfers if item.token not in gone), *effect.sent),
        "officers": _examining(state, effect),
    }


def _examining(state: DossierState, effect: ev.Effect) -> tuple[ev.Officer, ...]:
    """Each office's own case officer gets the dossier again when it comes back to that unit."""
    if state.units is None or not state.units.elsewhere:
        return state.officers
    now = {
        step.unit_id: step.assignee_id
        for step in effect.opened
        if step.role == "case_officer" and step.assignee_id is not None
    }
    known = {item.unit_id: item.person_id for item in state.officers} | now
    return tuple(ev.Officer(unit, person) for unit, person in known.items())


def _named(before: DossierState, state: DossierState, event: ev.StepCompleted) -> tuple[ev.Officer, ...]:
    """Who was named examines in the unit that named them, also when that comes later."""
    named = {task.assignee_id for task in event.effect.opened if task.role == "case_officer"}
    elsewhere = before.units is not None and before.units.elsewhere
    if event.assignee_id is None or event.assignee_id in named or not elsewhere:
        return state.officers
    units = {task.unit_id for task in before.tasks if task.token == event.token}
    kept = (item for item in state.officers if item.unit_id not in units)
    return (*kept, *(ev.Officer(unit, event.assignee_id) for unit in units))


def _clock_moved(state: DossierState, move: ev.ClockMove, at: datetime) -> DossierState:
    assert state.clock is not None
    return replace(
        state,
        clock=moved(state.clock, move, at),
        due_at=move.due_at,
        legal_due_at=move.legal_due_at,
        provisional=move.provisional,
        tasks=_with_dues(state.tasks, move.tasks),
    )


def _with_dues(tasks: tuple[ev.OpenTask, ...], changed: tuple[ev.TaskDue, ...]) -> tuple[ev.OpenTask, ...]:
    dues = {item.token: item.due_at for item in changed}
    return tuple(replace(task, due_at=dues[task.token]) if task.token in dues else task for task in tasks)


def _clock_start(event: ev.Received, at: datetime) -> datetime:
    """By post the arrival postmark starts the clock."""
    return event.submitted_at if event.intake.channel == Channel.POST else at


def evolve_legal(state: DossierState, event: ev.Event) -> DossierState:
    """The facts beside the plain way; what they did to tasks and clock is applied already."""
    match event:
        case ev.SupplementRequested():
            return replace(state, supplement_requests=event.number)
        case ev.SupplementCompleted() | ev.PartnerWaitEnded():
            return replace(state, papers=(*state.papers, *event.papers))
        case ev.ExtensionProposed():
            return replace(state, proposed_at=event.appointment_at, proposed_reason=event.reason)
        case ev.Extended():
            numbers = (*state.apology_numbers, state.version)
            return replace(state, appointment_at=event.appointment_at, apology_numbers=numbers)
        case ev.Apologised():
            numbers = (*state.apology_numbers, state.version)
            return replace(state, apologies=(*state.apologies, event.kind), apology_numbers=numbers)
        case ev.Corrected() if state.intake is not None:
            applicant = replace(state.intake.applicant, **{event.field: event.new})
            return replace(state, intake=replace(state.intake, applicant=applicant))
        case ev.RulesSwitched():
            return replace(state, rule_set_id=event.rule_set_id)
        case ev.OfficeTransferred():
            return succeeded(state, event)
        case ev.ProcessSwitched():
            tasks = _with_dues(state.tasks, event.dues)
            return replace(state, process_version_id=event.process_version_id, tasks=tasks)
    return state


def _waiting(dossier_id: UUID, step: ev.Opened, at: datetime) -> ev.OpenTask:
    return ev.OpenTask(
        id=ev.task_id(dossier_id, step.token),
        opened_at=at,
        token=step.token,
        element=step.element,
        name=step.name,
        action=step.action,
        role=step.role,
        unit_id=step.unit_id,
        due_at=step.due_at,
        assignee_id=step.assignee_id,
    )


def _with_custody(papers: tuple[Paper, ...], ids: tuple[UUID, ...], custody: str) -> tuple[Paper, ...]:
    return tuple(replace(paper, custody=custody) if paper.id in ids else paper for paper in papers)
