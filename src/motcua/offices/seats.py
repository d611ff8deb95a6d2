"""Who plays which part for a dossier at the other offices that its process names.

A step names its office by a selector (`processes.bpmn.attributes.OFFICE`); the selectors of a process are
resolved once, at reception, so that a step needs no lookup. "level:province" is the nearest office of that level
upwards; where it cannot do what is wanted, a body of the same level right beneath it does (a department for its
fields). An office named by its identifier that is no longer in force gives way to its successor.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from motcua.kernel.errors import Refusal
from motcua.offices.routing import OFFICES, calendar_in, not_in_force, read_offices, unit_playing

Wanted = Collection[tuple[str, str]]  # (selector, part) pairs
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seat:
    """Who plays one part at the office that a selector names."""

    office: str
    part: str
    office_id: int
    unit_id: int
    calendar_id: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """An office that a selector names, and the calendar it works by."""

    office_id: int
    name: str
    calendar_id: int


_ABOVE = """
WITH RECURSIVE heirs AS (
    SELECT named.successor_id AS id FROM offices_office named
    WHERE named.code_new = ANY (%(codes)s) OR named.code_old = ANY (%(codes)s)
    UNION SELECT heir.successor_id FROM offices_office heir JOIN heirs ON heir.id = heirs.id
), above AS MATERIALIZED (
    SELECT DISTINCT unnest(string_to_array(own.path, '.')::bigint[]) AS id
    FROM offices_office own WHERE own.id = ANY (%(own)s)
)
"""
_WHERE = """
WHERE office.code_new = ANY (%(codes)s) OR office.code_old = ANY (%(codes)s)
  OR office.id IN (SELECT id FROM heirs) OR office.id = ANY (%(own)s) OR office.id IN (SELECT id FROM above)
  OR (office.level_name = ANY (%(levels)s) AND grp.id IS NOT NULL AND office.parent_id IN (SELECT id FROM above))
ORDER BY length(office.path) DESC, office.id
"""
_ROUTE = _ABOVE + OFFICES + _WHERE


def seats(
    wanted: Wanted,
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
    return _seated(wanted, _rows(wanted, list(own.values()), field_code, on), own, field_code)


def places(wanted: Collection[str], receiving_id: int, competent_id: int) -> Mapping[str, Place]:
    """The office behind each selector, whoever works there. One statement.

    Refuses a selector that names no office of the route, and an office without a calendar.
    """
    own = {"receiving": receiving_id, "competent": competent_id}
    rows = _rows([(office, "") for office in wanted], list(own.values()), "", None)
    ways = _ways(rows, own)
    found = {office: _named(office, rows, own, ways) for office in dict.fromkeys(wanted)}
    return {office: Place(row["id"], row["name"], calendar_in(row)) for office, row in found.items()}


def empty_seats(
    wanted: Wanted, office_ids: Sequence[int], field_code: str, on: date | None = None
) -> dict[int, Refusal]:
    """What would be refused at each of these offices if it took in and decided. One statement for all."""
    wanted = sorted(wanted)
    rows = _rows(wanted, office_ids, field_code, on)
    found: dict[int, Refusal] = {}
    for office in office_ids:
        try:
            _seated(wanted, rows, dict.fromkeys(("receiving", "competent", "returning"), office), field_code)
        except Refusal as refusal:
            found[office] = refusal
    return found


def _rows(wanted: Wanted, own: Sequence[int], field_code: str, on: date | None) -> list[dict[str, Any]]:
    named = [office.partition(":") for office, _part in wanted]
    values = {
        "codes": [name for kind, _colon, name in named if kind == "office"],
        "levels": [name for kind, _colon, name in named if kind == "level"],
        "own": list(own),
        "field": field_code,
    }
    return read_offices(_ROUTE, values, on)


def _seated(
    wanted: Wanted, rows: Sequence[_Row], own: Mapping[str, int], field_code: str
) -> tuple[Seat, ...]:
    ways = _ways(rows, own)
    found: dict[tuple[str, str], Seat] = {}
    for office in dict.fromkeys(office for office, _part in wanted):
        parts = dict.fromkeys(["desk", *(part for selector, part in wanted if selector == office)])
        row = _named(office, rows, own, ways)
        if office.startswith("level:"):
            row = _able(row, rows, list(parts))
        for part in parts:
            found[office, part] = Seat(
                office, part, row["id"], unit_playing(row, part, field_code), row["calendar_id"]
            )
    return tuple(found.values())


def _ways(rows: Sequence[_Row], own: Mapping[str, int]) -> list[set[int]]:
    """The offices above the competent and above the receiving one, each with itself."""
    ends = (row for office in (own["competent"], own["receiving"]) for row in rows if row["id"] == office)
    return [{int(part) for part in row["path"].split(".")} for row in ends]


def _able(nearest: _Row, rows: Sequence[_Row], parts: Sequence[str]) -> _Row:
    """The office itself, or the first body of its level right beneath it that plays every part."""
    bodies = [
        row
        for row in rows
        if row["in_force"]
        and row["level_name"] == nearest["level_name"]
        and row["path"].rpartition(".")[0] == nearest["path"]
    ]
    able = (row for row in (nearest, *bodies) if all(row[part] is not None for part in parts))
    return next(able, nearest)


def _named(office: str, rows: Sequence[_Row], own: Mapping[str, int], ways: list[set[int]]) -> _Row:
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
    if kind == "office" and (heir := _heir(fit, rows)) is not None:
        return heir
    if fit:
        raise not_in_force(fit[0])
    if office in own:
        raise Refusal(
            "unknown_reference",
            _("Something that this form names does not exist (any more)."),
            _("Load the page again and choose once more."),
        )
    if kind == "level":
        raise Refusal(
            "no_office_on_route",
            _("No office of the level “%(level)s” lies on the way of this dossier."),
            _("Choose an office of that level, or below it, as the competent one."),
            params={"level": _LEVELS.get(name, name)},
        )
    raise Refusal(
        "no_office_on_route",
        _("The process sends this dossier to an office that does not exist here: %(office)s."),
        _("An administrator corrects the office in the table of steps."),
        params={"office": office},
    )


def _heir(named: Sequence[_Row], rows: Sequence[_Row]) -> _Row | None:
    """The first office in force that came after one of these, or after its successor and so on."""
    by_id = {row["id"]: row for row in rows}
    for row in named:
        met: set[int] = set()
        after: _Row | None = row
        while after is not None and after["id"] not in met:
            if after["in_force"]:
                return after
            met.add(after["id"])
            after = by_id.get(after["successor_id"])
    return None


_LEVELS = {
    "commune": _("commune"),
    "district": _("district"),
    "province": _("province"),
    "ministry": _("ministry"),
    "facility": _("facility"),
}
