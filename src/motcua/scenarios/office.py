"""Installs a scenario's office through the same services as the set-up pages. Safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from motcua.calendars.models import Calendar, CalendarVersion
from motcua.calendars.services import seed_national
from motcua.kernel import time
from motcua.offices import services
from motcua.offices.actors import SYSTEM
from motcua.offices.models import Office, Person, Unit
from motcua.offices.roles import UnitKind
from motcua.offices.services import OfficeData, PersonData
from motcua.procedures.queries import version_in_force
from motcua.procedures.services import import_catalogue, withdraw
from motcua.rules.services import seed as seed_rules
from motcua.scenarios.description import (
    SAMPLE_PASSWORD,
    After,
    SampleOfficer,
    Scenario,
    Staffing,
    catalogue_text,
)
from motcua.scenarios.on_the_spot import enter

# The sample catalogue shares steps between commune and province as of 2025; the sample offices are of years before.
_ACROSS = False


def install(scenario: Scenario) -> Office:
    """The office with its calendar, people and catalogue; what is there already stays as it is."""
    seed_rules()
    seed_national()
    with transaction.atomic():
        offices = _offices(scenario.offices, scenario.valid_from, {})
        _staff(scenario, offices, scenario.staffings)
        _abolish(scenario, offices)
    for name in scenario.catalogue:
        import_catalogue(
            catalogue_text(name),
            valid_from=scenario.valid_from,
            source_name=name,
            wording=scenario.wording,
            across=_ACROSS,
        )
    _promise(scenario)
    _withdraw(scenario)
    enter(scenario, offices[scenario.main_office])
    return offices[scenario.main_office]


def _promise(scenario: Scenario) -> None:
    """What a decision promises sooner gets a new version from the decision's day on."""
    if scenario.promised is None:
        return
    for name in scenario.catalogue:
        import_catalogue(
            catalogue_text(name),
            valid_from=scenario.promised.valid_from,
            decision_number=scenario.promised.decision,
            source_name=name,
            wording=scenario.wording,
            committed=scenario.promised.times,
            across=_ACROSS,
        )


def _abolish(scenario: Scenario, offices: Mapping[str, Office]) -> None:
    """Offices that were merged into others end on their day; they stay readable under their names."""
    for item in scenario.offices:
        office = offices[item["key"]]
        if "merged" in item and office.valid_to is None:
            into = offices[item["merged"]["into"]]
            services.abolish_office(SYSTEM, office.pk, office.version, item["merged"]["last_day"], into.pk)


def _withdraw(scenario: Scenario) -> None:
    """What a text has abolished ends on its day; it stays readable for old dossiers."""
    for code, last_day in scenario.withdrawn.items():
        version = version_in_force(code, last_day + timedelta(days=1))
        if version is not None:
            withdraw(version, last_day=last_day)


def give_way(scenario: Scenario, after: After) -> None:
    """The offices that come after, and the end of those before them. Safe to repeat."""
    codes = {item["code_new"]: item["key"] for item in scenario.offices}
    known = {codes[office.code_new]: office for office in Office.objects.filter(code_new__in=codes)}
    with transaction.atomic():
        offices = _offices(after.offices, after.day, known)
        _staff(scenario, offices, after.staffings)
        for old, new in after.successors.items():
            office = offices[old]
            if office.valid_to is None:
                last_day = after.day - timedelta(days=1)
                services.abolish_office(SYSTEM, office.pk, office.version, last_day, offices[new].pk)


def _staff(scenario: Scenario, offices: Mapping[str, Office], staffings: Iterable[Staffing]) -> None:
    for staffing in staffings:
        office = offices[staffing.office]
        if not Unit.objects.filter(office=office).exists():
            _fill(scenario, office, staffing)


def _offices(
    items: Iterable[Mapping[str, Any]], valid_from: date, known: Mapping[str, Office]
) -> dict[str, Office]:
    made: dict[str, Office] = dict(known)
    for item in items:
        there = Office.objects.filter(code_new=item["code_new"]).first()
        if there is None:
            parent = made[item["parent"]].pk if "parent" in item else None
            keys = (
                "name",
                "short_name",
                "level",
                "level_name",
                "superior_name",
                "place",
                "code_old",
                "code_new",
            )
            data = OfficeData(**{key: item[key] for key in keys if key in item})
            there = services.create_office(SYSTEM, parent, data, item.get("valid_from", valid_from))
            if "address" in item:
                there = services.edit_public_notice(
                    SYSTEM,
                    there.pk,
                    there.version,
                    address=item["address"],
                    hours=item["hours"],
                    hotline=item["hotline"],
                    email=item.get("email", ""),
                )
        made[item["key"]] = there
    return made


def _fill(scenario: Scenario, office: Office, staffing: Staffing) -> None:
    services.set_calendar(SYSTEM, office.pk, office.version, _calendar(scenario).pk)
    units = {
        item["key"]: services.create_unit(
            SYSTEM,
            office.pk,
            item["name"],
            UnitKind(item["kind"]),
            valid_from=office.valid_from,
            phone=item.get("phone", ""),
        )
        for item in staffing.units
    }
    for position, group in enumerate(staffing.field_groups, 1):
        services.set_field_group(
            SYSTEM, office.pk, group["name"], units[group["unit"]].pk, group["fields"], position=position
        )
    for officer in staffing.officers:
        _officer(office, officer, units)


def _calendar(scenario: Scenario) -> Calendar:
    data = scenario.calendar
    national = Calendar.objects.get(code="national")
    calendar, _ = Calendar.objects.get_or_create(
        code=data["code"], defaults={"name": data["name"], "parent": national}
    )
    CalendarVersion.objects.get_or_create(
        calendar=calendar,
        valid_from=scenario.valid_from,
        defaults={"weekly": {str(day): list(data["weekly"]) for day in range(1, 6)}},
    )
    return calendar


def _officer(office: Office, officer: SampleOfficer, units: dict[str, Unit]) -> Person:
    data = PersonData(full_name=officer.full_name, phone=officer.phone)
    person = services.create_person(SYSTEM, officer.username, data, SAMPLE_PASSWORD)
    for posting in officer.posts:
        post = services.create_post(SYSTEM, units[posting.unit].pk, posting.title, posting.duties)
        services.create_membership(
            SYSTEM,
            person.pk,
            units[posting.unit].pk,
            posting.roles,
            office.valid_from,
            post_id=post.pk,
            on_duty=posting.on_duty,
        )
    return person


def opening(scenario: Scenario) -> datetime:
    """An instant before anything of the scenario happens."""
    day = scenario.valid_from
    return datetime(day.year, day.month, day.day, tzinfo=UTC).astimezone(time.TZ)
