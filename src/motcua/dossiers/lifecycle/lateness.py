"""Lateness: one new appointment with an apology (form M04); corrections and other acts of leaders.

NĐ 61/2018 Art 19(9): told before the deadline, signed by the head, one new date at most. The original due date
stays what on-time is judged by (rules R-71 to R-77); nothing resets it.
"""

from __future__ import annotations

from dataclasses import asdict, replace

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_may_act, check_system, open_task, refuse
from motcua.dossiers.lifecycle.context import Context, working_days_on
from motcua.dossiers.lifecycle.effects import SIGN_EXTENSION, beside, extra_task
from motcua.dossiers.lifecycle.rights import check_holds, check_leads, check_running
from motcua.dossiers.nearness import draft_from
from motcua.dossiers.state import DossierState
from motcua.dossiers.texts import check_applicant
from motcua.kernel.errors import N_

_STATE = N_("The dossier’s page shows its state.")
CORRECTABLE = ("name", "id_number", "address", "phone", "email")


def propose_extension(state: DossierState, command: cmd.ProposeExtension, context: Context) -> ev.Event:
    """Draft the apology with a new date for the leader to sign; until then another draft may replace it."""
    check_running(state)
    check_holds(state, context.actor)
    if state.proposed_at is not None and state.task_for(SIGN_EXTENSION) is None:
        raise refuse(
            "one_extension_only",
            N_("This dossier has had its one new appointment."),
            N_("Finish it now; a second one is not allowed."),
        )
    if not command.reason.strip() or not 0 < command.working_days <= 60:
        raise refuse(
            "extension_incomplete",
            N_("A new appointment needs a reason and a number of working days."),
            N_("1 to 60 days after the present due date."),
        )
    return _proposed(state, command.working_days, command.reason, context)


def draft_extension(state: DossierState, command: cmd.DraftExtension, context: Context) -> ev.Event:
    """The clock drafts what nobody has: the apology must exist before the due date (rule R-71).

    A draft from before the limit began anew promises too little and is replaced.
    """
    check_system(context.actor)
    check_running(state)
    assert context.calendar is not None
    assert context.rules is not None
    if state.due_at is None or state.clock is None:
        raise refuse("not_running", N_("The clock of this dossier does not run."), _STATE)
    signed = state.proposed_at is not None and state.task_for(SIGN_EXTENSION) is None
    if signed or (state.proposed_at is not None and state.proposed_at > state.due_at):
        raise refuse(
            "extension_proposed", N_("An apology with a new appointment is drafted already."), _STATE
        )
    days = context.rules.apology_days_before
    if not draft_from(context.calendar, state.clock, state.due_at, context.now, days):
        raise refuse("still_time", N_("It is too early to apologise for being late."), _STATE)
    return _proposed(state, context.rules.extension_days, command.reason, context)


def _proposed(state: DossierState, days: int, reason: str, context: Context) -> ev.Event:
    assert state.units is not None
    appointment = working_days_on(context, days, max(context.now, state.due_at or context.now))
    opened: tuple[ev.Opened, ...] = ()
    if state.task_for(SIGN_EXTENSION) is None:
        opened = (
            extra_task(
                state,
                SIGN_EXTENSION,
                "Ký văn bản xin lỗi và hẹn lại",
                "signing_leader",
                state.units.leadership,
                due_at=state.due_at,
            ),
        )
    return ev.ExtensionProposed(
        effect=beside(state, opened=opened), reason=reason.strip(), appointment_at=appointment
    )


def sign_extension(state: DossierState, command: cmd.SignExtension, context: Context) -> ev.Event:
    """The head signs: the applicant gets the apology and the new date."""
    task = open_task(state, command.task_id)
    if task.action != SIGN_EXTENSION or state.proposed_at is None:
        raise refuse(
            "no_extension_proposed",
            N_("No new appointment waits for a signature."),
            _STATE,
        )
    check_may_act(context.actor, task)
    if state.proposed_at <= max(context.now, state.due_at or context.now):
        raise refuse(
            "appointment_passed",
            N_("The drafted appointment is not later than now and the due date."),
            N_("Propose a later one, then sign it."),
        )
    return ev.Extended(
        effect=beside(state, closed=(task.token,), waiting=state.waiting),
        appointment_at=state.proposed_at,
        reason=state.proposed_reason,
    )


def correct(state: DossierState, command: cmd.CorrectData, context: Context) -> ev.Event:
    """Correct an obvious mistake in the applicant's data; old and new stay in the ledger."""
    assert state.intake is not None
    if state.units is None:
        raise refuse("not_received", N_("This dossier has not been received yet."), N_("Change the draft."))
    check_leads(state, context.actor, ("head_of_unit", "desk_head", "signing_leader"))
    if command.field not in CORRECTABLE:
        raise refuse(
            "not_correctable", N_("That is not corrected this way."), N_("Only the applicant's data are.")
        )
    old, new = str(asdict(state.intake.applicant)[command.field]), command.new.strip()
    if old == new or (command.field in ("name", "id_number") and not new):
        raise refuse("nothing_to_correct", N_("That changes nothing."), N_("Enter the right value."))
    if not command.reason.strip():
        raise refuse("reason_needed", N_("Say why."), N_("The reason stands in the history."))
    check_applicant(replace(state.intake.applicant, **{command.field: new}))
    return ev.Corrected(field=command.field, old=old, new=new, reason=command.reason.strip())


def switch_rules(state: DossierState, command: cmd.SwitchRules, context: Context) -> ev.Event:
    """Put an open dossier under another rule set: an authorised, recorded act (R-00)."""
    check_running(state)
    check_leads(state, context.actor, ("signing_leader",))
    if state.rule_set_id == command.rule_set_id or state.rule_set_id is None:
        raise refuse(
            "same_rules",
            N_("The dossier lives under that rule set already."),
            _STATE,
        )
    if not command.legal_basis.strip() or not command.reason.strip():
        raise refuse(
            "basis_needed",
            N_("Name the legal basis and the reason."),
            _STATE,
        )
    return ev.RulesSwitched(
        rule_set_id=command.rule_set_id,
        previous_id=state.rule_set_id,
        legal_basis=command.legal_basis.strip(),
        reason=command.reason.strip(),
    )


def record_issued_paper(state: DossierState, command: cmd.RecordIssuedPaper, context: Context) -> ev.Event:
    """A numbered paper was issued for the dossier; the ledger keeps its hash."""
    del state
    check_system(context.actor)
    return ev.PaperIssued(
        issued_id=command.issued_id, form=command.form, number=command.number, sha256=command.sha256
    )
