"""At the desk: drafts, reception, refusal of reception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import (
    check_case,
    check_intake,
    check_may_receive,
    check_papers,
    missing_papers,
    refuse,
)
from motcua.dossiers.lifecycle.context import Context, Reception, clock_of, reception_of, route_of
from motcua.dossiers.lifecycle.effects import after, effect_of
from motcua.dossiers.lifecycle.sending import Sender
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import NEVER_RECEIVED, Status
from motcua.kernel.errors import N_

if TYPE_CHECKING:
    from motcua.dossiers.route import Route, Step
    from motcua.procedures.terms import ProcedureTerms


def save_draft(state: DossierState, command: cmd.SaveDraft, context: Context) -> ev.Event:
    reception = reception_of(context)
    if state.exists and state.status != Status.DRAFT:
        raise refuse("not_a_draft", N_("This dossier is no longer a draft."), N_("Open it to see its state."))
    check_desk(state, command.intake, context)
    return ev.Drafted(
        intake=command.intake,
        rule_set_id=reception.rule_set_id,
        field_group_id=reception.field_group_id,
    )


def receive(state: DossierState, command: cmd.ReceiveDossier, context: Context) -> ev.Event:
    reception, intake = reception_of(context), command.intake
    check_not_yet_received(state)
    check_desk(state, intake, context)
    check_intake(intake, reception.terms, reception.asked, context.now)
    missing = missing_papers(intake, reception.asked)
    if missing and not command.override_reason.strip():
        raise refuse(
            "papers_missing",
            N_("Papers are missing: %(papers)s."),
            N_(
                "Ask for them now, save a draft, or give the reason why the desk takes the dossier without them."
            ),
            papers="; ".join(missing),
        )
    clock = clock_of(context, intake)
    route = route_of(context)
    moved = route.start(_variables(intake, reception.terms, route), context.now)
    first = next((step for step in moved.opened if step.action == "receive"), None)
    if first is not None:  # the reception itself is the first step's work
        moved = after(moved, route.complete(moved.marking, first.token, {}, context.now), first.token)
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
        effect=effect_of(
            state, moved, context, units=reception.units, due_at=clock.due_at, sender=_desk(first, reception)
        ),
        missing=missing,
        override_reason=command.override_reason.strip(),
    )


def _desk(reception_step: Step | None, reception: Reception) -> Sender:
    return Sender(reception.units.receiving, reception_step.element if reception_step else "")


def refuse_reception(state: DossierState, command: cmd.RefuseReception, context: Context) -> ev.Event:
    reception = reception_of(context)
    check_not_yet_received(state)
    check_desk(state, command.intake, context)
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


def check_not_yet_received(state: DossierState) -> None:
    """Raises Refusal when the dossier has passed the desk already."""
    if state.exists and state.status not in NEVER_RECEIVED - {Status.REFUSED_AT_RECEPTION}:
        raise refuse(
            "already_received",
            N_("This dossier has passed the desk already."),
            N_("Open it to see its state."),
        )


def check_desk(state: DossierState, intake: cmd.Intake, context: Context) -> None:
    """The desk that takes in is the person's own, and so is the one that kept the draft."""
    check_may_receive(context.actor, intake)
    if state.intake is not None:
        check_may_receive(context.actor, state.intake)
    reception = reception_of(context)
    check_papers(intake.papers, reception.asked)
    check_case(intake.case_variant_id, reception.terms)


def _variables(intake: cmd.Intake, terms: ProcedureTerms, route: Route) -> dict[str, Any]:
    """What the conditions of the process may ask about the intake; nothing that they do not ask is stored."""
    known = {
        "procedure": terms.code,
        "channel": intake.channel.value,
        "case_variant": next((v.name for v in terms.case_variants if v.id == intake.case_variant_id), None),
        "authorised": intake.authorised is not None,
    }
    return {name: value for name, value in known.items() if name in route.asks}
