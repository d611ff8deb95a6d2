"""Offices with their units and people, one person in every role."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from motcua.kernel import time
from motcua.offices.actors import SYSTEM

SINCE = date(2016, 1, 1)
UNIT_OF_ROLE = {
    "receptionist": "desk",
    "desk_head": "desk",
    "case_officer": "division",
    "head_of_unit": "division",
    "signing_leader": "leadership",
    "supervisor": "leadership",
    "administrator": "leadership",
    "clerk": "clerk",
}


def named(code: str) -> Any:
    from motcua.offices.models import Office

    return Office.objects.get(code_new=code)


def staffed(key: str, above: int, new: str, old: str) -> int:
    """An office with a unit of each kind and a person in every role; the installed one only gets the people."""
    from motcua.offices import services
    from motcua.offices.models import Office, Unit

    office = Office.objects.filter(code_new=new).first() or bare(key, above, new, old)
    for kind in ("desk", "division", "leadership", "clerk"):
        if not Unit.objects.filter(office=office, kind=kind).exists():
            services.create_unit(SYSTEM, office.pk, f"{kind} {key}", kind, valid_from=SINCE)  # type: ignore[arg-type]
    if not office.field_groups.exists():
        groups(office.pk)
    if office.calendar_id is None:
        services.set_calendar(SYSTEM, office.pk, office.version, named("H99.20.1").calendar_id)
    made = {}
    for role, kind in UNIT_OF_ROLE.items():
        unit = Unit.objects.filter(office=office, kind=kind).earliest("pk")
        made[role] = person(f"{role}-{key}", unit.pk, role)
    today = time.today()
    services.delegate(
        SYSTEM, made["signing_leader"], made["head_of_unit"],
        unit_id=Unit.objects.filter(office=office, kind="leadership").earliest("pk").pk,
        role="signing_leader", decision_number="01/QĐ-UBND",  # type: ignore[arg-type]
        valid_from=today, valid_to=today + timedelta(days=30),
    )  # fmt: skip
    services.do_on_the_spot(
        SYSTEM, office.pk, "1.004873", decision_number="02/QĐ-UBND", valid_from=SINCE
    )  # fmt: skip
    return int(office.pk)


def bare(key: str, above: int, new: str, old: str) -> Any:
    from motcua.offices import services
    from motcua.offices.models import Office

    level = Office.objects.get(pk=above).level + 1
    data = services.OfficeData(
        name=f"UBND {key}", short_name=key, level=level, level_name="commune", code_new=new, code_old=old
    )
    return services.create_office(SYSTEM, above, data, SINCE)


def groups(office_id: int) -> None:
    from motcua.offices import services
    from motcua.offices.models import Unit

    division = Unit.objects.filter(office_id=office_id, kind="division").earliest("pk")
    for group in named("H99.20.1").field_groups.all():
        services.set_field_group(
            SYSTEM, office_id, group.name, division.pk, group.field_codes, position=group.position
        )


def person(username: str, unit_id: int | None, role: str | None) -> int:
    from motcua.offices import services

    data = services.PersonData(full_name=f"Mẫu {username}", phone="0900 000 000")
    person = services.create_person(SYSTEM, username, data, "mot-cua-mau")
    if unit_id is not None and role is not None:
        post = services.create_post(SYSTEM, unit_id, f"Công chức {role}", "Việc mẫu")
        services.create_membership(
            SYSTEM, person.pk, unit_id, [role], SINCE, post_id=post.pk, on_duty=role == "receptionist"
        )
    return int(person.pk)
