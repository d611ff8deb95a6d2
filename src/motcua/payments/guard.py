"""Nothing is returned while something is owed, if the office says so (R-89)."""

from __future__ import annotations

from uuid import UUID

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.formats import money
from motcua.payments.queries import standing_of


def refuse_while_owed(dossier_id: UUID) -> None:
    """Raises Refusal when a result has to wait for its fee. One statement in most offices."""
    balance, waits = standing_of(dossier_id)
    if balance.blocks_return:
        raise Refusal(
            "fee_owed",
            N_("%(amount)s are still to be paid for this dossier."),
            N_("Collect the fee first; if it is not due, assess it anew with the ground."),
            params={"amount": money(balance.owed)},
        )
    if waits:
        raise Refusal(
            "fee_not_assessed",
            N_("Nobody has said yet what this dossier costs."),
            N_("Assess the fee first; this office returns nothing before."),
        )
