"""Delivery as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Floor 6: how results reach people: by public post, at another desk, and who has not come yet."""

    name = "motcua.delivery"
    label = "delivery"
