"""The portal as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Floor 8: the face of citizens."""

    name = "motcua.portal"
    label = "portal"

    def ready(self) -> None:
        """Offer the public pages in the citizens' bar."""
        from motcua.kernel.navigation import NavItem, register

        entries = (
            (_("Procedures"), "portal:procedures", "card-checklist", 20),
            (_("Look up a dossier"), "portal:look-up", "search", 30),
            (_("The desk"), "portal:desks", "building", 40),
            (_("Public apologies"), "portal:apologies", "flag", 50),
        )
        for label, name, icon, order in entries:
            register(NavItem(label=label, url_name=name, icon=icon, order=order, public=True))
