"""The desk as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Floor 8: where officers, heads, leaders and clerks work dossiers through."""

    name = "motcua.desk"
    label = "desk"

    def ready(self) -> None:
        """Offer the list of tasks to everybody who has some."""
        from motcua.kernel.navigation import NavItem, register
        from motcua.offices.roles import Role

        working = frozenset(role.value for role in Role if role is not Role.ADMINISTRATOR)
        register(
            NavItem(
                label=_("Tasks"),
                url_name="desk:inbox",
                icon="list-check",
                roles=working,
                order=20,
                app="desk",
            )
        )
        register(
            NavItem(
                label=_("To sign"),
                url_name="desk:signing",
                icon="pen",
                roles=frozenset({Role.SIGNING_LEADER.value}),
                order=21,
            )
        )
        register(
            NavItem(
                label=_("Number and seal"),
                url_name="desk:numbering",
                icon="123",
                roles=frozenset({Role.CLERK.value}),
                order=22,
            )
        )
        register(
            NavItem(
                label=_("On the spot"),
                url_name="desk:on-the-spot",
                icon="person-check",
                roles=frozenset({Role.SIGNING_LEADER.value}),
                order=23,
            )
        )
