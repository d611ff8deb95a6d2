"""Procedures that go through several levels of government, merged offices among them, and the desks of communes.

How many levels a procedure has follows from its process: the level of the competent office, a commune's where the
receiving office works on it, and the levels of all others that steps name (rule LT-1). A reception alone does not
count: any desk may receive for any office.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from motcua.dossiers.engine_route import route_of
from motcua.offices.models import Office, Unit
from motcua.offices.queries import in_force
from motcua.procedures.models import ProcedureVersion
from motcua.reports.committed import Carrier, carried_by_any, carriers, promises
from motcua.reports.sight import Sight
from motcua.reports.time_cuts import Promise

RULES = "LT-1"
_LONGEST_CHAIN = 20
_IN_TIME = timedelta(days=92)
LOWEST = "commune"  # whoever receives for another office is taken to be a commune's desk


@dataclass(frozen=True, slots=True)
class Chain:
    """A procedure whose dossiers go through offices of several levels; `levels` from the lowest upwards."""

    promise: Promise
    levels: tuple[str, ...]
    merged: tuple[Standing, ...]  # the offices that its steps name and that were merged from others, by name


@dataclass(frozen=True, slots=True)
class Standing:
    """The office that an identifier means on a day: itself, or its successor where it is gone."""

    name: str
    rank: int
    level: str
    merged_from: tuple[str, ...]  # the names of the offices that were merged into it


@dataclass(frozen=True, slots=True)
class CommuneDesk:
    """A ward or commune and the name of its desk, empty when it has none."""

    id: int
    name: str
    desk: str


def levels_of(offices: Collection[str], competent: str, known: Mapping[str, Standing]) -> tuple[str, ...]:
    """The level names on a route, from the lowest upwards. Pure.

    `offices` are the selectors of the steps (`processes.bpmn.attributes.OFFICE`), `competent` the name of the
    competent office's level; `known` gives the office that every "office:CODE" means.

    >>> levels_of(["receiving", "level:province"], "district", {})
    ('commune', 'district', 'province')
    """
    ranks = {LOWEST: 4, "district": 3, "province": 2, "ministry": 1}
    found = {competent}
    for office in offices:
        kind, _colon, name = office.partition(":")
        if kind == "receiving":
            found.add(LOWEST)
        elif kind == "level":
            found.add(name)
        elif kind == "office" and office in known:
            found.add(known[office].level)
            ranks.setdefault(known[office].level, known[office].rank)
    return tuple(sorted(found, key=lambda level: (-ranks.get(level, 9), level)))


def chains(own: Sequence[Promise], solving: Sequence[Carrier], on: date) -> list[Chain]:
    """The procedures among these that are interconnected and name offices of two levels or more on a day.

    The competent office is the first of `solving` (from the top downwards) that carries the procedure out.
    """
    rows = ProcedureVersion.objects.filter(
        pk__in=[one.version_id for one in own], process_version__isnull=False
    ).exclude(interconnection="none")
    routes = dict(rows.values_list("pk", "process_version_id"))
    known = {f"office:{code}": office for code, office in standing(on)}
    found = []
    for promise in own:
        process = routes.get(promise.version_id)
        carrier = next((one for one in solving if one.carries_out(promise)), None)
        if process is None or carrier is None:
            continue
        selectors = {office for office, _part in route_of(process).seats}
        levels = levels_of(selectors, carrier.level_name, known)
        if len(levels) > 1:
            met = {known[office] for office in selectors if office in known}
            merged = sorted((office for office in met if office.merged_from), key=lambda office: office.name)
            found.append(Chain(promise, levels, tuple(merged)))
    return found


def interconnected(sight: Sight, on: date) -> tuple[list[Promise], list[Chain]]:
    """What the offices somebody sees carry out on a day, and the procedures among it that go over several levels."""
    solving = carriers(sight, on)
    own = carried_by_any(promises(on)[0], solving)
    return own, chains(own, solving, on)


def commune_desks(sight: Sight, on: date) -> list[CommuneDesk]:
    """The wards and communes that exist on a day among the offices somebody sees, each with its desk."""
    lasts = in_force(on)
    seen = [office.id for office in sight.offices]
    offices = Office.objects.filter(lasts, pk__in=seen, level_name=LOWEST)
    desks = Unit.objects.filter(lasts, office__in=seen, kind="desk").order_by("-pk")
    names = dict(desks.values_list("office_id", "name"))  # of several, the oldest plays the part
    rows = offices.order_by("path").values_list("pk", "short_name")
    return [CommuneDesk(pk, name, names.get(pk, "")) for pk, name in rows]


def standing(on: date) -> Iterator[tuple[str, Standing]]:
    """Every identifier an office has or had, with the office it means on a day."""
    offices = {office.pk: office for office in Office.objects.all()}
    gone = {pk for pk, office in offices.items() if office.valid_to is not None and office.valid_to < on}
    before: defaultdict[int | None, list[Office]] = defaultdict(list)
    for pk in gone:
        before[offices[pk].successor_id].append(offices[pk])
    for office in offices.values():
        found = office
        for _step in range(_LONGEST_CHAIN):
            if found.pk not in gone or found.successor_id is None:
                break
            found = offices[found.successor_id]
        merged_from = tuple(sorted(one.name for one in _merged_into(found, before)))
        meant = Standing(found.short_name, found.level, found.level_name, merged_from)
        for code in filter(None, (office.code_new, office.code_old)):
            yield code, meant


def _merged_into(office: Office, before: Mapping[int | None, Sequence[Office]]) -> list[Office]:
    """The offices that were made into this one, renamings between looked through; none when it was never merged.

    An office that takes the place of a single other one was merged with it if it had stood for some months;
    otherwise it is that office under a new name, entered in time.
    """
    followed = before.get(office.pk, ())
    if len(followed) == 1:
        (single,) = followed
        added = single.valid_to is not None and office.valid_from <= single.valid_to - _IN_TIME
        return [single] if added else _merged_into(single, before)
    return [origin for one in followed for origin in (_merged_into(one, before) or [one])]
