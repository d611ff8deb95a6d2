"""The world of `world.py`, made once per run and copied for every worker."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.house import world as worlds
from tests.house.world import World
from tests.township import OFFICE, Template, copied

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
PROVINCE = Template("motcua_province", worlds.build, OFFICE)


@pytest.fixture
def _province_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(PROVINCE, f"province_{_WORKER}"):
        yield


@pytest.fixture
def world(_province_database: None, db: None) -> World:
    """The province; what the test does is rolled back."""
    return worlds.read()
