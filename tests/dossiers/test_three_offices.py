"""Of a dossier that several offices deal with, every page and paper names them all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from motcua.kernel import time
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office
from motcua.papers import builders
from motcua.procedures.queries import version_in_force
from motcua.reports.formulas import year
from motcua.reports.listing import dossier_lines
from motcua.reports.measures import Measure
from motcua.reports.queries import Scope
from tests.desk.conftest import sign_in
from tests.dossiers import along
from tests.dossiers.along import START, Road
from tests.setup.conftest import Admin, admin
from tests.township import Township, at

__all__ = ["admin", "sign_in"]

CODE = "2.002755"


@pytest.fixture
def road(township: Township) -> Road:
    """The commune receives, the district examines, the department decides, the neighbour gives back."""
    found = along.build(township)
    found.go_by(CODE, along.THROUGH_THE_DISTRICT)
    return found


@pytest.fixture
def dossier(road: Road) -> UUID:
    return road.receive(CODE, "commune", "department", returning_office_id=road.office["neighbour"])


def name(road: Road, key: str) -> str:
    return Office.objects.get(pk=road.office[key]).name


def test_the_control_sheet_names_every_office_of_the_route(road: Road, dossier: UUID) -> None:
    told = builders.control_sheet_data(dossier).cooperating
    assert set(told) == {name(road, key) for key in ("commune", "district", "neighbour")}


def test_the_page_of_the_dossier_names_the_three_offices(
    road: Road, dossier: UUID, sign_in: Callable[[str], Any]
) -> None:
    page = sign_in("tiepnhan").get(reverse("desk:dossier", args=[dossier])).content.decode()
    for key in ("commune", "department", "neighbour"):
        assert f"<dd>{name(road, key)}</dd>" in page, key


def test_a_list_names_the_receiving_office_where_another_decides(road: Road, dossier: UUID) -> None:
    window = year(2026).window(at("2026-03-03 08:00"))
    (line,) = dossier_lines(Measure.TOTAL, window, SYSTEM, Scope()).lines
    assert line.received_elsewhere == Office.objects.get(pk=road.office["commune"]).short_name
    assert line.office != line.received_elsewhere


def test_the_steps_of_a_procedure_say_at_which_office(road: Road, admin: Admin) -> None:
    with time.at(START):
        version = version_in_force(CODE, START.date())
    page = admin.opens("procedure", version)
    assert page.count("the district") == 2
