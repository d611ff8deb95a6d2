"""At the desk of the office that gets a dossier from another one: acknowledge it, refuse it, take its papers.

Two parts travel: the electronic one at once, acknowledged within the working hours of R-57; the originals by
hand, with giver, receiver, instant and contents noted (R-36, R-38). They may come together or not.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from motcua.calendars import worktime
from motcua.calendars.worktime import Mode, Terms
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_may_act, open_task, refuse
from motcua.dossiers.lifecycle.context import Context, route_of
from motcua.dossiers.lifecycle.effects import after, beside, effect_of, extra_task
from motcua.dossiers.lifecycle.rights import check_may_go_back
from motcua.dossiers.lifecycle.sending import ACCEPT, ACCEPT_PAPERS, NOBODY, Sender
from motcua.dossiers.state import DossierState
from motcua.kernel.errors import N_


def acknowledge(state: DossierState, command: cmd.AcknowledgeTransfer, context: Context) -> ev.Event:
    """The dossier has come. A step "reception" of this desk is done with it, as at the first reception."""
    task = _own_task(state, command, context, ACCEPT)
    transfer = _transfer(state, task)
    papers, giver = _papers(state), command.papers_given_by.strip()
    effect = _taken_in(state, task, transfer, context)
    if papers and not giver:
        number = sum(1 for step in effect.opened if step.token < 0) + 1
        waits = extra_task(
            state,
            ACCEPT_PAPERS,
            "Nhận phần giấy của hồ sơ chuyển đến",
            task.role,
            task.unit_id,
            due_at=_papers_due(context, task.opened_at),
            offset=number,
        )
        effect = replace(effect, opened=(*effect.opened, waits))
    return ev.TransferAcknowledged(
        token=task.token,
        from_office=transfer.from_office,
        to_office=transfer.to_office,
        effect=effect,
        late=_late(task, context),
        papers=papers if giver else (),
        given_by=giver if papers else "",
    )


def refuse_back(state: DossierState, command: cmd.RefuseTransfer, context: Context) -> ev.Event:
    """Back to the step that sent it. What other offices had got by the same step is taken back with it."""
    task = _own_task(state, command, context, ACCEPT)
    transfer, route = _transfer(state, task), route_of(context)
    check_may_go_back(state, command.reason)
    step = next(item for item in state.tasks if item.token in transfer.steps)
    if not route.leads_to(transfer.from_element, step.element):
        raise refuse(
            "cannot_go_back",
            N_("The process has no way back to the step that sent this dossier."),
            N_("Acknowledge it; the office itself can then send it on."),
        )
    moved = route.send_back(state.marking, step.token, transfer.from_element, context.now)
    return ev.TransferRefused(
        token=task.token,
        from_office=transfer.from_office,
        to_office=transfer.to_office,
        reason=command.reason.strip(),
        # It never left the sender for good: nobody has to acknowledge that it is there again.
        effect=effect_of(state, moved, context, done_by=task, sender=NOBODY),
    )


def accept_papers(state: DossierState, command: cmd.AcknowledgePapers, context: Context) -> ev.Event:
    """The originals have come, too."""
    task = _own_task(state, command, context, ACCEPT_PAPERS)
    if not command.given_by.strip():
        raise refuse("giver_needed", N_("Say who handed the papers over."), N_("The name is enough."))
    return ev.PapersHandedOver(
        token=task.token,
        papers=_papers(state),
        given_by=command.given_by.strip(),
        effect=beside(state, closed=(task.token,), waiting=state.waiting),
        late=_late(task, context),
    )


def _own_task(
    state: DossierState,
    command: cmd.AcknowledgeTransfer | cmd.RefuseTransfer | cmd.AcknowledgePapers,
    context: Context,
    action: str,
) -> ev.OpenTask:
    task = open_task(state, command.task_id)
    if task.action != action:
        raise refuse(
            "nothing_sent",
            N_("This task is no hand-over from another office."),
            N_("The dossier’s page shows its state."),
        )
    check_may_act(context.actor, task, also="desk_head")
    return task


def _transfer(state: DossierState, task: ev.OpenTask) -> ev.Transfer:
    found = state.transfer_of(task.token)
    assert found is not None  # task and transfer come and go together
    return found


def _taken_in(state: DossierState, task: ev.OpenTask, transfer: ev.Transfer, context: Context) -> ev.Effect:
    receptions = [
        item
        for item in state.tasks
        if item.token in transfer.steps and item.action == "receive" and item.unit_id == task.unit_id
    ]
    if not receptions or state.waiting is not None:
        return beside(state, closed=(task.token,), waiting=state.waiting)
    route = route_of(context)
    moved = route.complete(state.marking, receptions[0].token, {}, context.now)
    for item in receptions[1:]:
        moved = after(moved, route.complete(moved.marking, item.token, {}, context.now), -1)
    done = replace(moved, completed=tuple(item.token for item in receptions))
    sender = Sender(transfer.to_office, receptions[0].element)
    return effect_of(state, done, context, done_by=task, sender=sender)


def _papers(state: DossierState) -> tuple[str, ...]:
    """What travels by hand: the originals kept."""
    return tuple(paper.name for paper in state.papers if paper.custody == "held")


def _papers_due(context: Context, sent_at: datetime) -> datetime | None:
    """Within the working day of the sending; after the cut-off, at the next opening plus the grace (R-36)."""
    assert context.calendar is not None
    assert context.rules is not None
    opening, moved = worktime.effective_start(context.calendar, sent_at, context.rules.transfer_cutoff)
    if moved:
        return worktime.add(context.calendar, opening, context.rules.transfer_grace_minutes)
    return worktime.due(context.calendar, sent_at, Terms(None, Mode.SAME_DAY)).at


def _late(task: ev.OpenTask, context: Context) -> bool:
    return task.due_at is not None and context.now > task.due_at
