"""The papers as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    """Floor 5: the forms of the law, drawn, numbered, kept, signed and checked."""

    name = "motcua.papers"
    label = "papers"

    def ready(self) -> None:
        """Offer the books to the desk that keeps them."""
        from motcua.kernel.navigation import NavItem, register
        from motcua.offices.roles import Role

        register(
            NavItem(
                label=_("Books"),
                url_name="papers:books",
                icon="journal-text",
                roles=frozenset({Role.RECEPTIONIST.value, Role.DESK_HEAD.value}),
                order=15,
            )
        )
