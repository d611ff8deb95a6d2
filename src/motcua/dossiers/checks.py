"""The questions that several rules of the life cycle ask. Pure; each raises a Refusal or answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from motcua.dossiers.commands import Intake, Paper
from motcua.dossiers.events import OpenTask, Units
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Channel
from motcua.kernel.errors import N_, Refusal

if TYPE_CHECKING:
    from motcua.offices.actors import Actor
    from motcua.procedures.terms import ProcedureTerms


CUSTODIES = frozenset({"none", "held", "copied", "returned"})
_KINDS = frozenset({"submitted", "shown", "processing", "result"})
_MOST_SHEETS = 999


def refuse(code: str, message: str, hint: str, **params: object) -> Refusal:
    """A refusal to raise: what is wrong, and what to do next."""
    return Refusal(code, message, hint, params=params)


def check_may_receive(actor: Actor, intake: Intake) -> None:
    """Only a receptionist or the desk's head takes dossiers in, at a desk of the receiving office."""
    allowed = any(
        grant.office_id == intake.receiving_office_id and grant.role in ("receptionist", "desk_head")
        for grant in actor.grants
    )
    if not allowed:
        raise refuse(
            "not_a_receptionist",
            N_("Only the one-stop desk takes dossiers in."),
            N_("Ask a receptionist, or the administrator for the role."),
        )


def check_intake(intake: Intake, terms: ProcedureTerms, asked: ProcedureTerms, now: datetime) -> None:
    """What must be there before a dossier can be received (form M01: required fields).

    `asked`: what was asked of the applicant, the group's terms where the dossier is part of one.
    """
    applicant = intake.applicant
    if not applicant.name.strip() or not applicant.id_number.strip():
        raise refuse(
            "applicant_needed",
            N_("The applicant's name or identity number is missing."),
            N_("Scan the identity card or type both."),
        )
    if terms.committed is None and terms.legal is None:
        raise refuse(
            "no_time_limit",
            N_("This procedure has no published time limit, so no due date can be promised."),
            N_("An administrator enters the limit in the catalogue; until then give guidance and note it."),
        )
    if intake.channel.value not in asked.channels:
        raise refuse(
            "channel_closed",
            N_("This procedure is not received through that channel."),
            N_("Choose one of the channels on the procedure's sheet."),
        )
    if intake.channel == Channel.POST and intake.submitted_at is None:
        raise refuse(
            "postmark_needed",
            N_("The arrival postmark is missing."),
            N_("Enter the date and time on the postmark."),
        )
    if intake.submitted_at is not None and intake.submitted_at > now:
        raise refuse(
            "in_the_future",
            N_("The time of hand-in lies in the future."),
            N_("Check the date on the postmark."),
        )
    if intake.document_sets < 1:
        raise refuse(
            "sets_needed", N_("At least one set of papers is needed."), N_("Enter the number of sets.")
        )
    if intake.without_receipt and not terms.same_day:
        raise refuse(
            "receipt_needed",
            N_("Without a receipt only a result that is given at once is taken in."),
            N_("Print the receipt: the applicant needs the code and the date."),
        )


def check_papers(papers: Collection[Paper], asked: ProcedureTerms | None) -> None:
    """Every paper once, of a kind that exists; with `asked`, as something that this procedure asks for."""
    if len({paper.id for paper in papers}) != len(papers):
        raise refuse(
            "paper_twice",
            N_("The same paper is entered twice."),
            N_("Enter it once, with its number of copies."),
        )
    for paper in papers:
        numbers = (paper.originals, paper.copies)
        if (
            paper.kind not in _KINDS
            or paper.custody not in CUSTODIES
            or not all(0 <= n <= _MOST_SHEETS for n in numbers)
        ):
            raise refuse(
                "paper_unfit",
                N_("“%(name)s” is no paper as the desk knows it."),
                N_("Choose its kind and place from the lists, and numbers from 0 to 999."),
                name=paper.name,
            )
    if asked is None:
        return
    known = {document.id for document in asked.documents}
    if any(paper.requirement_id not in known for paper in papers if paper.requirement_id is not None):
        raise refuse(
            "unknown_requirement",
            N_("A paper answers something this procedure does not ask for."),
            N_("Load the page again; the procedure may have a new version."),
        )
    if any(paper.kind == "result" for paper in papers):
        raise refuse(
            "no_result_before_decision",
            N_("There is no result before the decision."),
            N_("Attach it as a draft paper, or wait for the signature."),
        )


def check_case(variant: int | None, terms: ProcedureTerms) -> None:
    """The chosen case is one of the procedure's."""
    if variant is not None and variant not in {item.id for item in terms.case_variants}:
        raise refuse(
            "unknown_case", N_("The procedure has no such case."), N_("Choose a case from the list.")
        )


def missing_papers(intake: Intake, asked: ProcedureTerms) -> tuple[str, ...]:
    """Names of the obligatory papers of the chosen case that were not handed in or shown.

    The papers of a group lie in its first part.
    """
    if not intake.leads and intake.asked_version_id != intake.procedure_version_id:
        return ()
    there = {paper.requirement_id for paper in intake.papers}
    return tuple(
        document.name
        for document in asked.documents
        if document.obligatory
        and document.id not in there
        and document.case_variant_id in (None, intake.case_variant_id)
    )


def open_task(state: DossierState, task_id: UUID) -> OpenTask:
    """The task, if it still waits. Refused when somebody was quicker."""
    task = state.task(task_id)
    if task is None:
        raise Refusal(
            "task_closed",
            N_("This step is done already, or the dossier has moved on."),
            N_("Open the dossier again to see what happened and what is next."),
            status=409,
        )
    return task


def why_not(actor: Actor, task: OpenTask) -> Refusal | None:
    """Why the person may not act on the task, or None when they may."""
    if task.assignee_id is not None and task.assignee_id != actor.person_id:
        return refuse(
            "assigned_to_another",
            N_("This step is assigned to a colleague."),
            N_("Take it over with a reason, or ask the head of the unit to reassign it."),
        )
    if actor.has(task.role, task.unit_id):
        return None
    return actor.delegation_over((task.role,), task.unit_id) or refuse(
        "wrong_role",
        N_("This step belongs to another role or unit."),
        N_("The dossier's page shows who holds it."),
    )


def check_may_act(actor: Actor, task: OpenTask, also: str = "") -> None:
    """Raises Refusal when the step is somebody else's. `also`: a role that may do it in that unit all the same."""
    reason = why_not(actor, task)
    if reason is not None and not (also and actor.has(also, task.unit_id)):
        raise reason


def assignable(own: int, examining: Collection[int]) -> frozenset[int]:
    """The units one of whose officers a unit names for steps that open in these: the own one if it is among them.

    Other offices that are asked besides name their own; without any such step the officer is for later.
    """
    return frozenset([own] if own in examining or not examining else examining)


def check_assignee(roles: Collection[tuple[str, int]], units: Collection[int]) -> None:
    """Who is to examine is a case officer of one of these units."""
    if not any(("case_officer", unit) in roles for unit in units):
        raise refuse(
            "assignee_unfit",
            N_("That person is no case officer here."),
            N_("Choose a case officer of the unit."),
        )


def check_system(actor: Actor) -> None:
    """What the clock does, nobody does in its place."""
    if not actor.system:
        raise Refusal(
            "system_only",
            N_("Only the program itself does this."),
            N_("Nothing needs to be done."),
            status=403,
        )


def check_may_reassign(actor: Actor, task: OpenTask, assignee_id: int, units: Units | None) -> None:
    """The head of the unit or desk gives a task to another; a colleague with the role may take it over."""
    takes_over = assignee_id == actor.person_id and actor.has(task.role, task.unit_id)
    desk_head = units is not None and actor.has("desk_head", units.desk)
    if takes_over or actor.has("head_of_unit", task.unit_id) or desk_head:
        return
    raise refuse(
        "may_not_reassign",
        N_("Only the head of the unit gives this task to another person."),
        N_("You can take it over yourself if you hold the same role in the unit."),
    )
