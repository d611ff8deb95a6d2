"""Writes about results given out at another desk, and about people who have not come yet."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from motcua.delivery import commands as cmd
from motcua.delivery.checks import arriving, check_desk, check_list, locked, person_of, refuse
from motcua.delivery.models import DeskArrival, DeskTransfer, HandOverList, Reminder, SentResult
from motcua.delivery.queries import taken_at_the_desk
from motcua.delivery.services.lists import new_list
from motcua.dossiers.commands import AcknowledgeTransfer
from motcua.dossiers.events import OfficeTransferred
from motcua.dossiers.models import Dossier
from motcua.dossiers.services import execute
from motcua.dossiers.status import READY_TO_RETURN
from motcua.kernel import ids, time
from motcua.kernel.errors import N_
from motcua.offices.actors import Actor
from motcua.offices.roles import DESK_ROLES


@transaction.atomic
def send_to_desk(command: cmd.SendToDesk, actor: Actor) -> HandOverList:
    """Send results to the desk that gives them out: one numbered list, all of it or nothing."""
    check_list(actor, command.office_id, command.dossier_ids, command.receiver)
    dossiers = [locked(dossier_id, actor) for dossier_id in sorted(set(command.dossier_ids))]
    if found := HandOverList.objects.filter(pk=command.command_id).first():
        return found
    for dossier in dossiers:
        _check_goes_to_desk(dossier, command)
    made = new_list(
        command.command_id,
        command.office_id,
        HandOverList.Kind.DESK,
        command.receiver,
        actor,
        to_office_id=command.to_office_id,
    )
    SentResult.objects.filter(office_id=command.office_id, dossier__returned_at__isnull=False).delete()
    for dossier in dossiers:
        transfer_id = ids.uuid_for("sent to desk", command.command_id, dossier.pk)
        transfer = DeskTransfer.objects.create(id=transfer_id, dossier=dossier, list=made)
        SentResult.objects.create(
            transfer=transfer,
            dossier=dossier,
            list=made,
            office_id=command.office_id,
            to_office_id=command.to_office_id,
            at=made.at,
        )
    return made


@transaction.atomic
def tell_arrived(command: cmd.TellArrived, actor: Actor) -> DeskArrival | None:
    """Note that a result is at the desk that gives it out, for all that says it is on its way; the first time counts.

    That is the list it came with, whose arrival is given back, and the hand-over by the process, if the person is
    at the desk unit to which it went. Raises Refusal when nothing is, or was, on its way to that desk.
    """
    dossier = locked(command.dossier_id, actor)
    check_desk(actor, dossier.returning_office_id)
    task = arriving(dossier.pk)
    sent = SentResult.objects.filter(dossier=dossier, to_office_id=dossier.returning_office_id)
    listed = sent.order_by("-at").first()
    if task is None and listed is None:
        if Dossier.objects.filter(taken_at_the_desk(), pk=dossier.pk).exists():
            return None
        raise refuse(
            "nothing_comes",
            N_("No result of this dossier is on its way to this desk."),
            N_("The dossier's page shows where it is."),
        )
    if task is not None and any(actor.has(role, task.unit_id) for role in DESK_ROLES):
        acknowledge = AcknowledgeTransfer(
            command_id=ids.uuid_for("result arrived", dossier.pk, task.id),
            dossier_id=dossier.pk,
            task_id=task.id,
            papers_given_by=command.given_by,
        )
        execute(acknowledge, actor)
    if listed is None:
        return None
    arrival, _created = DeskArrival.objects.get_or_create(
        transfer_id=listed.transfer_id, defaults={"by_id": person_of(actor), "at": time.now()}
    )
    sent.update(arrived=True)
    return arrival


def follow_successor(dossier_id: UUID, event: OfficeTransferred) -> None:
    """What the old office sent, or was sent, stands in the lists of the office in its place."""
    sent = SentResult.objects.filter(dossier_id=dossier_id)
    sent.filter(office_id=event.from_office).update(office_id=event.to_office)
    sent.filter(to_office_id=event.from_office).update(to_office_id=event.to_office)


@transaction.atomic
def remind(command: cmd.Remind, actor: Actor) -> Reminder:
    """Note that the applicant was told that the result waits."""
    dossier = locked(command.dossier_id, actor)
    if found := Reminder.objects.filter(pk=command.command_id).first():
        return found
    check_desk(actor, dossier.returning_office_id)
    if dossier.returned_at is not None or dossier.status not in READY_TO_RETURN:
        raise refuse(
            "nothing_waits", N_("No result of this dossier waits."), N_("Open the dossier to see its state.")
        )
    if command.manner not in Reminder.Manner.values:
        raise refuse("manner", N_("How was the person reminded?"), N_("Choose one of the manners."))
    return Reminder.objects.create(
        id=command.command_id,
        dossier=dossier,
        manner=command.manner,
        said=command.said.strip()[:300],
        by_id=person_of(actor),
        at=time.now(),
    )


def _check_goes_to_desk(dossier: Dossier, command: cmd.SendToDesk) -> None:
    goes = (dossier.competent_office_id, dossier.returning_office_id)
    ready = dossier.status in READY_TO_RETURN and dossier.returned_at is None
    sent = DeskTransfer.objects.filter(dossier=dossier).exists()
    sent = sent or Dossier.objects.filter(taken_at_the_desk(), pk=dossier.pk).exists()
    if goes != (command.office_id, command.to_office_id) or not ready or sent:
        raise refuse(
            "not_for_that_desk",
            N_("The result of %(name)s does not go to that desk now."),
            N_("Load the list again; somebody may have sent it already."),
            name=dossier.code or "",
        )
