"""The acts beside the drawing: which are open to a person now, and why not the rest. Pure.

As in `actions`, each is tried on the life cycle itself with a harmless command, so that a page and the rule
behind it cannot come apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.lifecycle import Context, decide
from motcua.dossiers.lifecycle.effects import SIGN_EXTENSION
from motcua.dossiers.lifecycle.opinions import GIVE
from motcua.dossiers.lifecycle.sending import ACCEPT, ACCEPT_PAPERS
from motcua.dossiers.lifecycle.waiting import RESUME
from motcua.dossiers.state import DossierState
from motcua.kernel.errors import Refusal


class MoreAct(StrEnum):
    """The acts in the order of the page."""

    ACKNOWLEDGE_TRANSFER = "acknowledge_transfer"
    ACKNOWLEDGE_PAPERS = "acknowledge_papers"
    REFUSE_TRANSFER = "refuse_transfer"
    REQUEST_SUPPLEMENT = "request_supplement"
    ASK_OPINION = "ask_opinion"
    GIVE_OPINION = "give_opinion"
    PAUSE = "pause"
    RESUME = "resume"
    PROPOSE_EXTENSION = "propose_extension"
    SIGN_EXTENSION = "sign_extension"
    APOLOGISE = "apologise"
    RECORD_PROOF = "record_proof"
    STOP = "stop"
    CORRECT = "correct"
    SWITCH_RULES = "switch_rules"


OWN_ACT = {
    GIVE: MoreAct.GIVE_OPINION,
    RESUME: MoreAct.RESUME,
    SIGN_EXTENSION: MoreAct.SIGN_EXTENSION,
    ACCEPT: MoreAct.ACKNOWLEDGE_TRANSFER,
    ACCEPT_PAPERS: MoreAct.ACKNOWLEDGE_PAPERS,
}
DAYS_OFFERED = (1, 2, 3, 4, 5, 7, 10, 15, 20, 30)

_PROBE = UUID(int=0)
_WORDS = "…"  # stands for what the person has still to write
_NOBODY = -1


@dataclass(frozen=True, slots=True)
class MoreAction:
    """One act; `task_id` names the open task that it ends, if it ends one."""

    act: MoreAct
    why_not: Refusal | None
    task_id: UUID | None = None

    @property
    def allowed(self) -> bool:
        """Whether the person may do it now."""
        return self.why_not is None


@dataclass(frozen=True, slots=True)
class Offer:
    """A number of working days and the instant it leads to."""

    days: int
    until: datetime


def more_actions(state: DossierState, context: Context) -> tuple[MoreAction, ...]:
    """Every act that the dossier could see, allowed or not; those that end a task once for each such task."""
    return tuple(_tried(state, context, act, probe) for act, probe in _probes(state))


def new_appointments(state: DossierState, context: Context) -> tuple[Offer, ...]:
    """Where each number of days would put the second appointment; empty when none can be proposed."""
    found = []
    for days in DAYS_OFFERED:
        probe = cmd.ProposeExtension(command_id=_PROBE, dossier_id=state.id, working_days=days, reason=_WORDS)
        event = _event(state, probe, context)
        if isinstance(event, ev.ExtensionProposed):
            found.append(Offer(days, event.appointment_at))
    return tuple(found)


def answer_times(state: DossierState, context: Context) -> tuple[Offer, ...]:
    """Until when an asked unit would answer; empty when none can be asked."""
    found = []
    for days in DAYS_OFFERED:
        event = _event(state, _asking(state.id, days), context)
        if isinstance(event, ev.OpinionAsked):
            found.append(Offer(days, event.answer_by))
    return tuple(found)


def _event(state: DossierState, command: cmd.Command, context: Context) -> ev.Event | None:
    try:
        return decide(state, command, context)
    except Refusal:
        return None


def _tried(state: DossierState, context: Context, act: MoreAct, command: cmd.Command) -> MoreAction:
    task_id = getattr(command, "task_id", None)
    if act is MoreAct.REQUEST_SUPPLEMENT:  # whoever will be named as approver is judged when it is sent
        context = replace(context, assignee_roles=frozenset({("signing_leader", _NOBODY)}))
    try:
        decide(state, command, context)
    except Refusal as refusal:
        return MoreAction(act, refusal, task_id)
    return MoreAction(act, None, task_id)


def _probes(state: DossierState) -> Iterator[tuple[MoreAct, cmd.Command]]:
    known: dict[str, Any] = {"command_id": _PROBE, "dossier_id": state.id}
    yield from _between_offices(state, known)
    item = cmd.MissingItem(_WORDS, _WORDS)
    override = cmd.Override(_WORDS, _WORDS, _NOBODY)
    yield (
        MoreAct.REQUEST_SUPPLEMENT,
        cmd.RequestSupplement(**known, items=(item,), override=override),
    )
    yield MoreAct.ASK_OPINION, _asking(state.id, 1)
    for task in _tasks(state, GIVE):
        yield (
            MoreAct.GIVE_OPINION,
            cmd.GiveOpinion(**known, task_id=task.id, agrees="yes", answer=_WORDS),
        )
    yield (
        MoreAct.PAUSE,
        cmd.PauseDossier(**known, ground="suspended", legal_basis=_WORDS),
    )
    yield MoreAct.RESUME, cmd.ResumeDossier(**known, proof=_WORDS)
    yield (
        MoreAct.PROPOSE_EXTENSION,
        cmd.ProposeExtension(**known, working_days=1, reason=_WORDS),
    )
    for task in _tasks(state, SIGN_EXTENSION):
        yield MoreAct.SIGN_EXTENSION, cmd.SignExtension(**known, task_id=task.id)
    yield (
        MoreAct.APOLOGISE,
        cmd.Apologise(**known, kind="late", manner="direct", text=_WORDS),
    )
    if state.apology_numbers:
        yield (
            MoreAct.RECORD_PROOF,
            cmd.RecordApologyProof(**known, apology=state.apology_numbers[-1], proof=_WORDS),
        )
    yield MoreAct.STOP, cmd.StopByLaw(**known, reason=_WORDS, legal_basis=_WORDS)
    yield (
        MoreAct.CORRECT,
        cmd.CorrectData(**known, field="address", new=f"{_WORDS}{_WORDS}", reason=_WORDS),
    )
    yield (
        MoreAct.SWITCH_RULES,
        cmd.SwitchRules(**known, rule_set_id=_NOBODY, legal_basis=_WORDS, reason=_WORDS),
    )


def _between_offices(state: DossierState, known: dict[str, Any]) -> Iterator[tuple[MoreAct, cmd.Command]]:
    for task in _tasks(state, ACCEPT):
        on_task = {**known, "task_id": task.id}
        yield MoreAct.ACKNOWLEDGE_TRANSFER, cmd.AcknowledgeTransfer(**on_task)
        yield MoreAct.REFUSE_TRANSFER, cmd.RefuseTransfer(**on_task, reason=_WORDS)
    for task in _tasks(state, ACCEPT_PAPERS):
        yield MoreAct.ACKNOWLEDGE_PAPERS, cmd.AcknowledgePapers(**known, task_id=task.id, given_by=_WORDS)


def _asking(dossier_id: UUID, days: int) -> cmd.AskOpinion:
    return cmd.AskOpinion(
        command_id=_PROBE, dossier_id=dossier_id, unit_id=_NOBODY, question=_WORDS, working_days=days
    )


def _tasks(state: DossierState, action: str) -> tuple[ev.OpenTask, ...]:
    return tuple(task for task in state.tasks if task.action == action)
