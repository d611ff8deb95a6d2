"""Notices as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Floor 5: what citizens are told, by e-mail, SMS, and by phone where neither arrives."""

    name = "motcua.notices"
    label = "notices"

    def ready(self) -> None:
        """Hear of the rare events at once (the everyday ones are read each minute: `reading`); offer the pages."""
        from motcua.kernel import jobs
        from motcua.kernel.navigation import NavItem, register
        from motcua.notices.services import tell_of_event
        from motcua.notices.services.reading import RARE
        from motcua.offices.roles import Role

        jobs.subscribe("notices", RARE)(tell_of_event)
        register(
            NavItem(
                label=_("Calls"),
                url_name="notices:calls",
                icon="telephone",
                roles=frozenset({Role.RECEPTIONIST.value, Role.DESK_HEAD.value}),
                order=17,
                app="notices",
            )
        )
        register(
            NavItem(
                label=_("Messages"),
                url_name="notices:texts",
                icon="chat-left-text",
                roles=frozenset({Role.ADMINISTRATOR.value}),
                order=72,
                app="notices",
            )
        )
