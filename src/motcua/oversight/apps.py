"""The oversight as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OversightConfig(AppConfig):
    """Floor 8: the face of those who answer for the whole."""

    name = "motcua.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Offer the pages to those who lead and supervise."""
        from motcua.kernel.navigation import NavItem, register
        from motcua.oversight.roles import ROLES

        roles = frozenset(role.value for role in ROLES)
        register(
            NavItem(
                label=_("Oversight"),
                url_name="oversight:home",
                icon="graph-up",
                roles=roles,
                order=40,
                app="oversight",
            )
        )
