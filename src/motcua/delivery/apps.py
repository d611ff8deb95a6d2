"""Delivery as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Floor 6: how results reach people: by public post, at another desk, and who has not come yet."""

    name = "motcua.delivery"
    label = "delivery"

    def ready(self) -> None:
        """What is on its way cannot be handed over, and goes on to whoever takes an office's place."""
        from motcua.delivery.guard import refuse_while_on_the_way
        from motcua.delivery.services.desks import follow_successor
        from motcua.dossiers.services import after_transfer, before_return

        if follow_successor not in after_transfer:
            after_transfer.append(follow_successor)
        if refuse_while_on_the_way not in before_return:
            before_return.append(refuse_while_on_the_way)
