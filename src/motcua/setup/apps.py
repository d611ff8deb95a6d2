"""The setup as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    """Floor 8: the face of the administrator."""

    name = "motcua.setup"
    label = "setup"

    def ready(self) -> None:
        """Offer the setup to administrators, and to leaders what they are to approve."""
        from motcua.kernel.navigation import NavItem, register
        from motcua.offices.roles import Role

        register(
            NavItem(
                label=_("Setup"),
                url_name="setup:home",
                icon="gear",
                roles=frozenset({Role.ADMINISTRATOR.value}),
                order=60,
                app="setup",
            )
        )
        register(
            NavItem(
                label=_("Processes to approve"),
                url_name="setup:approvals",
                icon="check2-circle",
                roles=frozenset({Role.SIGNING_LEADER.value}),
                order=61,
            )
        )
