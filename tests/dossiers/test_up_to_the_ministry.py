"""Commune, province, ministry and back: the longest way there is, with its levels counted."""

from __future__ import annotations

import pytest

from motcua.offices.models import Office
from motcua.reports.chains import Standing, levels_of
from tests.dossiers import along
from tests.dossiers.along import Road, step
from tests.dossiers.saying import nothing_broken, state
from tests.house import staff
from tests.township import Township, at

CODE = "2.002755"


@pytest.fixture
def road(township: Township) -> Road:
    """The commune receives, the province decides, a ministry with an identifier of its own is asked."""
    found = along.build(township)
    found.office["ministry"] = staff.staffed("ministry", found.office["province"], "G22", "000.00.00.G22")
    Office.objects.filter(pk=found.office["ministry"]).update(level=1, level_name="ministry")
    found.go_by(
        CODE,
        (
            step(1, "receive", "receiving"),
            step(2, "examine", "receiving"),
            step(3, "examine"),
            step(4, "consult", "office:G22"),
            step(5, "sign"),
            step(6, "clerk"),
            step(7, "return", hours=0, to=0),
        ),
    )
    return found


def test_it_goes_up_to_the_ministry_and_back_to_the_commune(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "province", at("2026-03-02 08:00"))
    seen = []
    while state(dossier).returned_at is None:
        seen.append(road.office_of(dossier)[-1])
        task = state(dossier).task_for("accept_transfer") or state(dossier).tasks[0]
        road.act(dossier, task.action, office="")
    places = [office for office, before in zip(seen, ["", *seen], strict=False) if office != before]
    assert places == ["commune", "province", "ministry", "province", "commune"]
    assert nothing_broken()


def test_its_levels_are_three(road: Road) -> None:
    del road
    known = {"office:G22": Standing("Bộ Mẫu", 1, "ministry", ())}
    assert levels_of(["receiving", "office:G22"], "province", known) == ("commune", "province", "ministry")
