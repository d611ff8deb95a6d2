"""Payments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Floor 6: what a dossier costs, what was paid and given back, and the cash of a day."""

    name = "motcua.payments"
    label = "payments"

    def ready(self) -> None:
        """A result waits for its fee."""
        from motcua.dossiers.services import before_return
        from motcua.payments.guard import refuse_while_owed

        if refuse_while_owed not in before_return:
            before_return.append(refuse_while_owed)
