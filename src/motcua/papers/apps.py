"""The papers as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Floor 5: the forms of the law, drawn, numbered, kept, signed and checked."""

    name = "motcua.papers"
    label = "papers"
