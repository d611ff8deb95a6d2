"""The catalogue of the samples, imported once and seen by every test of this folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from motcua.procedures.services import ImportReport, import_catalogue

FILE = Path(__file__).parents[2] / "scenarios" / "procedures.yaml"


@pytest.fixture
def imported(db: None) -> ImportReport:
    """The 82 sample procedures, in force since 2026."""
    return import_catalogue(FILE.read_bytes(), valid_from=date(2026, 1, 1), source_name=FILE.name)
