"""Lateness: one new appointment with an apology (form M04), apologies of every kind, corrections.

NĐ 61/2018 Art 19(9): told before the deadline, signed by the head, one new date at most. The original due date
stays what on-time is judged by (rules R-71 to R-77); nothing resets it.
"""

from __future__ import annotations

from dataclasses import asdict, replace

from motcua.calendars import worktime
from motcua.calendars.worktime import Allotment, Mode, Terms, Unit
from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import check_may_act, check_system, open_task, refuse
from motcua.dossiers.lifecycle.context import Context
from motcua.dossiers.lifecycle.effects import beside, extra_task
from motcua.dossiers.lifecycle.rights import check_holds, check_leads, check_running
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import NEVER_RECEIVED
from motcua.dossiers.texts import check_applicant
from motcua.kernel.errors import N_

SIGN_EXTENSION = "sign_extension"
KINDS = ("late", "error", "lost")
MANNERS = ("direct", "written", "public")
CORRECTABLE = ("name", "id_number", "address", "phone", "email")


def propose_extension(state: DossierState, command: cmd.ProposeExtension, context: Context) -> ev.Event:
    """Draft the apology with a new date for the leader to sign; once."""
    check_running(state)
    check_holds(state, context.actor)
    if state.proposed_at is not None:
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
    assert context.calendar is not None
    assert state.units is not None
    start = max(context.now, state.due_at) if state.due_at else context.now
    limit = Terms(Allotment(command.working_days, Unit.WD), Mode.EOD)
    appointment = worktime.due(context.calendar, start, limit).at
    assert appointment is not None
    sign = extra_task(
        state,
        SIGN_EXTENSION,
        "Ký văn bản xin lỗi và hẹn lại",
        "signing_leader",
        state.units.leadership,
        due_at=state.due_at,
    )
    return ev.ExtensionProposed(
        effect=beside(state, opened=(sign,)), reason=command.reason.strip(), appointment_at=appointment
    )


def sign_extension(state: DossierState, command: cmd.SignExtension, context: Context) -> ev.Event:
    """The head signs: the applicant gets the apology and the new date."""
    task = open_task(state, command.task_id)
    if task.action != SIGN_EXTENSION or state.proposed_at is None:
        raise refuse(
            "no_extension_proposed",
            N_("No new appointment waits for a signature."),
            N_("The dossier’s page shows its state."),
        )
    check_may_act(context.actor, task)
    return ev.Extended(
        effect=beside(state, closed=(task.token,), waiting=state.waiting),
        appointment_at=state.proposed_at,
        reason=state.proposed_reason,
    )


def apologise(state: DossierState, command: cmd.Apologise, context: Context) -> ev.Event:
    """Record an apology with its proof; a public one names where it was published."""
    if state.status in NEVER_RECEIVED:
        raise refuse(
            "not_received",
            N_("This dossier has not been received yet."),
            N_("The dossier’s page shows its state."),
        )
    check_leads(state, context.actor, ("head_of_unit", "signing_leader", "desk_head"))
    if command.kind not in KINDS or command.manner not in MANNERS or not command.text.strip():
        raise refuse(
            "apology_incomplete",
            N_("An apology has a kind, a manner and words."),
            N_("Choose both and write what is said to the applicant."),
        )
    if command.manner == "public" and not command.medium.strip():
        raise refuse(
            "medium_needed",
            N_("Say where the apology is published."),
            N_("The portal, commune radio, city TV."),
        )
    return ev.Apologised(
        kind=command.kind,
        manner=command.manner,
        text=command.text.strip(),
        proof=command.proof.strip(),
        medium=command.medium.strip(),
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
            N_("The dossier’s page shows its state."),
        )
    if not command.legal_basis.strip() or not command.reason.strip():
        raise refuse(
            "basis_needed",
            N_("Name the legal basis and the reason."),
            N_("The dossier’s page shows its state."),
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
