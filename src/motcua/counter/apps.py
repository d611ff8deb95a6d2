"""The counter as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounterConfig(AppConfig):
    """Floor 8: the face of the receptionist."""

    name = "motcua.counter"
    label = "counter"

    def ready(self) -> None:
        """Offer the counter to those who work at it."""
        from motcua.kernel.navigation import NavItem, register
        from motcua.offices.roles import Role

        roles = frozenset({Role.RECEPTIONIST.value, Role.DESK_HEAD.value})
        register(
            NavItem(label=_("Counter"), url_name="counter:home", icon="shop-window", roles=roles, order=10)
        )
        register(
            NavItem(
                label=_("Receive a dossier"), url_name="counter:receive", icon="inbox", roles=roles, order=11
            )
        )
        register(
            NavItem(
                label=_("Hand over"),
                url_name="counter:waiting",
                icon="box-arrow-right",
                roles=roles,
                order=12,
            )
        )
        register(
            NavItem(
                label=_("Cash of the day"), url_name="counter:cash", icon="cash-coin", roles=roles, order=13
            )
        )
        register(
            NavItem(
                label=_("Supplements"),
                url_name="counter:supplements",
                icon="file-earmark-plus",
                roles=roles,
                order=14,
            )
        )
