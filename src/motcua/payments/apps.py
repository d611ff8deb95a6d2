"""Payments as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Floor 6: what a dossier costs, what was paid and given back, and the cash of a day."""

    name = "motcua.payments"
    label = "payments"

    def ready(self) -> None:
        """A result waits for its fee, a stop notice tells what was paid; administrators say where the money goes."""
        from django.utils.translation import gettext_lazy as _

        from motcua.dossiers.services import before_return
        from motcua.kernel.navigation import NavItem, register
        from motcua.papers.builders import money_of
        from motcua.payments.guard import refuse_while_owed
        from motcua.payments.queries import paid_and_returned

        if refuse_while_owed not in before_return:
            before_return.append(refuse_while_owed)
        if paid_and_returned not in money_of:
            money_of.append(paid_and_returned)
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
