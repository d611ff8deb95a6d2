"""Times in which the dossier waits for somebody outside: supplements and pauses.

A supplement is asked for once, complete, and only through the desk; when it is there the limit counts again from
zero (NĐ 61/2018 Art 11, 17, 19(4); rules R-20 to R-28). A pause needs a ground that the rule set names.
"""

from __future__ import annotations

from motcua.dossiers import clocks
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_papers, refuse
from motcua.dossiers.lifecycle.context import Context, timing_of, working_days_on
from motcua.dossiers.lifecycle.effects import FINANCIAL_DUTY, TAX, beside, extra_task
from motcua.dossiers.lifecycle.rights import check_at_desk, check_holds, check_running
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import NEVER_RECEIVED, Status
from motcua.kernel.errors import N_

SUPPLEMENT, SUSPENDED = "supplement", "suspended"
DELIVER, AWAIT, RESUME = "deliver_supplement", "await_supplement", "resume"
_DAYS_TO_TELL, _DAYS_TO_COMPLETE = 1, 15
_GROUNDS = {FINANCIAL_DUTY: Status.WAITING_FINANCIAL_DUTY, SUSPENDED: Status.SUSPENDED}


def request_supplement(state: DossierState, command: cmd.RequestSupplement, context: Context) -> ev.Event:
    """One complete request with a reason for each item; a second one needs an override."""
    number = state.supplement_requests + 1
    if not command.items or any(not (item.what.strip() and item.reason.strip()) for item in command.items):
        raise refuse(
            "items_needed",
            N_("A supplement request names every missing paper and the reason for each."),
            N_("The law allows one request: make it complete."),
        )
    if number > 1:
        _check_override(command.override, context)
    if state.status in NEVER_RECEIVED - {Status.REFUSED_AT_RECEPTION}:
        check_at_desk(state, context.actor)
        effect = beside(state, status=Status.SUPPLEMENT_BEFORE_RECEPTION)
    else:
        check_running(state)
        check_holds(state, context.actor)
        effect = _ask_through_the_desk(state, context)
    return ev.SupplementRequested(
        effect=effect,
        items=command.items,
        number=number,
        legal_basis=command.legal_basis.strip(),
        override=command.override,
    )


def _ask_through_the_desk(state: DossierState, context: Context) -> ev.Effect:
    assert state.units is not None
    tell = extra_task(
        state,
        DELIVER,
        "Chuyển phiếu yêu cầu bổ sung cho người nộp",
        "receptionist",
        state.units.desk,
        due_at=working_days_on(context, _DAYS_TO_TELL),
    )
    return beside(
        state,
        status=Status.SUPPLEMENT_IN_PROCESSING,
        opened=(tell,),
        clock=clocks.pause(state, timing_of(context), context.now),
        waiting=ev.Waiting(SUPPLEMENT),
    )


def deliver_request(state: DossierState, command: cmd.DeliverSupplementRequest, context: Context) -> ev.Event:
    """The desk has told the citizen; the time to complete begins."""
    task = state.task_for(DELIVER)
    if task is None:
        raise refuse(
            "nothing_to_deliver",
            N_("No supplement request waits to be delivered."),
            N_("The dossier’s page shows its state."),
        )
    check_at_desk(state, context.actor)
    if not command.manner.strip():
        raise refuse(
            "manner_needed", N_("Say how the citizen was told."), N_("Counter, phone, e-mail or post.")
        )
    assert state.units is not None
    until = working_days_on(context, _days_to_complete(context))
    wait = extra_task(
        state, AWAIT, "Chờ người nộp bổ sung hồ sơ", "receptionist", state.units.desk, due_at=until
    )
    return ev.SupplementDelivered(
        effect=beside(state, closed=(task.token,), opened=(wait,), waiting=ev.Waiting(SUPPLEMENT, until)),
        manner=command.manner.strip(),
        complete_by=until,
        note=command.note.strip(),
    )


def complete_supplement(state: DossierState, command: cmd.CompleteSupplement, context: Context) -> ev.Event:
    """The papers are there: the limit counts again in full."""
    if state.waiting is None or state.waiting.kind != SUPPLEMENT:
        raise refuse(
            "no_supplement_awaited",
            N_("This dossier waits for no supplement."),
            N_("The dossier’s page shows its state."),
        )
    check_at_desk(state, context.actor)
    check_papers((*state.papers, *command.papers), None)
    if not command.papers and not command.note.strip():
        raise refuse(
            "nothing_brought", N_("Nothing was brought."), N_("Add the papers, or note what was cleared up.")
        )
    return ev.SupplementCompleted(
        effect=beside(
            state,
            status=Status.IN_PROCESSING,
            closed=_tokens(state, DELIVER, AWAIT),
            clock=clocks.restart(state, timing_of(context), context.now),
        ),
        papers=command.papers,
        note=command.note.strip(),
    )


def pause_dossier(state: DossierState, command: cmd.PauseDossier, context: Context) -> ev.Event:
    """The clock stands on a ground of the law, until a paper ends the pause."""
    check_running(state)
    check_holds(state, context.actor)
    if command.ground not in _GROUNDS:
        raise refuse(
            "unknown_ground", N_("The law knows no such ground to pause."), N_("Choose one from the list.")
        )
    if not command.legal_basis.strip():
        raise refuse(
            "basis_needed", N_("A pause needs its legal basis."), N_("Name the text and the article.")
        )
    assert state.units is not None
    watch = extra_task(
        state,
        RESUME,
        "Theo dõi hồ sơ tạm dừng",
        "case_officer",
        state.units.division,
        assignee_id=state.officer_of(state.units.division),
    )
    return ev.Paused(
        effect=beside(
            state,
            status=_GROUNDS[command.ground],
            opened=(watch,),
            clock=clocks.pause(state, timing_of(context), context.now),
            waiting=ev.Waiting(command.ground),
        ),
        ground=command.ground,
        legal_basis=command.legal_basis.strip(),
        note=command.note.strip(),
    )


def resume_dossier(state: DossierState, command: cmd.ResumeDossier, context: Context) -> ev.Event:
    """The paper that ends the pause is there: the clock goes on with what was left."""
    task = state.task_for(RESUME)
    if task is None or state.waiting is None:
        hint = (
            N_("Complete the step that waits for the payment.")
            if state.task_for(TAX)
            else N_("The dossier’s page shows its state.")
        )
        raise refuse("not_paused", N_("This dossier is not paused."), hint)
    check_holds(state, context.actor)
    if not command.proof.strip():
        raise refuse(
            "proof_needed", N_("Name the paper that ends the pause."), N_("A proof of payment, a decision.")
        )
    return ev.Resumed(
        effect=beside(
            state,
            status=Status.IN_PROCESSING,
            closed=(task.token,),
            clock=clocks.resume(state, timing_of(context), context.now),
        ),
        proof=command.proof.strip(),
    )


def _check_override(override: cmd.Override | None, context: Context) -> None:
    if override is None or not (override.reason.strip() and override.legal_basis.strip()):
        raise refuse(
            "second_supplement",
            N_(
                "This dossier has had its one supplement request; the national index counts a second one as late."
            ),
            N_("A second request needs the reason, the legal basis and the leader who approves it."),
        )
    if not any(role in ("head_of_unit", "signing_leader") for role, _unit in context.assignee_roles):
        raise refuse(
            "approver_unfit", N_("That person cannot approve a second request."), N_("Choose a leader.")
        )


def _days_to_complete(context: Context) -> int:
    found = context.rules.parameters.get("close_without_supplement_days") if context.rules else None
    return int(found.value) if found is not None else _DAYS_TO_COMPLETE


def _tokens(state: DossierState, *actions: str) -> tuple[int, ...]:
    return tuple(task.token for task in state.tasks if task.action in actions)
