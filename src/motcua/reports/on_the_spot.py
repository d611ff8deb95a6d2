"""What a centre does on the spot, and who may sign it there today (TT 01/2018/TT-VPCP Art 6).

Done on the spot is what people of the one-stop desk receive, appraise, approve and give back themselves. The list
is a decision's; everything else follows from the process, the postings and the delegations of the day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from motcua.dossiers.engine_route import EngineRoute, route_of
from motcua.dossiers.route import part_of
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.offices.models import Delegation, Membership, Office, OnTheSpot
from motcua.offices.queries import in_force
from motcua.offices.roles import UnitKind
from motcua.offices.routing import Routing, routing
from motcua.procedures.models import ProcedureVersion
from motcua.procedures.queries import versions_in_force

SOON = timedelta(days=30)
PARTS = ("reception", "appraisal", "approval", "return")
_ACTIONS = {"receive": "reception", "examine": "appraisal", "return": "return"}
_OWN = frozenset({"", "receiving", "competent"})

Seat = tuple[str, int]  # role, unit


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody of the desk who holds a role today; `giver` and `decision` are empty in one's own right."""

    person_id: int
    name: str
    giver: str
    decision: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """One procedure of the list. `lacking`: those of the four parts that nobody at the desk may do today.

    A part that its process does not have is `absent`, not lacking: a same-day process may go without an appraisal.
    """

    spot: OnTheSpot
    name: str
    signers: tuple[Holder, ...]
    lacking: tuple[str, ...]
    elsewhere: bool = False  # the process sends it to another office all the same
    absent: tuple[str, ...] = ()

    @property
    def unsigned(self) -> bool:
        """Whether nobody at the desk may sign it today."""
        return "approval" in self.lacking


@dataclass(frozen=True, slots=True)
class Board:
    """The list of one office on a day."""

    office: Office
    lines: tuple[Line, ...]
    ending: tuple[Delegation, ...]  # to people of the desk, over within thirty days

    @property
    def unsigned(self) -> tuple[Line, ...]:
        """The procedures that nobody at the desk may sign today."""
        return tuple(line for line in self.lines if line.unsigned)


def board(office: Office, on: date | None = None) -> Board:
    """What the office's centre does on the spot on a day (today), with who may sign."""
    day = on or time.today()
    spots = list(OnTheSpot.objects.filter(in_force(day), office=office).order_by("procedure_code"))
    held, delegations = _held(office.pk, day)
    versions = _versions({spot.procedure_code for spot in spots}, day)
    places = _places(office.pk, {row.field_id for row in versions.values()}, day)
    lines = []
    for spot in spots:
        version = versions.get(spot.procedure_code)
        if version is None or version.process_version_id is None:
            lines.append(Line(spot, version.name if version else "", (), PARTS))
            continue
        route = route_of(version.process_version_id)
        wanted = _wanted(route, places.get(version.field_id))
        lacking = tuple(part for part in PARTS if part in wanted and not _all_held(wanted[part], held))
        signers = [holder for seat in sorted(wanted.get("approval", ())) for holder in held.get(seat, ())]
        elsewhere = any(task.work.office not in _OWN for task in route.tasks)
        absent = tuple(part for part in PARTS if part not in wanted)
        lines.append(Line(spot, version.name, tuple(dict.fromkeys(signers)), lacking, elsewhere, absent))
    ending = tuple(row for row in delegations if row.valid_to <= day + SOON)
    return Board(office, tuple(lines), ending)


def _versions(codes: Collection[str], day: date) -> dict[str, ProcedureVersion]:
    rows = versions_in_force(day).filter(procedure__code__in=codes)
    return {row.code: row for row in rows.annotate(code=F("procedure__code")).order_by("number")}


def _places(office_id: int, fields: Collection[str], day: date) -> dict[str, Routing]:
    """Who does what at the office, field by field; without those for which no unit is set up."""
    found = {}
    for field in fields:
        with suppress(Refusal):
            found[field] = routing(office_id, field, day)
    return found


def _wanted(route: EngineRoute, place: Routing | None) -> dict[str, set[Seat]]:
    """The (role, unit) pairs of each of the four parts that the process has.

    A part that no unit of the office plays has no pairs; all four are so where the office does not do the field.
    """
    if place is None:
        return {part: set() for part in PARTS}
    found: dict[str, set[Seat]] = {}
    for task in route.tasks:
        part = "approval" if route.decides(task.id) else _ACTIONS.get(task.work.action)
        if part is None:
            continue
        seats = found.setdefault(part, set())
        if task.work.office in _OWN:
            seats.add((task.work.role, getattr(place, part_of(task.work.unit))))
    return found


def _all_held(seats: Collection[Seat], held: Collection[Seat]) -> bool:
    return bool(seats) and all(seat in held for seat in seats)


def _held(office_id: int, day: date) -> tuple[dict[Seat, list[Holder]], list[Delegation]]:
    """Who of the desk holds which role in which unit of the office, and the delegations among them."""
    posted = list(
        Membership.objects.filter(in_force(day), unit__office=office_id, person__is_active=True)
        .select_related("person", "unit")
        .order_by("person__username", "pk")
    )
    desk = {row.person_id for row in posted if row.unit.kind == UnitKind.DESK}
    own = {(row.person_id, role, row.unit_id) for row in posted for role in row.roles}
    delegated = [
        row
        for row in Delegation.objects.filter(in_force(day), unit__office=office_id, receiver__in=desk)
        .select_related("receiver", "giver", "unit")
        .order_by("valid_to", "pk")
        if (row.giver_id, row.role, row.unit_id) in own  # lasts no longer than the giver's own role
    ]
    found: dict[Seat, list[Holder]] = {}
    for seat, holder in (*_by_posting(posted, desk), *_by_delegation(delegated)):
        found.setdefault(seat, []).append(holder)
    return found, delegated


def _by_posting(posted: Iterable[Membership], desk: Collection[int]) -> Iterable[tuple[Seat, Holder]]:
    for row in posted:
        if row.person_id in desk:
            holder = Holder(row.person_id, row.person.full_name, "", "", row.valid_from, row.valid_to)
            yield from (((role, row.unit_id), holder) for role in row.roles)


def _by_delegation(delegated: Iterable[Delegation]) -> Iterable[tuple[Seat, Holder]]:
    for row in delegated:
        holder = Holder(
            row.receiver_id,
            row.receiver.full_name,
            row.giver.full_name,
            row.decision_number,
            row.valid_from,
            row.valid_to,
        )
        yield (row.role, row.unit_id), holder
