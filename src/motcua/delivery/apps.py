"""Delivery as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Floor 6: how results reach people: by public post, at another desk, and who has not come yet."""

    name = "motcua.delivery"
    label = "delivery"

    def ready(self) -> None:
        """What is on its way cannot be handed over."""
        from motcua.delivery.guard import refuse_while_on_the_way
        from motcua.dossiers.services import before_return

        if refuse_while_on_the_way not in before_return:
            before_return.append(refuse_while_on_the_way)
