"""Nothing is returned while something is owed, if the office says so (R-89)."""

from __future__ import annotations

from uuid import UUID

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.formats import money
from motcua.payments.queries import balance_of, must_be_assessed


def refuse_while_owed(dossier_id: UUID) -> None:
    """Raises Refusal when a result has to wait for its fee. One statement for a dossier that was assessed."""
    balance = balance_of(dossier_id)
    if balance.blocks_return:
        raise Refusal(
            "fee_owed",
            N_("%(amount)s are still to be paid for this dossier."),
            N_("Collect the fee first; if it is not due, assess it anew with the ground."),
            params={"amount": money(balance.owed)},
        )
    if balance.assessed is None and must_be_assessed(dossier_id):
        raise Refusal(
            "fee_not_assessed",
            N_("Nobody has said yet what this dossier costs."),
            N_("Assess the fee first; this office returns nothing before."),
        )
