"""The catalogue of the samples, imported once and seen by every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from motcua.procedures.services import ImportReport, import_catalogue

FILE = Path(__file__).parents[2] / "scenarios" / "procedures.yaml"


def few(*codes: str) -> str:
    """The sample file cut down to some procedures."""
    head, *records = FILE.read_text(encoding="utf-8").split("\n  - code: ")
    kept = [record for record in records if record.split("\n")[0].strip("'") in codes]
    assert len(kept) == len(codes)
    return "\n  - code: ".join([head.replace("count: 82", f"count: {len(kept)}"), *kept])


@pytest.fixture
def imported(db: None) -> ImportReport:
    """The 82 sample procedures, in force since 2026."""
    return import_catalogue(FILE.read_bytes(), valid_from=date(2026, 1, 1), source_name=FILE.name)


@pytest.fixture(scope="module")
def catalogue_at_hand(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ImportReport]:
    """The same for a module of tests that only read: imported once, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield import_catalogue(FILE.read_bytes(), valid_from=date(2026, 1, 1), source_name=FILE.name)
        transaction.set_rollback(True)
