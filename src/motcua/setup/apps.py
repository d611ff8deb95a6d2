"""The setup as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SetupConfig(AppConfig):
    """Floor 8: the face of the administrator."""

    name = "motcua.setup"
    label = "setup"

    def ready(self) -> None:
        """Offer the setup to administrators."""
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
