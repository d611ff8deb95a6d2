"""The plumbing as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Floor 0."""

    name = "motcua.kernel"
    label = "kernel"
