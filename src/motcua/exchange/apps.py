"""Exchange as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Floor 6: dossiers handed over between installations, each with its own database."""

    name = "motcua.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Offer the pages; the desk sees its list only where dossiers are exchanged."""
        from django.conf import settings

        from motcua.kernel.navigation import NavItem, register
        from motcua.offices.roles import Role

        if settings.EXCHANGE_NAME:
            register(
                NavItem(
                    label=_("From partners"),
                    url_name="exchange:incoming",
                    icon="box-arrow-in-down",
                    roles=frozenset({Role.RECEPTIONIST.value, Role.DESK_HEAD.value}),
                    order=18,
                    app="exchange",
                )
            )
        register(
            NavItem(
                label=_("Exchange"),
                url_name="exchange:partners",
                icon="arrow-left-right",
                roles=frozenset({Role.ADMINISTRATOR.value, Role.SUPERVISOR.value}),
                order=74,
                app="exchange",
            )
        )
