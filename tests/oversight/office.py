"""Dossiers of every fate at the township, and a second commune below the same superior office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from motcua.kernel import time
from tests.township import Township, at

NOW = at("2026-03-10 10:00")


@dataclass(frozen=True)
class Fates:
    """The dossiers by what became of them, as seen on NOW."""

    carried_over_and_finished: UUID  # received in December, finished in January, late
    carried_over_and_open: UUID  # received in December, nobody went on
    early: UUID
    on_the_day: UUID
    late: UUID
    overdue: UUID
    due_soon: UUID
    fresh: UUID
    waiting_to_be_handed_over: UUID
    draft: UUID


def finish(place: Township, dossier_id: UUID, when: str, *, hand_over: bool = True) -> None:
    """Carry a dossier to its end, every step at that instant."""
    place.clock = at(when)
    place.run_until(dossier_id, "return")
    if hand_over:
        place.step(dossier_id)


def due_of(dossier_id: UUID) -> Any:
    from motcua.dossiers.models import Dossier

    return Dossier.objects.get(pk=dossier_id).due_at


@pytest.fixture
def busy(township: Township) -> Fates:
    """Procedure 1.004873 takes three working days; the clock ends on Tuesday 10 March 2026, 10:00."""
    from motcua.dossiers import commands as cmd

    def receive(when: str) -> UUID:
        found: UUID = township.receive(when=at(when)).state.id
        return found

    old, older = receive("2025-12-29 09:00"), receive("2025-12-30 14:00")
    finish(township, old, "2026-01-12 09:00")
    early, same_day, late = (
        receive("2026-02-02 08:00"),
        receive("2026-02-02 09:00"),
        receive("2026-02-02 10:00"),
    )
    finish(township, early, "2026-02-03 09:00")
    finish(township, same_day, time.local(due_of(same_day)).strftime("%Y-%m-%d %H:%M"))
    finish(township, late, "2026-02-20 16:00")
    overdue = receive("2026-03-02 09:00")
    waiting = receive("2026-03-04 09:00")
    finish(township, waiting, "2026-03-05 15:00", hand_over=False)
    soon, fresh = receive("2026-03-09 09:00"), receive("2026-03-10 09:00")
    draft = uuid4()
    township.execute(
        cmd.SaveDraft(command_id=uuid4(), dossier_id=draft, intake=township.intake()), "tiepnhan"
    )
    township.clock = NOW
    return Fates(old, older, early, same_day, late, overdue, soon, fresh, waiting, draft)


@dataclass(frozen=True)
class Neighbour:
    """A commune beside the township, and the office above both."""

    office_id: int
    superior_id: int


@pytest.fixture
def neighbour(township: Township) -> Neighbour:
    """The commune has its own desk and receptionist `xaben`; `huyen` supervises at the office above."""
    from motcua.offices import services
    from motcua.offices.actors import SYSTEM
    from motcua.offices.models import Office
    from motcua.offices.roles import Role, UnitKind

    since, here = date(2020, 1, 1), Office.objects.get(pk=township.office_id)
    assert here.parent is not None
    told = services.OfficeData(
        name="UBND xã Bên Mẫu", short_name="Xã Bên Mẫu", level=here.level, level_name=here.level_name,
        code_new="H99.20.9", code_old="000.09.20.H99",
    )  # fmt: skip
    office = services.create_office(SYSTEM, here.parent.pk, told, since)
    assert here.calendar_id is not None
    services.set_calendar(SYSTEM, office.pk, office.version, here.calendar_id)
    units = {
        kind: services.create_unit(SYSTEM, office.pk, f"{kind} xã Bên", kind, valid_from=since)
        for kind in UnitKind
    }
    division = units[UnitKind.DIVISION].pk
    for group in here.field_groups.all():
        services.set_field_group(
            SYSTEM,
            office.pk,
            group.name,
            division,
            group.field_codes,
            position=group.position,
        )
    above = services.create_unit(SYSTEM, here.parent.pk, "Văn phòng", UnitKind.LEADERSHIP, valid_from=since)
    for username, unit, role in (
        ("xaben", units[UnitKind.DESK], Role.RECEPTIONIST),
        ("giamsatxa", units[UnitKind.LEADERSHIP], Role.SUPERVISOR),
        ("huyen", above, Role.SUPERVISOR),
    ):
        data = services.PersonData(full_name=f"Mẫu {username}")
        person = services.create_person(SYSTEM, username, data, "mot-cua-mau")
        services.create_membership(SYSTEM, person.pk, unit.pk, [role], since)
    return Neighbour(office.pk, here.parent.pk)


def receive_at(place: Township, neighbour: Neighbour, when: str) -> UUID:
    """A dossier taken in at the neighbouring commune."""
    office = neighbour.office_id
    done = place.receive(
        username="xaben", when=at(when),
        receiving_office_id=office, competent_office_id=office, returning_office_id=office,
    )  # fmt: skip
    found: UUID = done.state.id
    return found
