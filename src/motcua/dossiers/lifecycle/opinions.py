"""Opinions of other units: content and deadline are obligatory, the main clock runs on (NĐ 61/2018 Art 19(5))."""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_may_act, open_task, refuse
from motcua.dossiers.lifecycle.context import Context, working_days_on
from motcua.dossiers.lifecycle.effects import beside, extra_task
from motcua.dossiers.lifecycle.rights import check_holds, check_running
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Status
from motcua.kernel.errors import N_

GIVE = "give_opinion"
ANSWERS = ("yes", "conditions", "no")


def ask(state: DossierState, command: cmd.AskOpinion, context: Context) -> ev.Event:
    """Ask a unit; several may be asked at the same time."""
    check_running(state)
    check_holds(state, context.actor)
    if not command.question.strip():
        raise refuse("question_needed", N_("Say what you ask."), N_("Content and deadline are obligatory."))
    if not 0 < command.working_days <= 60:
        raise refuse(
            "limit_needed", N_("An opinion needs a time limit."), N_("Give it in working days, 1 to 60.")
        )
    answer_by = working_days_on(context, command.working_days)
    task = extra_task(state, GIVE, "Trả lời lấy ý kiến", "head_of_unit", command.unit_id, due_at=answer_by)
    return ev.OpinionAsked(
        effect=beside(state, status=Status.IN_CONSULTATION, opened=(task,)),
        token=task.token,
        unit_id=command.unit_id,
        question=command.question.strip(),
        answer_by=answer_by,
    )


def give(state: DossierState, command: cmd.GiveOpinion, context: Context) -> ev.Event:
    """Answer; a late answer is told as late and charged to the unit that was asked."""
    task = open_task(state, command.task_id)
    if task.action != GIVE:
        raise refuse(
            "no_opinion_asked",
            N_("This step asks for no opinion."),
            N_("The dossier’s page shows its state."),
        )
    check_may_act(context.actor, task, also="case_officer")
    if command.agrees not in ANSWERS or not command.answer.strip():
        raise refuse(
            "answer_needed",
            N_("An opinion says whether the unit agrees, and why."),
            N_("Choose an answer and write a sentence."),
        )
    others = any(item.action == GIVE and item.token != task.token for item in state.tasks)
    back = state.status if others or state.status != Status.IN_CONSULTATION else Status.IN_PROCESSING
    return ev.OpinionGiven(
        effect=beside(state, status=back, closed=(task.token,), waiting=state.waiting),
        token=task.token,
        agrees=command.agrees,
        answer=command.answer.strip(),
        late=task.due_at is not None and context.now > task.due_at,
    )
