"""Who sees what, tried on trees of offices and roads drawn by lot, beside a plain predicate."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.dossiers import commands as cmd
from motcua.dossiers import services
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.queries import visible_dossiers
from motcua.dossiers.state import DossierState
from motcua.kernel import time
from motcua.offices import services as offices
from motcua.offices.actors import SYSTEM, Actor, Grant
from motcua.offices.models import Office
from motcua.offices.roles import Role, UnitKind
from tests.dossiers import along
from tests.dossiers.along import START, step
from tests.dossiers.saying import known, refused
from tests.township import Township

CODE = "2.002755"
SINCE = date(2020, 1, 1)


@dataclass
class Plain:
    """An office of the tree, with ids and the people who could work there."""

    id: int
    path: str
    code: str
    units: dict[UnitKind, int] = field(default_factory=dict)

    def actor(self, *roles: Role, unit: UnitKind = UnitKind.DESK) -> Actor:
        grants = tuple(Grant(role, self.units[unit], self.id, self.path) for role in roles)
        return Actor(None, "Mẫu", grants)


def made(parent: int | None, number: int, calendar: int, fields: list[str]) -> Plain:
    data = offices.OfficeData(
        name=f"UBND mẫu {number}", short_name=f"Mẫu {number}", level=number, level_name=f"cap_{number}",
        code_new=f"X99.{number}", code_old=f"000.00.{number:02}.X99",
    )  # fmt: skip
    office = offices.create_office(SYSTEM, parent, data, SINCE)
    units = {
        kind: offices.create_unit(SYSTEM, office.pk, kind.value, kind, valid_from=SINCE).pk
        for kind in UnitKind
    }
    offices.set_field_group(SYSTEM, office.pk, "Mọi lĩnh vực", units[UnitKind.DIVISION], fields)
    if parent is None:
        offices.set_calendar(SYSTEM, office.pk, office.version, calendar)
    return Plain(office.pk, office.path, f"X99.{number}", units)


@dataclass
class Fate:
    """A dossier and every office that ever had to do with it, noted while it was done."""

    id: UUID
    concerned: set[int]


def went(
    road: along.Road, tree: list[Plain], receiving: Plain, competent: Plain, returning: Plain, steps: int
) -> Fate:
    """Received, and so many steps done, each by whoever has its role in its unit."""
    office_of = {unit: office for office in tree for unit in office.units.values()}
    fate = Fate(uuid4(), {receiving.id, competent.id, returning.id})
    intake = road.township.intake(
        CODE,
        receiving_office_id=receiving.id,
        competent_office_id=competent.id,
        returning_office_id=returning.id,
        papers=(),
    )
    with time.at(START):
        command: cmd.Command = cmd.ReceiveDossier(command_id=uuid4(), dossier_id=fate.id, intake=intake)
        found = services.execute(command, receiving.actor(Role.RECEPTIONIST)).state
        fate.concerned |= {office_of[task.unit_id].id for task in found.tasks}
        for _ in range(steps):
            if not found.tasks or found.tasks[0].action == "return":
                break
            found = services.execute(*next_act(found, office_of)).state
            fate.concerned |= {office_of[task.unit_id].id for task in found.tasks}
    return fate


def next_act(found: DossierState, office_of: dict[int, Plain]) -> tuple[cmd.Command, Actor]:
    task = found.tasks[0]
    office = office_of[task.unit_id]
    unit = next(kind for kind, pk in office.units.items() if pk == task.unit_id)
    on_task: dict[str, Any] = {**known(found.id), "task_id": task.id}
    actor = office.actor(Role(task.role), unit=unit)
    assert found.process_version_id is not None
    if task.action == "accept_transfer":
        return cmd.AcknowledgeTransfer(**on_task), actor
    if found.decision is None and route_of(found.process_version_id).decides(task.element):
        return cmd.DecideDossier(**on_task, decision=cmd.Decision.APPROVED), actor
    return cmd.CompleteTask(**on_task), actor


def may_see(actor: Actor, fate: Fate, tree: list[Plain]) -> bool:
    """The rule as a clerk would say it."""
    paths = {office.id: office.path.split(".") for office in tree}
    for grant in actor.grants:
        own = grant.office_path.split(".")
        oversees = grant.role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.DESK_HEAD)
        for office in fate.concerned:
            if office == grant.office_id or (oversees and paths[office][: len(own)] == own):
                return True
    return False


@pytest.fixture
def road(township: Township) -> along.Road:
    return along.Road(township, {})


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_office_sees_what_it_has_to_do_with_or_oversees_and_nothing_else(
    road: along.Road, data: st.DataObject
) -> None:
    from motcua.procedures.models import Field

    with transaction.atomic():
        calendar = Office.objects.get(pk=road.township.office_id).calendar_id
        assert calendar is not None
        fields = list(Field.objects.values_list("code", flat=True))
        tree = [made(None, 1, calendar, fields)]
        for number in range(2, data.draw(st.integers(4, 7)) + 1):
            above = data.draw(st.sampled_from(tree))
            tree.append(made(above.id, number, calendar, fields))
        one = st.sampled_from(tree)
        middle = data.draw(st.lists(one, max_size=3))
        selectors = ["receiving", *(f"office:{office.code}" for office in middle), ""]
        examined = [step(number, "examine", office) for number, office in enumerate(selectors, 2)]
        last = len(examined) + 2
        road.go_by(
            CODE,
            (step(1, "receive"), *examined, step(last, "sign"), step(last + 1, "return", hours=0, to=0)),
        )
        fates = [
            went(road, tree, data.draw(one), data.draw(one), data.draw(one), data.draw(st.integers(0, 12)))
            for _ in range(3)
        ]
        for office in tree:
            for roles in ((Role.RECEPTIONIST,), (Role.SUPERVISOR,), (Role.CASE_OFFICER,), (Role.DESK_HEAD,)):
                actor = office.actor(*roles)
                seen = set(visible_dossiers(actor).values_list("pk", flat=True))
                assert seen == {fate.id for fate in fates if may_see(actor, fate, tree)}
        transaction.set_rollback(True)


def test_an_office_on_the_way_sees_a_dossier_from_the_day_it_comes_and_ever_after(township: Township) -> None:
    road = along.build(township)
    road.go_by(
        CODE,
        (
            step(1, "receive"),
            step(2, "examine", "receiving"),
            step(3, "examine", "level:district"),
            step(4, "examine"),
            step(5, "sign"),
            step(6, "return", hours=0, to=0),
        ),
    )
    dossier = road.receive(CODE, "commune", "province")
    desk = road.who("receptionist", office="district")
    assert not visible_dossiers(desk).filter(pk=dossier).exists()
    road.act(dossier, "examine")
    assert visible_dossiers(desk).filter(pk=dossier).exists()
    for action in ("accept_transfer", "examine", "accept_transfer", "examine"):
        road.act(dossier, action)
    assert visible_dossiers(desk).filter(pk=dossier).exists()
    assert not visible_dossiers(road.who("desk_head", office="neighbour")).filter(pk=dossier).exists()


def test_what_only_passed_through_counts_in_the_competent_offices_figures(township: Township) -> None:
    from motcua.reports import queries as reports

    road = along.build(township)
    road.go_by(CODE, (step(1, "receive"), step(2, "examine", "level:district", to=4), *along.UP_AND_BACK[3:]))
    dossier = road.receive(CODE, "commune", "department")
    district = road.who("case_officer", office="district")
    assert visible_dossiers(district).filter(pk=dossier).exists()
    assert not reports.dossiers(district).filter(pk=dossier).exists()
    assert reports.dossiers(road.who("case_officer", office="department")).filter(pk=dossier).exists()
    with refused("unknown_dossier"):
        from motcua.dossiers.queries import check_visible

        check_visible(dossier, road.who("case_officer", office="neighbour"))
