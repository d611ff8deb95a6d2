"""Signing in at the township's desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from motcua.kernel import time
from tests.township import Township, _township_database, live_township, township

__all__ = ["_township_database", "live_township", "township"]


class Officer:
    """Somebody at a browser, at the township's clock."""

    def __init__(self, place: Township, username: str) -> None:
        from motcua.offices.models import Person

        self.place = place
        self.person = Person.objects.get(username=username)
        self.client = Client()
        self.client.force_login(self.person)

    def get(self, url: str, when: datetime | None = None, **data: Any) -> Any:
        with time.at(when or self.place.clock):
            return self.client.get(url, data)

    def post(self, url: str, when: datetime | None = None, **data: Any) -> Any:
        with time.at(when or self.place.clock):
            return self.client.post(url, data)


@pytest.fixture
def sign_in(township: Township) -> Callable[[str], Officer]:
    """Sign in as one of the township's people."""
    return lambda username: Officer(township, username)
