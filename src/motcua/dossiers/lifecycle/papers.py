"""Papers of a dossier, and the return of its result."""

from __future__ import annotations

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import CUSTODIES, check_may_act, check_papers, refuse
from motcua.dossiers.lifecycle.context import Context, check_concerned, route_of
from motcua.dossiers.lifecycle.effects import effect_of
from motcua.dossiers.lifecycle.rights import check_arrived
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import READY_TO_RETURN, Status
from motcua.kernel.errors import N_


def add_paper(state: DossierState, command: cmd.AddPaper, context: Context) -> ev.Event:
    paper = command.paper
    if not paper.name.strip():
        raise refuse("name_needed", N_("The paper has no name."), N_("Say what it is."))
    if state.status in (Status.RETURNED, Status.REFUSED_AT_RECEPTION):
        raise refuse(
            "dossier_closed",
            N_("The dossier is closed."),
            N_("Papers can be added until the result is returned."),
        )
    check_papers((*state.papers, paper), None)
    if paper.kind == "result" and state.decision is None:
        raise refuse(
            "no_result_before_decision",
            N_("There is no result before the decision."),
            N_("Attach it as a draft paper, or wait for the signature."),
        )
    check_concerned(state, context)
    return ev.PaperAdded(paper=paper)


def change_custody(state: DossierState, command: cmd.ChangeCustody, context: Context) -> ev.Event:
    paper = next((item for item in state.papers if item.id == command.paper_id), None)
    if paper is None:
        raise refuse("unknown_paper", N_("The dossier has no such paper."), N_("Open the dossier again."))
    if command.custody not in CUSTODIES:
        raise refuse("unknown_custody", N_("That is no place for a paper."), N_("Choose one from the list."))
    if paper.custody == command.custody:
        raise refuse(
            "same_custody", N_("That is where the paper is already."), N_("Nothing needs to be done.")
        )
    check_concerned(state, context)
    return ev.CustodyChanged(
        paper_id=paper.id,
        name=paper.name,
        custody=command.custody,
        note=command.note.strip(),
    )


def hand_over(state: DossierState, command: cmd.HandOver, context: Context) -> ev.Event:
    if state.status == Status.RETURNED:
        raise refuse(
            "already_returned",
            N_("The result has been handed over already."),
            N_("The history says to whom."),
        )
    task = next((item for item in state.tasks if item.action == "return"), None)
    if task is None or state.status not in READY_TO_RETURN | {Status.IN_POST}:
        raise refuse(
            "no_result_yet",
            N_("There is no result to hand over yet."),
            N_("The dossier's page shows who holds it."),
        )
    check_may_act(context.actor, task)
    if not context.actor.system:  # it notes what a partner has told: the result is there
        check_arrived(state, task)
    if not {paper.id for paper in state.papers if paper.custody == "held"}.issuperset(
        command.originals_returned
    ):
        raise refuse("unknown_paper", N_("The dossier has no such paper."), N_("Open the dossier again."))
    if command.collector and not (command.collector.name.strip() and command.collector.authorisation.strip()):
        raise refuse(
            "authorisation_needed",
            N_("An authorised collector needs a name and an authorisation."),
            N_("Enter the paper that authorises the person to collect."),
        )
    moved = route_of(context).complete(state.marking, task.token, {}, context.now)
    return ev.HandedOver(
        effect=effect_of(state, moved, context),
        collector=command.collector,
        receipt_shown=command.receipt_shown,
        note=command.note.strip(),
        originals_returned=command.originals_returned,
    )
