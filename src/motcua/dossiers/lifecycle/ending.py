"""Ends before a decision, and the way of a result by post.

Withdrawal: while no decision exists (NĐ 118/2025 Art 21, TT 03/2025 Art 7; form M05). Stops by sector law: R-67.
"""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import refuse
from motcua.dossiers.lifecycle.context import Context
from motcua.dossiers.lifecycle.effects import beside
from motcua.dossiers.lifecycle.rights import (
    check_arrived,
    check_at_desk,
    check_leads,
    check_open,
    check_undecided,
)
from motcua.dossiers.lifecycle.waiting import SUPPLEMENT
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import READY_TO_RETURN, Decision, Status
from motcua.kernel.errors import N_

_CHANNELS = ("counter", "post", "online")


def withdraw(state: DossierState, command: cmd.WithdrawDossier, context: Context) -> ev.Event:
    """The applicant takes the dossier back."""
    check_open(state)
    check_undecided(state)
    check_at_desk(state, context.actor)
    _check_reason(command.reason)
    if command.requested_by not in _CHANNELS:
        raise refuse(
            "unknown_channel", N_("Say how the applicant asked for it."), N_("Counter, post or online.")
        )
    return ev.Stopped(
        effect=ended(state, Status.WITHDRAWN),
        kind="withdrawn",
        reason=command.reason.strip(),
        requested_by=command.requested_by,
    )


def stop_by_law(state: DossierState, command: cmd.StopByLaw, context: Context) -> ev.Event:
    """The office stops on a ground of sector law."""
    check_open(state)
    check_undecided(state)
    check_leads(state, context.actor, ("head_of_unit", "signing_leader"))
    _check_reason(command.reason)
    if not command.legal_basis.strip():
        raise refuse(
            "basis_needed", N_("A stop needs its legal basis."), N_("Name the text and the article.")
        )
    return ev.Stopped(
        effect=ended(state, Status.STOPPED),
        kind="stopped",
        reason=command.reason.strip(),
        legal_basis=command.legal_basis.strip(),
    )


def close_without_supplement(
    state: DossierState, command: cmd.CloseWithoutSupplement, context: Context
) -> ev.Event:
    """The time to complete has passed; closed by the clock, or by the desk."""
    del command
    waiting = state.waiting
    if waiting is None or waiting.kind != SUPPLEMENT or waiting.until is None:
        raise refuse(
            "no_supplement_awaited",
            N_("This dossier waits for no supplement."),
            N_("The dossier’s page shows its state."),
        )
    if context.now <= waiting.until:
        raise refuse(
            "still_time",
            N_("The applicant still has time to complete the dossier."),
            N_("The dossier’s page shows its state."),
        )
    if not context.actor.system:
        check_at_desk(state, context.actor)
    return ev.Stopped(
        effect=ended(state, Status.CLOSED_NO_SUPPLEMENT),
        kind="closed_no_supplement",
        reason="Không bổ sung, hoàn thiện hồ sơ trong thời hạn",
    )


def send_by_post(state: DossierState, command: cmd.SendByPost, context: Context) -> ev.Event:
    """The result is on its way; the dossier ends when it is delivered (hand-over)."""
    if state.status not in READY_TO_RETURN:
        raise refuse(
            "no_result_yet",
            N_("There is no result to hand over yet."),
            N_("The dossier's page shows who holds it."),
        )
    check_at_desk(state, context.actor)
    if (step := state.task_for("return")) is not None:
        check_arrived(state, step)
    if not command.parcel.strip() or not command.address.strip():
        raise refuse(
            "parcel_needed",
            N_("The parcel number or the address is missing."),
            N_("Both stand on the post's slip."),
        )
    return ev.SentByPost(
        effect=beside(state, status=Status.IN_POST),
        parcel=command.parcel.strip(),
        address=command.address.strip(),
    )


def take_back_from_post(state: DossierState, command: cmd.TakeBackFromPost, context: Context) -> ev.Event:
    """The parcel came back: the result waits at the desk again."""
    if state.status != Status.IN_POST:
        raise refuse(
            "not_in_post",
            N_("This result is not on its way by post."),
            N_("The dossier’s page shows its state."),
        )
    check_at_desk(state, context.actor)
    _check_reason(command.reason)
    refused = state.decision == Decision.REFUSED
    return ev.PostReturned(
        effect=beside(state, status=Status.REFUSED_AFTER_APPRAISAL if refused else Status.RESULT_READY),
        parcel=command.parcel.strip(),
        reason=command.reason.strip(),
    )


def ended(state: DossierState, status: Status) -> ev.Effect:
    """Processing ends here: whatever waited is no longer needed."""
    return beside(state, status=status, cancelled=tuple(task.token for task in state.tasks))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise refuse(
            "reason_needed", N_("Say why."), N_("The reason stands on the notice and in the history.")
        )
