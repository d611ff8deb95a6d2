"""A result that is on its way cannot be handed over at the counter."""

from __future__ import annotations

from uuid import UUID

from motcua.delivery.parcel import Fact
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.sql import one

_WHERE = """
SELECT
  EXISTS (SELECT FROM delivery_shipment s JOIN delivery_shipmentfact f ON f.shipment_id = s.id AND f.kind = %(sent)s
    WHERE s.dossier_id = %(dossier)s AND NOT EXISTS (
      SELECT FROM delivery_shipmentfact e WHERE e.shipment_id = s.id AND e.kind IN (%(delivered)s, %(back)s))),
  EXISTS (SELECT FROM delivery_desktransfer t WHERE t.dossier_id = %(dossier)s AND NOT EXISTS (
    SELECT FROM delivery_deskarrival a WHERE a.transfer_id = t.id))
"""


def refuse_while_on_the_way(dossier_id: UUID) -> None:
    """Raises Refusal while the post or a colleague carries the result. One statement."""
    values = {"sent": Fact.SENT, "delivered": Fact.DELIVERED, "back": Fact.CAME_BACK}
    row = one(_WHERE, {"dossier": dossier_id, **{name: fact.value for name, fact in values.items()}})
    assert row is not None
    by_post, to_desk = row
    if by_post:
        raise Refusal(
            "in_the_post",
            N_("The result is on its way by post."),
            N_("Note the parcel as delivered or come back, then go on."),
        )
    if to_desk:
        raise Refusal(
            "between_desks",
            N_("The result is on its way to this desk."),
            N_("Note its arrival on the list of transfers first."),
        )
