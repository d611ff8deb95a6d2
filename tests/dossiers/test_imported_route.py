"""A procedure shared by commune and province runs the whole way as it was imported: nobody names offices by hand."""

from __future__ import annotations

from uuid import UUID

import pytest

from motcua.dossiers.engine_route import route_of
from motcua.dossiers.status import Status
from motcua.kernel import time
from motcua.offices.models import Office
from motcua.procedures.queries import terms, version_in_force
from motcua.procedures.services import import_catalogue
from tests.dossiers import along
from tests.dossiers.along import START, Road
from tests.dossiers.saying import nothing_broken, refused, state
from tests.procedures.conftest import few
from tests.township import Township, at

CODE = "2.992755"  # 2.002755 under another code: the sample office has that one already, for itself alone


@pytest.fixture
def road(township: Township) -> Road:
    """Commune, district, province and a department of the province; the catalogue came without offices."""
    found = along.build(township)
    Office.objects.filter(pk=found.office["department"]).update(level_name="province")
    take_over("2.002755", CODE)
    return found


def take_over(code: str, under: str) -> None:
    with time.at(START):
        import_catalogue(few(code).replace(code, under), valid_from=START.date())


def run(road: Road, dossier: UUID) -> list[tuple[str, str]]:
    """Go the whole way; (act, office) of everything that was done, in order."""
    done = []
    while state(dossier).returned_at is None:
        # Whoever gets the dossier from another office acknowledges it first.
        found = state(dossier)
        first = found.task_for("accept_transfer") or found.tasks[0]
        place = road.office_of(dossier)[found.tasks.index(first)]
        assert len(done) < 30, done
        values = {"papers_given_by": "Trần Văn Mẫu"} if first.action == "accept_transfer" else {}
        road.act(dossier, first.action, office=place, **values)
        done.append((first.action, place))
    return done


def test_it_goes_up_to_the_province_and_back_to_the_desk_that_took_it_in(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "commune")
    assert state(dossier).due_at == at("2026-03-18 08:00")  # twelve working days, as published
    assert run(road, dossier) == [
        ("assign", "commune"),
        ("examine", "commune"),
        ("review", "commune"),
        ("review", "commune"),  # the commune signs what it sends up; the decision is the province's
        ("clerk", "commune"),
        ("accept_transfer", "province"),
        ("assign", "province"),
        ("examine", "province"),
        ("consult", "province"),
        ("examine", "province"),
        ("review", "province"),
        ("sign", "province"),
        ("clerk", "province"),
        ("accept_transfer", "commune"),
        ("return", "commune"),
    ]
    assert state(dossier).status is Status.RETURNED
    assert nothing_broken()


def test_a_department_that_decides_does_the_steps_of_the_province(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "department")
    places = [place for _act, place in run(road, dossier)]
    assert places == ["commune"] * 5 + ["department"] * 8 + ["commune"] * 2


def test_taken_in_at_another_commune_it_is_handed_to_the_competent_one_and_back(road: Road) -> None:
    dossier = road.receive(CODE, "neighbour", "commune")
    done = run(road, dossier)
    assert done[:2] == [("accept_transfer", "commune"), ("assign", "commune")]
    assert done[-2:] == [("accept_transfer", "neighbour"), ("return", "neighbour")]


def test_the_desk_that_the_citizen_chose_gives_the_result_out(road: Road) -> None:
    dossier = road.receive(CODE, "commune", "commune", returning_office_id=road.office["neighbour"])
    assert run(road, dossier)[-2:] == [("clerk", "province"), ("return", "neighbour")]


def test_a_province_without_units_leaves_it_to_its_department(road: Road) -> None:
    from motcua.offices.models import FieldGroup

    FieldGroup.objects.filter(office_id=road.office["province"]).delete()
    dossier = road.receive(CODE, "commune", "commune")
    assert {place for _act, place in run(road, dossier)} == {"commune", "department"}


def test_a_level_that_is_not_on_the_way_is_refused_at_the_desk_with_what_to_do(road: Road) -> None:
    take_over("2.000286", "2.990286")  # its last steps are a facility's
    with refused("no_office_on_route") as said:
        road.receive("2.990286", "commune", "commune")
    assert said[0].params == {"level": "cơ sở"}
    with refused("no_office_on_route") as said:
        road.receive(CODE, "province", "province")
    assert "làm cơ quan có thẩm quyền" in said[0].hint


def test_of_a_procedure_within_one_office_no_step_names_another(township: Township) -> None:
    take_over("1.004873", "1.994873")
    version = version_in_force("1.994873", START.date())
    assert version is not None
    process = terms(version).process_version_id
    assert not route_of(process).seats


def test_reception_and_return_stay_with_the_desks_of_the_citizen(road: Road) -> None:
    version = version_in_force(CODE, START.date())
    assert version is not None
    offices = [step.work.office for step in route_of(terms(version).process_version_id).tasks]
    assert offices == ["", *["level:commune"] * 5, *["level:province"] * 8, ""]
