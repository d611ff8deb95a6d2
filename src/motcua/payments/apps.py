"""Payments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Floor 6: what a dossier costs, what was paid and given back, and the cash of a day."""

    name = "motcua.payments"
    label = "payments"

    def ready(self) -> None:
        """A result waits for its fee; administrators say where the money goes."""
        from django.utils.translation import gettext_lazy as _

        from motcua.dossiers.services import before_return
        from motcua.kernel.navigation import NavItem, register
        from motcua.payments.guard import refuse_while_owed

        if refuse_while_owed not in before_return:
            before_return.append(refuse_while_owed)
        register(
            NavItem(
                label=_("Taking money"),
                url_name="payments:offices",
                icon="bank",
                roles=frozenset({"administrator"}),
                order=62,
                app="payments",
            )
        )
