"""A province with a commune below it, and the people who work there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.utils import translation

from motcua.calendars import services as calendars
from motcua.calendars.models import Calendar
from motcua.offices import services
from motcua.offices.actors import SYSTEM, Actor, actor_for
from motcua.offices.models import Office, Person, Unit
from motcua.offices.roles import Role, UnitKind

SINCE = date(2020, 1, 1)
TODAY = date(2026, 3, 2)
PASSWORD = "ba từ dài xanh biếc"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What is said here is read in the language it is written in."""
    with translation.override("en"):
        yield


@dataclass
class House:
    """Hà Giang, and the township of Vĩnh Tuy below it."""

    province: Office
    commune: Office
    desk: Unit
    justice: Unit
    leadership: Unit
    clerk: Unit
    calendar: Calendar

    def person(self, username: str, unit: Unit, *roles: Role, **options: object) -> Person:
        person = services.create_person(
            SYSTEM, username, services.PersonData(full_name=f"Nguyễn Văn {username.title()}"), PASSWORD
        )
        services.create_membership(SYSTEM, person.pk, unit.pk, roles, SINCE, **options)  # type: ignore[arg-type]
        return person

    def actor(self, username: str, unit: Unit, *roles: Role) -> Actor:
        return actor_for(self.person(username, unit, *roles).pk, TODAY)


def office_data(name: str, level: int, **codes: str) -> services.OfficeData:
    return services.OfficeData(name=name, short_name=name, level=level, level_name="cấp", **codes)


@pytest.fixture
def house(db: None) -> House:
    province = services.create_office(SYSTEM, None, office_data("UBND tỉnh Hà Giang", 2), SINCE)
    commune = services.create_office(
        SYSTEM,
        province.pk,
        office_data("UBND thị trấn Vĩnh Tuy", 4, code_old="000.16.32.H22", code_new="H22.32.16"),
        SINCE,
    )
    units = {
        kind: services.create_unit(SYSTEM, commune.pk, kind.value, kind, valid_from=SINCE)
        for kind in UnitKind
    }
    calendar = calendars.create_calendar("ha-giang", "Lịch tỉnh Hà Giang", calendars.seed_national().pk)
    services.set_calendar(SYSTEM, province.pk, province.version, calendar.pk)
    province.refresh_from_db()
    services.set_field_group(
        SYSTEM, commune.pk, "Tư pháp - Hộ tịch", units[UnitKind.DIVISION].pk, ["ho-tich", "chung-thuc"]
    )
    return House(
        province,
        commune,
        units[UnitKind.DESK],
        units[UnitKind.DIVISION],
        units[UnitKind.LEADERSHIP],
        units[UnitKind.CLERK],
        calendar,
    )
