"""Signing in at the township's desk, and an authority that certifies the office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from motcua.kernel import time
from tests.papers.authority import Authority, Holder
from tests.township import Township, _township_database, live_township, township

__all__ = ["_township_database", "live_township", "township"]


class Officer:
    """Somebody at a browser, at the township's clock; nobody in particular without a name."""

    def __init__(self, place: Township, username: str = "") -> None:
        from motcua.offices.models import Person

        self.place = place
        self.client = Client()
        if username:
            self.client.force_login(Person.objects.get(username=username))

    def get(self, url: str, when: datetime | None = None, **data: Any) -> Any:
        with time.at(when or self.place.clock):
            return self.client.get(url, data)

    def post(self, url: str, when: datetime | None = None, headers: Any = None, **data: Any) -> Any:
        with time.at(when or self.place.clock):
            return self.client.post(url, data, headers=headers)


@pytest.fixture
def sign_in(township: Township) -> Callable[..., Officer]:
    """Sign in as one of the township's people, or open the pages as a citizen."""
    return lambda username="": Officer(township, username)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def office_certificate(authority: Authority) -> Holder:
    return authority.certify("Ủy ban nhân dân xã An Mẫu")


@pytest.fixture(scope="session")
def certificate_file(
    authority: Authority, office_certificate: Holder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The office's certificate as PKCS#12, with the passphrase "bí mật"."""
    return office_certificate.pkcs12(tmp_path_factory.mktemp("key") / "office.p12", "bí mật", authority.root)
