"""Who plays which part for a dossier at one office. `offices.seats` says it for the others on its way."""

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


# Several units of one kind: the oldest plays the part. The calendar is that of the nearest office upwards.
OFFICES = """
SELECT office.id, office.name, office.path, office.level_name, office.code_old, office.code_new,
       office.valid_from <= %(on)s AND (office.valid_to IS NULL OR office.valid_to >= %(on)s) AS in_force,
       office.successor_id,
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
_ONE = OFFICES + "WHERE office.id = %(office)s"
FIELD_WITHOUT_GROUP = "field_without_group"
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
    units = {
        part: unit_playing(row, part, field_code) for part in ("division", "desk", "leadership", "clerk")
    }
    return Routing(
        office_id=office_id,
        office_name=row["name"],
        code_old=row["code_old"],
        code_new=row["code_new"],
        office_path=row["path"],
        field_group_id=row["group_id"],
        calendar_id=calendar_in(row),
        **units,
    )


def receiving_desk(office_id: int, on: date | None = None) -> Desk:
    """The desk of an office that only takes in: it needs no unit of its own for the field. One statement."""
    row = _office(office_id, "", on)
    return Desk(office_id, row["name"], unit_playing(row, "desk", ""), row["code_old"], row["code_new"])


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
    pairs = tuple(
        (unit, unit_playing(target, kind, field_code)) for _p, _a, unit, kind in rows if unit is not None
    )
    return Successor(pairs, target["group_id"], (rows[0][1], target["path"]))


def read_offices(statement: str, values: Mapping[str, Any], on: date | None) -> list[dict[str, Any]]:
    """The rows of a statement that begins with `OFFICES`, on a day (today)."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "on": on or time.today()})
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _office(office_id: int, field_code: str, on: date | None) -> dict[str, Any]:
    row = _row(office_id, field_code, on)
    if not row["in_force"]:
        raise not_in_force(row)
    return row


def _row(office_id: int, field_code: str, on: date | None) -> dict[str, Any]:
    rows = read_offices(_ONE, {"office": office_id, "field": field_code}, on)
    if not rows:
        raise _no_office()
    return rows[0]


def unit_playing(row: Mapping[str, Any], part: str, field_code: str) -> int:
    """The unit of such a row that plays the part; refuses where there is none, and says where to set it up."""
    if row[part] is not None:
        return int(row[part])
    if part == "division":
        raise Refusal(
            FIELD_WITHOUT_GROUP,
            _("No unit of “%(office)s” handles the field %(field)s."),
            _(
                "Choose another competent office; or an administrator adds it to a group of fields in the setup."
            ),
            params={"office": row["name"], "field": field_code},
        )
    raise Refusal(
        "unit_missing",
        _("“%(office)s” has no unit that plays the part: %(part)s."),
        _("An administrator adds such a unit in the setup of the office."),
        params={"office": row["name"], "part": _PART_NAMES[part]},
    )


def not_in_force(row: Mapping[str, Any]) -> Refusal:
    """The refusal of an office that does not exist on the day, with its successor."""
    successor = row["successor"]
    return Refusal(
        "office_not_in_force",
        _("“%(office)s” does not exist on %(day)s."),
        _("Its successor is %(successor)s.") if successor else _("Choose another office."),
        params={"office": row["name"], "day": f"{row['day']:%d/%m/%Y}", "successor": successor or ""},
    )


def calendar_of_office(office_id: int) -> int:
    """The calendar an office works by: its own, or that of the nearest office above; refuses none."""
    return calendar_in(_row(office_id, "", None))


def _no_office() -> Refusal:
    return Refusal(
        "no_such_office",
        _("There is no such office."),
        _("Choose one from the list."),
        status=Status.NOT_FOUND,
    )


def calendar_in(row: Mapping[str, Any]) -> int:
    """The calendar of such a row; refuses none."""
    if row["calendar_id"] is not None:
        return int(row["calendar_id"])
    raise Refusal(
        "office_without_calendar",
        _("“%(office)s” has no working calendar, so no due date can be promised."),
        _("An administrator gives it one, or gives one to the office above it."),
        params={"office": row["name"]},
    )
