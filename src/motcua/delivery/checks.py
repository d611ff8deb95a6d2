"""What is refused to everybody who handles results, and the rows that are held meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from motcua.delivery.models import Shipment
from motcua.dossiers.events import OpenTask
from motcua.dossiers.ledger import load_row
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import unknown_dossier, visible_dossiers
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.actors import Actor
from motcua.offices.roles import DESK_ROLES


def refuse(code: str, message: str, hint: str, **params: object) -> Refusal:
    """A refusal with its places."""
    return Refusal(code, message, hint, params=params)


def locked(dossier_id: UUID, actor: Actor) -> Dossier:
    """The dossier, held until the transaction ends. Raises Refusal when the person may not see it."""
    if not visible_dossiers(actor).filter(pk=dossier_id).exists():
        raise unknown_dossier()
    return Dossier.objects.select_for_update(no_key=True).get(pk=dossier_id)


def shipment_of(shipment_id: UUID, actor: Actor) -> Shipment:
    """The shipment, its dossier held. Raises Refusal when there is none for this person's desk."""
    shipment = Shipment.objects.filter(pk=shipment_id).first()
    if shipment is None:
        raise unknown_dossier()
    shipment.dossier = locked(shipment.dossier_id, actor)
    check_desk(actor, shipment.office_id)
    return shipment


def check_desk(actor: Actor, *office_ids: int) -> None:
    """Refuses whoever works at none of these desks."""
    if not any(actor.has_in_office(role, office) for role in DESK_ROLES for office in office_ids):
        raise Refusal(
            "not_your_office",
            N_("That is not your office."),
            N_("Choose your own desk."),
            status=HttpStatus.FORBIDDEN,
        )


def check_list(actor: Actor, office_id: int, items: Sequence[UUID], receiver: str) -> None:
    """Refuses a list of another desk, an empty one, or one that nobody receives."""
    check_desk(actor, office_id)
    if not items:
        raise refuse("list_empty", N_("Nothing is ticked."), N_("Tick what goes out with this list."))
    if not receiver.strip():
        raise refuse(
            "receiver_missing",
            N_("Who takes them over?"),
            N_("Enter the name of the person who signs the list."),
        )


def arriving(dossier_id: UUID) -> OpenTask | None:
    """The task by which the desk acknowledges the result, while it is on its way there. One statement."""
    loaded = load_row(dossier_id, dossier_id)
    return loaded.state.arriving if loaded is not None else None


def check_here(shipment: Shipment) -> None:
    """Refuses to send on what has not arrived at the desk."""
    if arriving(shipment.dossier_id) is not None:
        raise refuse(
            "not_here_yet",
            N_("The result for %(name)s has not arrived at this desk."),
            N_("Note its arrival first; then it can go out by post."),
            name=shipment.recipient,
        )


def person_of(actor: Actor) -> int:
    """The person who acts; the program itself hands nothing over."""
    if actor.person_id is None:
        raise Refusal("no_person", N_("Results are handed over by people only."), N_("Sign in first."))
    return actor.person_id
