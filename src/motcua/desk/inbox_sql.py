"""The SQL of the list of open tasks: walked along the partial indexes, never sorted as a whole.

A list is made of lanes: one's own named tasks, and per unit (and role) the tasks there. Each lane reads only
the first rows behind the edge from an index on (…, due_at, id) of open tasks; the lanes are then merged. So a
page costs the same whether 2,000 or 2 million tasks are open. No due date sorts last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.desk.filters import Edge, Filters, When
from motcua.dossiers.lifecycle.sending import ACCEPT
from motcua.kernel.search import fold


@dataclass(frozen=True, slots=True)
class Lanes:
    """Whose tasks: those named for `person_id` (None: nobody's), and those of units, of one role or of any.

    A lane with a role holds only what nobody is named for yet. `role` narrows all lanes to steps of that role.
    """

    person_id: int | None = None
    units: tuple[tuple[int, str], ...] = ()
    role: str = ""


@dataclass(slots=True)
class _Parts:
    where: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    dossier: bool = False  # whether a condition looks at the dossier


_BEHIND = "(t.due_at, t.id) > (%(edge_due)s::timestamptz, %(edge_id)s::uuid)"
_BEFORE = "(t.due_at, t.id) < (%(edge_due)s::timestamptz, %(edge_id)s::uuid)"
_OWN = """(SELECT {columns} FROM dossiers_task t {join}
  WHERE t.closed_at IS NULL AND t.assignee_id = %(person)s AND {where}
  ORDER BY {order} LIMIT %(limit)s)"""
_OF_UNITS = """(SELECT found.*
  FROM unnest(%(lane_units)s::bigint[], %(lane_roles)s::text[]) AS lane(unit_id, role) CROSS JOIN LATERAL (
    SELECT {columns} FROM dossiers_task t {join}
    WHERE t.closed_at IS NULL AND t.unit_id = lane.unit_id
      AND (lane.role = '' OR (t.role = lane.role AND t.assignee_id IS NULL)) AND {where}
    ORDER BY {order} LIMIT %(limit)s) found)"""
# The reception of a dossier on its way here is done by acknowledging it: the hand-over alone stands in the list.
_NO_SECOND_LINE = f"""(t.action <> 'receive' OR NOT EXISTS (SELECT FROM dossiers_task sent
  WHERE sent.dossier_id = t.dossier_id AND sent.closed_at IS NULL AND sent.action = '{ACCEPT}'
    AND sent.unit_id = t.unit_id))"""
_NONE = "(SELECT {columns} FROM dossiers_task t WHERE false)"


def tasks(
    lanes: Lanes, filters: Filters, edge: Edge | None, values: dict[str, Any], columns: str = "t.*"
) -> str:
    """A statement giving these columns of the next `limit` tasks of the lanes, unsorted between lanes.

    Whole tasks where a page is read: looking each up again by its key would read several pages for every line.
    Adds its parameters to `values`, which must hold `limit`, `now`, `day_end` and `soon`.
    """
    narrowed = conditions(filters)
    values.update(narrowed.values, person=lanes.person_id)
    values.update(lane_units=[unit for unit, _ in lanes.units], lane_roles=[role for _, role in lanes.units])
    if lanes.role:
        narrowed.where.append("t.role = %(only_role)s")
        values.update(only_role=lanes.role)
    if edge is not None:
        values.update(edge_due=edge.due_at, edge_id=edge.task_id)
    shape = {
        "join": "JOIN dossiers_dossier d ON d.id = t.dossier_id" if narrowed.dossier else "",
        "order": order_by(edge, "t."),
        "columns": columns,
    }
    branches = []
    for part in _places(edge):
        where = " AND ".join([part, _NO_SECOND_LINE, *narrowed.where])
        if lanes.person_id is not None:
            branches.append(_OWN.format(where=where, **shape))
        if lanes.units:
            branches.append(_OF_UNITS.format(where=where, **shape))
    return "\nUNION ALL\n".join(branches) or _NONE.format(columns=columns)


def order_by(edge: Edge | None, prefix: str) -> str:
    """The order in which a page is read: backwards from an edge, else forwards."""
    way = " DESC" if edge is not None and edge.backwards else ""
    return f"{prefix}due_at{way}, {prefix}id{way}"


def _places(edge: Edge | None) -> tuple[str, ...]:
    """Where to read, each part one stretch of the index; tasks without a due date form its last stretch."""
    if edge is None:
        return ("true",)
    if edge.backwards:
        if edge.due_at is not None:
            return (_BEFORE,)
        return ("t.due_at IS NULL AND t.id < %(edge_id)s::uuid", "t.due_at IS NOT NULL")
    if edge.due_at is not None:
        return (_BEHIND, "t.due_at IS NULL")
    return ("t.due_at IS NULL AND t.id > %(edge_id)s::uuid",)


_WHEN: Mapping[When, str] = {
    When.LATE: "t.due_at < %(now)s",
    When.TODAY: "t.due_at >= %(now)s AND t.due_at < %(day_end)s",
    When.SOON: "t.due_at >= %(now)s AND t.due_at < %(soon)s",
}


def conditions(filters: Filters) -> _Parts:
    """The chosen filters as conditions on task `t` and dossier `d`."""
    parts = _Parts()
    if filters.when in _WHEN:
        parts.where.append(_WHEN[filters.when])
    if filters.step:
        parts.where.append("t.action = %(step)s")
        parts.values["step"] = filters.step
    if filters.group is not None:
        parts.dossier = True
        parts.where.append("d.field_group_id = %(group)s")
        parts.values["group"] = filters.group
    if words := fold(filters.procedure).split():
        parts.dossier = True
        parts.where.append(
            "d.procedure_version_id IN (SELECT v.id FROM procedures_procedureversion v"
            " WHERE v.search_text LIKE ALL (%(procedure)s))"
        )
        parts.values["procedure"] = [f"%{word}%" for word in words]
    if filters.q:
        parts.dossier = True
        parts.where.append("(d.code LIKE %(code)s OR d.applicant_folded LIKE ALL (%(names)s))")
        plain = filters.q.upper().replace("\\", "").replace("%", "").replace("_", "").replace(" ", "")
        parts.values["code"] = f"%{plain}%" if plain else ""
        parts.values["names"] = [f"%{word}%" for word in fold(filters.q).split()] or [""]
    return parts
