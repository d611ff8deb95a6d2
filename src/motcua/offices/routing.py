"""Who plays which part for a dossier: at its own offices, and at the others that its process names.

A step names its office by a selector (`processes.bpmn.attributes.OFFICE`); the selectors of a process are
resolved once, at reception, so that a step needs no lookup.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from motcua.kernel import time
from motcua.kernel.errors import Refusal, Status


@dataclass(frozen=True, slots=True)
class Desk:
    """The one-stop desk of an office, and the office's identifiers."""

    office_id: int
    office_name: str
    desk: int
    code_old: str
    code_new: str

    def agency_code(self, family: str) -> str:
        """The identifier that stands in dossier codes of the family ("old", "new"). Refuses a missing one."""
        code = self.code_old if family == "old" else self.code_new
        if not code:
            raise Refusal(
                "agency_code_missing",
                _("“%(office)s” has no identifier for dossier codes (%(family)s family)."),
                _("An administrator enters it in the setup of the office."),
                params={"office": self.office_name, "family": family},
            )
        return code


@dataclass(frozen=True, slots=True)
class Routing(Desk):
    """Which units of an office play which part for a field of procedures, and its working calendar."""

    office_path: str
    division: int
    leadership: int
    clerk: int
    field_group_id: int
    calendar_id: int


@dataclass(frozen=True, slots=True)
class Place:
    """An office that a selector names, and the calendar it works by."""

    name: str
    calendar_id: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Who plays one part at the office that a selector names."""

    office: str
    part: str
    office_id: int
    unit_id: int


# Several units of one kind: the oldest plays the part. The calendar is that of the nearest office upwards.
_OFFICES = """
SELECT office.id, office.name, office.path, office.level_name, office.code_old, office.code_new,
       office.valid_from <= %(on)s AND (office.valid_to IS NULL OR office.valid_to >= %(on)s) AS in_force,
       successor.name AS successor, %(on)s::date AS day, part.desk, part.leadership, part.clerk, grp.id AS group_id,
       grp.unit_id AS division,
       (SELECT above.calendar_id FROM offices_office above
        WHERE above.id = ANY (string_to_array(office.path, '.')::bigint[]) AND above.calendar_id IS NOT NULL
        ORDER BY length(above.path) DESC LIMIT 1) AS calendar_id
FROM offices_office office
LEFT JOIN offices_office successor ON successor.id = office.successor_id
LEFT JOIN LATERAL (
    SELECT min(u.id) FILTER (WHERE u.kind = 'desk') AS desk,
           min(u.id) FILTER (WHERE u.kind = 'leadership') AS leadership,
           min(u.id) FILTER (WHERE u.kind = 'clerk') AS clerk
    FROM offices_unit u
    WHERE u.office_id = office.id AND u.valid_from <= %(on)s AND (u.valid_to IS NULL OR u.valid_to >= %(on)s)
) part ON true
LEFT JOIN LATERAL (
    SELECT g.id, g.unit_id FROM offices_fieldgroup g
    WHERE g.office_id = office.id AND %(field)s = ANY (g.field_codes) ORDER BY g.position, g.id LIMIT 1
) grp ON true
"""
_ONE = _OFFICES + "WHERE office.id = %(office)s"
_ON_ROUTE = """WHERE office.code_new = ANY (%(codes)s) OR office.code_old = ANY (%(codes)s)
  OR office.id = ANY (%(own)s) OR office.id IN (
    SELECT unnest(string_to_array(own.path, '.')::bigint[]) FROM offices_office own WHERE own.id = ANY (%(own)s))
ORDER BY length(office.path) DESC, office.id
"""
_ROUTE = _OFFICES + _ON_ROUTE
_PART_NAMES = {
    "desk": _("one-stop desk"),
    "leadership": _("leadership"),
    "clerk": _("clerk"),
}


def routing(office_id: int, field_code: str, on: date | None = None) -> Routing:
    """Who does what at an office for procedures of a field, on a day (today), with one statement.

    Refuses an unknown or abolished office, and says which unit, field group or calendar is not set up.
    """
    row = _office(office_id, field_code, on)
    units = {part: _unit(row, part, field_code) for part in ("division", "desk", "leadership", "clerk")}
    return Routing(
        office_id=office_id,
        office_name=row["name"],
        code_old=row["code_old"],
        code_new=row["code_new"],
        office_path=row["path"],
        field_group_id=row["group_id"],
        calendar_id=_calendar(row),
        **units,
    )


def receiving_desk(office_id: int, on: date | None = None) -> Desk:
    """The desk of an office that only takes in: it needs no unit of its own for the field. One statement."""
    row = _office(office_id, "", on)
    return Desk(office_id, row["name"], _unit(row, "desk", ""), row["code_old"], row["code_new"])


def seats(
    wanted: Collection[tuple[str, str]],
    receiving_id: int,
    competent_id: int,
    returning_id: int,
    field_code: str,
    on: date | None = None,
) -> tuple[Seat, ...]:
    """Who plays the wanted (selector, part) pairs, the desk of each such office included. One statement.

    Refuses a selector that names no office of the route, and a part that nobody plays there.
    """
    own = {"receiving": receiving_id, "competent": competent_id, "returning": returning_id}
    found: dict[tuple[str, str], Seat] = {}
    for office, row in _on_route([office for office, _part in wanted], own, field_code, on).items():
        parts = ["desk", *(part for selector, part in wanted if selector == office)]
        for part in dict.fromkeys(parts):
            found[office, part] = Seat(office, part, row["id"], _unit(row, part, field_code))
    return tuple(found.values())


def places(wanted: Collection[str], receiving_id: int, competent_id: int) -> Mapping[str, Place]:
    """The office behind each selector, whoever works there. One statement.

    Refuses a selector that names no office of the route, and an office without a calendar.
    """
    own = {"receiving": receiving_id, "competent": competent_id}
    rows = _on_route(wanted, own, "", None)
    return {office: Place(row["name"], _calendar(row)) for office, row in rows.items()}


@dataclass(frozen=True, slots=True)
class Successor:
    """Who does at an office what units of another one did: (old, new) pairs, its book for the field, the paths."""

    units: tuple[tuple[int, int], ...]
    field_group_id: int | None
    paths: tuple[str, ...]


_SUCCEEDED = """
SELECT office.path, coalesce(parent.path, office.path), unit.id, unit.kind
FROM offices_office office
LEFT JOIN offices_office parent ON parent.id = office.parent_id
LEFT JOIN offices_unit unit ON unit.office_id = office.id AND unit.id = ANY (%(units)s)
WHERE office.id = %(office)s ORDER BY unit.id
"""


def successor(
    from_office: int, to_office: int, unit_ids: Collection[int], field_code: str, on: date | None = None
) -> Successor:
    """How `to_office` can take over what those units of `from_office` do. Two statements.

    Refuses an office that does not exist today, and a part that nobody plays there.
    """
    target = _office(to_office, field_code, on)
    with connection.cursor() as cursor:
        cursor.execute(_SUCCEEDED, {"office": from_office, "units": list(unit_ids)})
        rows = cursor.fetchall()
    if not rows:
        raise _no_office()
    pairs = tuple((unit, _unit(target, kind, field_code)) for _p, _a, unit, kind in rows if unit is not None)
    return Successor(pairs, target["group_id"], (rows[0][1], target["path"]))


def _on_route(
    wanted: Collection[str], own: Mapping[str, int], field_code: str, on: date | None
) -> dict[str, dict[str, Any]]:
    """The office behind each selector; `own` are the dossier's."""
    codes = [office.removeprefix("office:") for office in wanted if office.startswith("office:")]
    rows = _read(_ROUTE, {"codes": codes, "own": list(own.values()), "field": field_code}, on)
    ways = [{int(part) for part in row["path"].split(".")} for i in (own["competent"], own["receiving"])
            for row in rows if row["id"] == i]  # fmt: skip
    return {office: _chosen(office, rows, own, ways) for office in dict.fromkeys(wanted)}


def _chosen(
    office: str, rows: list[dict[str, Any]], own: Mapping[str, int], ways: list[set[int]]
) -> dict[str, Any]:
    kind, _colon, name = office.partition(":")
    if kind == "office":
        fit = [row for row in rows if name in (row["code_new"], row["code_old"])]
    elif kind == "level":  # nearest first: the way up from the competent office, then from the receiving one
        fit = [row for way in ways for row in rows if row["id"] in way and row["level_name"] == name]
    else:
        fit = [row for row in rows if row["id"] == own.get(office)]
    in_force = [row for row in fit if row["in_force"]]
    if in_force:
        return in_force[0]
    if fit:
        raise _not_in_force(fit[0])
    if office in own:
        raise Refusal(
            "unknown_reference",
            _("Something that this form names does not exist (any more)."),
            _("Load the page again and choose once more."),
        )
    raise Refusal(
        "no_office_on_route",
        _("The process sends this dossier to an office that does not exist here: %(office)s."),
        _("An administrator corrects the office in the table of steps."),
        params={"office": office},
    )


def _read(statement: str, values: Mapping[str, Any], on: date | None) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "on": on or time.today()})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _office(office_id: int, field_code: str, on: date | None) -> dict[str, Any]:
    row = _row(office_id, field_code, on)
    if not row["in_force"]:
        raise _not_in_force(row)
    return row


def _row(office_id: int, field_code: str, on: date | None) -> dict[str, Any]:
    rows = _read(_ONE, {"office": office_id, "field": field_code}, on)
    if not rows:
        raise _no_office()
    return rows[0]


def _unit(row: Mapping[str, Any], part: str, field_code: str) -> int:
    if row[part] is not None:
        return int(row[part])
    if part == "division":
        raise Refusal(
            "field_without_group",
            _("No unit of “%(office)s” handles the field %(field)s."),
            _("An administrator adds it to a group of fields in the setup of the office."),
            params={"office": row["name"], "field": field_code},
        )
    raise Refusal(
        "unit_missing",
        _("“%(office)s” has no unit that plays the part: %(part)s."),
        _("An administrator adds such a unit in the setup of the office."),
        params={"office": row["name"], "part": _PART_NAMES[part]},
    )


def _not_in_force(row: Mapping[str, Any]) -> Refusal:
    successor = row["successor"]
    return Refusal(
        "office_not_in_force",
        _("“%(office)s” does not exist on %(day)s."),
        _("Its successor is %(successor)s.") if successor else _("Choose another office."),
        params={"office": row["name"], "day": f"{row['day']:%d/%m/%Y}", "successor": successor or ""},
    )


def calendar_of_office(office_id: int) -> int:
    """The calendar an office works by: its own, or that of the nearest office above; refuses none."""
    return _calendar(_row(office_id, "", None))


def _no_office() -> Refusal:
    return Refusal(
        "no_such_office",
        _("There is no such office."),
        _("Choose one from the list."),
        status=Status.NOT_FOUND,
    )


def _calendar(row: Mapping[str, Any]) -> int:
    if row["calendar_id"] is not None:
        return int(row["calendar_id"])
    raise Refusal(
        "office_without_calendar",
        _("“%(office)s” has no working calendar, so no due date can be promised."),
        _("An administrator gives it one, or gives one to the office above it."),
        params={"office": row["name"]},
    )
