"""The forms about results on their way as they come in, and the commands they mean."""

from __future__ import annotations

from uuid import UUID

from django.http import QueryDict

from motcua.counter import parsing
from motcua.counter.money_form import amount, command_id
from motcua.delivery import commands as cmd
from motcua.kernel import ids


def _ids(data: QueryDict, name: str) -> tuple[UUID, ...]:
    found = [item for value in data.getlist(name) if (item := parsing.uuid(value)) is not None]
    return tuple(dict.fromkeys(found))


def _shipment(data: QueryDict) -> UUID:
    return parsing.uuid(parsing.text(data, "shipment")) or ids.uuid7()


def ask(data: QueryDict, dossier_id: UUID) -> cmd.AskForPost:
    """The wish for the post."""
    given = parsing.reader(data)
    return cmd.AskForPost(
        command_id=command_id(data, "ask for post"),
        dossier_id=dossier_id,
        recipient=given("recipient", 200),
        address=given("address", 300),
        phone=given("phone", 30),
    )


def pack(data: QueryDict) -> cmd.Pack:
    """The packed parcel. Postage left empty is nothing."""
    given = parsing.reader(data)
    return cmd.Pack(
        command_id=ids.uuid_for("pack", command_id(data, "pack"), _shipment(data)),
        shipment_id=_shipment(data),
        parcel_number=given("parcel_number", 40),
        fee=amount(data, "fee") if given("fee") else 0,
        originals=_ids(data, "originals"),
    )


def hand_to_post(data: QueryDict, office_id: int) -> cmd.HandToPost:
    """The list for the post officer."""
    return cmd.HandToPost(
        command_id=command_id(data, "hand to post"),
        office_id=office_id,
        shipment_ids=_ids(data, "parcel"),
        receiver=parsing.text(data, "receiver", 200),
    )


def delivered(data: QueryDict) -> cmd.TellDelivered:
    """The word of the post that a parcel was delivered; the time left empty is now."""
    given = parsing.reader(data)
    return cmd.TellDelivered(
        command_id=ids.uuid_for("delivered", command_id(data, "delivered"), _shipment(data)),
        shipment_id=_shipment(data),
        happened_at=parsing.instant(given("day"), given("time")),
        detail=given("detail"),
    )


def came_back(data: QueryDict) -> cmd.TellCameBack:
    """The parcel that came back."""
    return cmd.TellCameBack(
        command_id=ids.uuid_for("came back", command_id(data, "came back"), _shipment(data)),
        shipment_id=_shipment(data),
        reason=parsing.text(data, "detail"),
    )


def cancel(data: QueryDict) -> cmd.CancelPost:
    """The parcel that is not sent after all."""
    return cmd.CancelPost(
        command_id=ids.uuid_for("cancel", command_id(data, "cancel"), _shipment(data)),
        shipment_id=_shipment(data),
        reason=parsing.text(data, "detail"),
    )


def send_to_desk(data: QueryDict, office_id: int) -> cmd.SendToDesk:
    """The list for another desk."""
    to_office = parsing.row_id(parsing.text(data, "to_office")) or 0
    return cmd.SendToDesk(
        command_id=ids.uuid_for("to desk", command_id(data, "send to desk"), to_office),
        office_id=office_id,
        to_office_id=to_office,
        dossier_ids=_ids(data, "dossier"),
        receiver=parsing.text(data, "receiver", 200),
    )


def arrived(data: QueryDict, dossier_id: UUID | None = None) -> cmd.TellArrived:
    """The result that arrived: that of the page, or the one the form names."""
    dossier_id = dossier_id or parsing.uuid(parsing.text(data, "arrived")) or ids.uuid7()
    return cmd.TellArrived(dossier_id=dossier_id, given_by=parsing.text(data, "given_by", 200))


def remind(data: QueryDict) -> cmd.Remind:
    """The reminder that was made."""
    given = parsing.reader(data)
    dossier_id = parsing.uuid(given("dossier")) or ids.uuid7()
    return cmd.Remind(
        command_id=ids.uuid_for("remind", command_id(data, "remind"), dossier_id),
        dossier_id=dossier_id,
        manner=given("manner"),
        said=given("said"),
    )
