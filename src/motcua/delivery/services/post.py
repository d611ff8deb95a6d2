"""Writes about results sent by public post: one public function, one transaction, facts that nobody changes.

Every command is safe to repeat. Facts of one dossier are written one after another (its row is locked).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from motcua.delivery import commands as cmd
from motcua.delivery.checks import check_desk, check_here, check_list, locked, person_of, refuse, shipment_of
from motcua.delivery.models import HandOverList, Shipment, ShipmentFact
from motcua.delivery.parcel import UNDER_WAY, Fact, State, state_of
from motcua.delivery.services.lists import new_list
from motcua.dossiers import commands as dossier_commands
from motcua.dossiers.models import Dossier
from motcua.dossiers.services import check_return, execute
from motcua.dossiers.status import READY_TO_RETURN, Status
from motcua.kernel import ids, time
from motcua.kernel.errors import N_, Refusal
from motcua.offices.actors import Actor


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of a delivery: the fact stands in any case; `problem` says why the dossier is not closed."""

    state: State
    problem: Refusal | None = None


@transaction.atomic
def ask_for_post(command: cmd.AskForPost, actor: Actor) -> Shipment:
    """Note that the result goes out by public post, and where to."""
    dossier = locked(command.dossier_id, actor)
    if found := Shipment.objects.filter(pk=command.command_id).first():
        return found
    check_desk(actor, dossier.returning_office_id, dossier.receiving_office_id)
    if dossier.returned_at is not None:
        raise refuse("already_returned", N_("The result has been handed over already."), "")
    if not (command.recipient.strip() and command.address.strip() and command.phone.strip()):
        raise refuse(
            "address_incomplete",
            N_("The post needs a name, an address and a phone number."),
            N_("Enter all three as they shall stand on the parcel."),
        )
    for shipment in Shipment.objects.filter(dossier=dossier).prefetch_related("facts"):
        if _state(shipment) in UNDER_WAY:
            raise refuse(
                "parcel_exists",
                N_("A parcel for this dossier is under way already."),
                N_("Cancel it first, or note that it came back."),
            )
    return Shipment.objects.create(
        id=command.command_id,
        dossier=dossier,
        office_id=dossier.returning_office_id,
        recipient=command.recipient.strip(),
        address=command.address.strip(),
        phone=command.phone.strip(),
        asked_by_id=person_of(actor),
        at=time.now(),
    )


@transaction.atomic
def pack(command: cmd.Pack, actor: Actor) -> ShipmentFact:
    """Note the parcel's number and what lies in it. Refused before the result is there and while a fee is owed."""
    shipment = shipment_of(command.shipment_id, actor)
    if found := ShipmentFact.objects.filter(pk=command.command_id).first():
        return found
    if _state(shipment) not in (State.ASKED, State.PREPARED):
        raise _too_late(shipment)
    if shipment.dossier.status not in READY_TO_RETURN:
        raise refuse(
            "no_result_yet",
            N_("There is no result to send yet."),
            N_("The parcel is packed when the result is ready."),
        )
    check_here(shipment)
    check_return(shipment.dossier_id)
    if not command.parcel_number.strip() or command.fee < 0:
        raise refuse(
            "parcel_number",
            N_("The parcel has no number yet."),
            N_("Enter the number on its label; postage is zero or more đồng."),
        )
    return _tell(
        shipment,
        Fact.PACKED,
        command.command_id,
        actor,
        parcel_number=command.parcel_number.strip(),
        fee=command.fee,
        originals=[str(paper) for paper in command.originals],
    )


@transaction.atomic
def hand_to_post(command: cmd.HandToPost, actor: Actor) -> HandOverList:
    """Give packed parcels to the post officer: one numbered list, all of it or nothing."""
    check_list(actor, command.office_id, command.shipment_ids, command.receiver)
    parcels = [shipment_of(shipment_id, actor) for shipment_id in sorted(set(command.shipment_ids))]
    if found := HandOverList.objects.filter(pk=command.command_id).first():
        return found
    for parcel in parcels:
        if _state(parcel) is not State.PREPARED or parcel.office_id != command.office_id:
            raise refuse(
                "not_packed",
                N_("The parcel for %(name)s is not ready to go out."),
                N_("Load the list again; somebody may have given it out already."),
                name=parcel.recipient,
            )
        check_here(parcel)
        check_return(parcel.dossier_id)
    made = new_list(command.command_id, command.office_id, HandOverList.Kind.POST, command.receiver, actor)
    for parcel in parcels:
        fact_id = ids.uuid_for("handed to post", command.command_id, parcel.pk)
        number = _parcel_number(parcel)
        _tell(parcel, Fact.SENT, fact_id, actor, parcel_number=number, list=made)
        sent = dossier_commands.SendByPost(
            command_id=ids.uuid_for("sent by post", parcel.pk),
            dossier_id=parcel.dossier_id,
            parcel=number,
            address=f"{parcel.recipient}, {parcel.address}",
        )
        execute(sent, actor)
    return made


@transaction.atomic
def tell_delivered(command: cmd.TellDelivered, actor: Actor) -> Delivered:
    """Note what the post says and hand the dossier over. The fact is kept even if the dossier refuses."""
    shipment = shipment_of(command.shipment_id, actor)
    state = _state(shipment)
    if state not in (State.SENT, State.RETURNED, State.DELIVERED):
        raise _not_sent()
    if state is not State.DELIVERED:
        happened = command.happened_at or time.now()
        if happened > time.now():
            raise refuse(
                "in_the_future",
                N_("A parcel cannot have been delivered in the future."),
                N_("Check date and time."),
            )
        _tell(
            shipment,
            Fact.DELIVERED,
            command.command_id,
            actor,
            detail=command.detail.strip(),
            happened_at=happened,
        )
    return Delivered(State.DELIVERED, _hand_over(shipment, command.detail.strip(), actor))


@transaction.atomic
def tell_came_back(command: cmd.TellCameBack, actor: Actor) -> ShipmentFact:
    """Note that the post brought the parcel back: the result waits at the desk again."""
    shipment = shipment_of(command.shipment_id, actor)
    if found := ShipmentFact.objects.filter(pk=command.command_id).first():
        return found
    if _state(shipment) is not State.SENT:
        raise _not_sent()
    if not command.reason.strip():
        raise refuse(
            "reason_needed", N_("Why did the parcel come back?"), N_("Copy the reason from the parcel.")
        )
    fact = _tell(shipment, Fact.CAME_BACK, command.command_id, actor, detail=command.reason.strip())
    if shipment.dossier.status == Status.IN_POST:
        back = dossier_commands.TakeBackFromPost(
            command_id=ids.uuid_for("taken back from post", shipment.pk),
            dossier_id=shipment.dossier_id,
            parcel=_parcel_number(shipment),
            reason=command.reason.strip(),
        )
        execute(back, actor)
    return fact


@transaction.atomic
def cancel_post(command: cmd.CancelPost, actor: Actor) -> ShipmentFact:
    """Call the post off while the parcel is still here."""
    shipment = shipment_of(command.shipment_id, actor)
    if found := ShipmentFact.objects.filter(pk=command.command_id).first():
        return found
    if _state(shipment) not in (State.ASKED, State.PREPARED):
        raise _too_late(shipment)
    return _tell(shipment, Fact.CANCELLED, command.command_id, actor, detail=command.reason.strip())


def _tell(shipment: Shipment, kind: Fact, fact_id: UUID, actor: Actor, **more: object) -> ShipmentFact:
    now = time.now()
    values = {"happened_at": now, "at": now, "by_id": person_of(actor)} | more
    number = shipment.facts.count() + 1
    return ShipmentFact.objects.create(
        id=fact_id, shipment=shipment, number=number, kind=kind.value, **values
    )


def _hand_over(shipment: Shipment, detail: str, actor: Actor) -> Refusal | None:
    """The dossier's own hand-over; why not, when it refuses."""
    if Dossier.objects.filter(pk=shipment.dossier_id, returned_at__isnull=False).exists():
        return None
    packed = shipment.facts.filter(kind=Fact.PACKED.value).last()
    note = _("By public post, parcel %(number)s.") % {"number": packed.parcel_number if packed else ""}
    command = dossier_commands.HandOver(
        command_id=ids.uuid_for("delivered by post", shipment.pk),
        dossier_id=shipment.dossier_id,
        receipt_shown=False,
        note=f"{note} {detail}".strip(),
        originals_returned=tuple(UUID(paper) for paper in packed.originals) if packed else (),
    )
    try:
        with transaction.atomic():
            execute(command, actor)
    except Refusal as refusal:
        return refusal
    return None


def _state(shipment: Shipment) -> State:
    return state_of(Fact(fact.kind) for fact in shipment.facts.all())


def _parcel_number(shipment: Shipment) -> str:
    packed = shipment.facts.filter(kind=Fact.PACKED.value).last()
    return packed.parcel_number if packed else ""


def _not_sent() -> Refusal:
    return refuse(
        "not_sent", N_("This parcel is not with the post."), N_("Load the list again to see where it is.")
    )


def _too_late(shipment: Shipment) -> Refusal:
    return refuse(
        "parcel_left",
        N_("The parcel for %(name)s is not here any more."),
        N_("Load the list again to see where it is."),
        name=shipment.recipient,
    )
