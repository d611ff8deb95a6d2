"""What a person may do with a dossier now, and why not the rest. Pure.

Nothing is decided here: each act is tried on the life cycle itself with a harmless command, and what `decide`
answers is what the page shows. So a button and the rule behind it cannot come apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from motcua.calendars.worktime import Shift, WorkCalendar
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.lifecycle import Context, decide
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Decision
from motcua.kernel.errors import Refusal

if TYPE_CHECKING:
    from motcua.dossiers.route import Route
    from motcua.offices.actors import Actor


class Act(StrEnum):
    """The acts offered on a dossier's page."""

    COMPLETE = "complete"
    ASSIGN = "assign"
    APPROVE = "approve"
    REFUSE = "refuse"
    SEND_BACK = "send_back"
    TAKE_OVER = "take_over"
    REASSIGN = "reassign"
    ADD_PAPER = "add_paper"
    ATTACH_RESULT = "attach_result"
    CHANGE_CUSTODY = "change_custody"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Action:
    """One act, on one open task or on the whole dossier. `leads_to` are the steps it would open."""

    name: Act
    why_not: Refusal | None
    task_id: UUID | None = None
    leads_to: tuple[ev.Opened, ...] = ()
    closes: bool = False  # nothing is left to do afterwards

    @property
    def allowed(self) -> bool:
        """Whether the person may do it now."""
        return self.why_not is None


_PROBE = UUID(int=0)
_WORDS = "…"  # stands for what the person has still to write
_ALWAYS_OPEN = WorkCalendar({day: (Shift(0, 1439),) for day in range(1, 8)})


def actions(state: DossierState, actor: Actor, route: Route | None, now: datetime) -> tuple[Action, ...]:
    """Every act that fits the dossier's open tasks and papers, allowed or not, in the order of the page."""
    tried = _Trial(state, actor, route, now)
    return tuple(_offered(tried))


@dataclass(frozen=True, slots=True)
class _Trial:
    state: DossierState
    actor: Actor
    route: Route | None
    now: datetime

    def of(
        self,
        name: Act,
        command: cmd.Command,
        *,
        task: ev.OpenTask | None = None,
        roles: frozenset[tuple[str, int]] = frozenset(),
    ) -> Action:
        task_id = task.id if task else None
        context = Context(
            now=self.now, actor=self.actor, route=self.route, calendar=_ALWAYS_OPEN, assignee_roles=roles
        )
        try:
            event = decide(self.state, command, context)
        except Refusal as refusal:
            return Action(name, refusal, task_id)
        effect: ev.Effect | None = getattr(event, "effect", None)
        if effect is None:
            return Action(name, None, task_id)
        gone = {*effect.closed, *effect.cancelled}
        left = any(item.token not in gone for item in self.state.tasks)
        return Action(name, None, task_id, effect.opened, closes=not left and not effect.opened)


def _offered(tried: _Trial) -> Iterator[Action]:
    dossier = tried.state.id
    for task in tried.state.tasks:
        yield from _with_task(tried, task)
    yield tried.of(
        Act.ADD_PAPER, cmd.AddPaper(command_id=_PROBE, dossier_id=dossier, paper=cmd.Paper(_PROBE, _WORDS))
    )
    if tried.state.decision is not None:
        result = cmd.Paper(_PROBE, _WORDS, kind="result")
        yield tried.of(Act.ATTACH_RESULT, cmd.AddPaper(command_id=_PROBE, dossier_id=dossier, paper=result))
    held = next((paper for paper in tried.state.papers if paper.custody == "held"), None)
    if held is not None:
        change = cmd.ChangeCustody(
            command_id=_PROBE, dossier_id=dossier, paper_id=held.id, custody="returned"
        )
        yield tried.of(Act.CHANGE_CUSTODY, change)


def _with_task(tried: _Trial, task: ev.OpenTask) -> Iterator[Action]:
    """The acts of one open task: the one that ends it first, then the ways around it."""
    state, route, actor = tried.state, tried.route, tried.actor
    on_task = {"command_id": _PROBE, "dossier_id": state.id}
    decides = route is not None and state.decision is None and route.decides(task.element)
    if task.action == "return":
        yield tried.of(Act.HAND_OVER, cmd.HandOver(command_id=_PROBE, dossier_id=state.id), task=task)
    elif decides:
        for name, decision in ((Act.APPROVE, Decision.APPROVED), (Act.REFUSE, Decision.REFUSED)):
            command = cmd.DecideDossier(**on_task, task_id=task.id, decision=decision, reason=_WORDS)  # type: ignore[arg-type]
            yield tried.of(name, command, task=task)
    elif task.token > 0:  # those beside the drawing have acts of their own: `more_actions`
        officer = -1 if task.action == "assign" else None
        number = _WORDS if state.decision is not None else ""
        complete = cmd.CompleteTask(
            command_id=_PROBE, dossier_id=state.id, task_id=task.id, assignee_id=officer, result_number=number
        )
        name = Act.ASSIGN if task.action == "assign" else Act.COMPLETE
        roles = frozenset({("case_officer", task.unit_id)}) if officer else frozenset[tuple[str, int]]()
        yield tried.of(name, complete, task=task, roles=roles)
    earlier = route.earlier_steps(task.element) if route else ()
    if earlier and state.decision is None:
        back = cmd.SendBack(
            command_id=_PROBE, dossier_id=state.id, task_id=task.id, to_element=earlier[0][0], reason=_WORDS
        )
        yield tried.of(Act.SEND_BACK, back, task=task)
    if actor.person_id is not None and task.assignee_id != actor.person_id:
        own = frozenset((str(grant.role), grant.unit_id) for grant in actor.grants)
        yield tried.of(Act.TAKE_OVER, _hand_to(state, task, actor.person_id), task=task, roles=own)
    fit = frozenset({(task.role, task.unit_id)})
    yield tried.of(Act.REASSIGN, _hand_to(state, task, -1), task=task, roles=fit)


def _hand_to(state: DossierState, task: ev.OpenTask, person_id: int) -> cmd.ReassignTask:
    return cmd.ReassignTask(
        command_id=_PROBE, dossier_id=state.id, task_id=task.id, assignee_id=person_id, reason=_WORDS
    )
