"""The law of a dossier: `decide(state, command, context)` gives the one event that follows, or refuses.

Pure: no database, no clock of its own. Every refusal says what is wrong and what to do, so that a clerk can
act on it. Who may do what follows from roles in units; when, from the ledger; until when, from the calendar.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import refuse
from motcua.dossiers.lifecycle import (
    apologies,
    due,
    ending,
    intake,
    lateness,
    moving,
    opinions,
    papers,
    partners,
    parts,
    reorganisation,
    steps,
    transfers,
    waiting,
)
from motcua.dossiers.lifecycle.context import Context, Reception
from motcua.dossiers.state import DossierState
from motcua.dossiers.texts import check_texts
from motcua.kernel.errors import N_, Refusal

__all__ = ["Context", "Reception", "decide"]

Rule = Callable[[DossierState, Any, Context], ev.Event]

# At the desk: the dossier may be new.
AT_RECEPTION: dict[type[cmd.Command], Rule] = {
    cmd.SaveDraft: intake.save_draft,
    cmd.ReceiveDossier: intake.receive,
    cmd.RefuseReception: intake.refuse_reception,
}
AFTERWARDS: dict[type[cmd.Command], Rule] = {
    cmd.CompleteTask: steps.complete,
    cmd.DecideDossier: steps.decide_dossier,
    cmd.SendBack: steps.send_back,
    cmd.ReassignTask: steps.reassign,
    cmd.FireTimers: steps.fire_timers,
    cmd.AddPaper: papers.add_paper,
    cmd.ChangeCustody: papers.change_custody,
    cmd.HandOver: papers.hand_over,
    cmd.RecomputeDue: due.recompute,
    cmd.RequestSupplement: waiting.request_supplement,
    cmd.DeliverSupplementRequest: waiting.deliver_request,
    cmd.CompleteSupplement: waiting.complete_supplement,
    cmd.PauseDossier: waiting.pause_dossier,
    cmd.ResumeDossier: waiting.resume_dossier,
    cmd.CloseWithoutSupplement: ending.close_without_supplement,
    cmd.WithdrawDossier: ending.withdraw,
    cmd.StopByLaw: ending.stop_by_law,
    cmd.SendByPost: ending.send_by_post,
    cmd.TakeBackFromPost: ending.take_back_from_post,
    cmd.AskOpinion: opinions.ask,
    cmd.GiveOpinion: opinions.give,
    cmd.ProposeExtension: lateness.propose_extension,
    cmd.SignExtension: lateness.sign_extension,
    cmd.DraftExtension: lateness.draft_extension,
    cmd.Apologise: apologies.apologise,
    cmd.RecordApologyProof: apologies.record_proof,
    cmd.CorrectData: lateness.correct,
    cmd.SwitchRules: lateness.switch_rules,
    cmd.MoveToProcess: moving.move_to_process,
    cmd.RecordIssuedPaper: lateness.record_issued_paper,
    cmd.AcknowledgeTransfer: transfers.acknowledge,
    cmd.RefuseTransfer: transfers.refuse_back,
    cmd.AcknowledgePapers: transfers.accept_papers,
    cmd.TransferOffice: reorganisation.transfer_office,
    cmd.AwaitPart: parts.await_part,
    cmd.StartPart: parts.start_part,
    cmd.StopPart: parts.stop_part,
    cmd.HandToPartner: partners.hand_over,
    cmd.NotePartner: partners.note,
    cmd.EndPartnerWait: partners.end,
}


def decide(state: DossierState, command: cmd.Command, context: Context) -> ev.Event:
    """The event that the command leads to. Raises Refusal; never changes anything."""
    check_texts(command)
    rule = AT_RECEPTION.get(type(command))
    if rule is None:
        if not state.exists:
            raise refuse(
                "unknown_dossier", N_("There is no such dossier."), N_("Check the code and search again.")
            )
        rule = AFTERWARDS[type(command)]
    event = rule(state, command, context)
    giver = _in_whose_place(rule, state, command, context)
    return event if giver is None else replace(event, in_place_of=giver)


def _in_whose_place(rule: Rule, state: DossierState, command: cmd.Command, context: Context) -> int | None:
    """Who gave the right to this act; None for whoever needs no delegation for it.

    Of several who gave it, the one whose delegation is read first; also when only all of them together did.
    """
    actor = context.actor
    givers = list(dict.fromkeys(grant.giver_id for grant in actor.grants if grant.giver_id is not None))
    if not givers:
        return None
    for giver in (None, *givers):
        held = tuple(grant for grant in actor.grants if grant.giver_id in (None, giver))
        if _allows(rule, state, command, replace(context, actor=replace(actor, grants=held))):
            return giver
    return givers[0]


def _allows(rule: Rule, state: DossierState, command: cmd.Command, context: Context) -> bool:
    try:
        rule(state, command, context)
    except Refusal:
        return False
    return True
