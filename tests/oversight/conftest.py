"""Looking over the township in a browser of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from motcua.kernel import time
from tests.oversight.office import busy, neighbour
from tests.township import Township, _township_database, live_township, township

__all__ = ["_township_database", "busy", "live_township", "neighbour", "township"]


class Visitor:
    """Somebody at a browser, at the township's clock."""

    def __init__(self, place: Township, username: str) -> None:
        from motcua.offices.models import Person

        self.place = place
        self.client = Client()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        self.client.force_login(Person.objects.get(username=username))

    def get(self, url: str, when: datetime | None = None) -> Any:
        with time.at(when or self.place.clock):
            return self.client.get(url)

    def post(self, url: str, **data: Any) -> Any:
        with time.at(self.place.clock):
            return self.client.post(url, data)


@pytest.fixture
def visit(township: Township) -> Callable[[str], Visitor]:
    """Sign in as one of the township's people."""
    return lambda username: Visitor(township, username)
