"""Setting Django up for a command: with the right role, and with a database that runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from motcua.kernel import embedded
from motcua.kernel.database import given_url
from motcua.kernel.embedded import Role


def choose_role(role: Role) -> None:
    """Connect as `role` unless the administrator has chosen one. Call before Django is set up."""
    os.environ.setdefault("MOTCUA_DATABASE_ROLE", role.value)


def setup_django() -> None:
    """Load the settings and the apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.settings")
    import django

    django.setup()


@contextmanager
def database() -> Iterator[None]:
    """The database runs inside the block: the embedded one is started, and stopped unless others use it."""
    if given_url():
        yield
        return
    with embedded.running():
        try:
            yield
        finally:
            from django.conf import settings
            from django.db import connections

            if settings.configured:
                connections.close_all()


@contextmanager
def django_with_database(role: Role = Role.APPLICATION) -> Iterator[None]:
    """Both, for commands that work with the office's data."""
    choose_role(role)
    with database():
        setup_django()
        yield
