"""Reads of the desk: the list of open tasks, its neighbours, and who can be given work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.desk import inbox_sql as sql
from motcua.desk.filters import Edge, Filters, Scope, When
from motcua.desk.inbox_sql import Lanes
from motcua.desk.task_rows import COLUMNS, JOINS, TaskRow, read_row
from motcua.dossiers.queries import visible_dossiers
from motcua.kernel import time
from motcua.offices.actors import Actor
from motcua.offices.roles import Role
from motcua.processes.models import ProcessVersion

PAGE = 30
CAP = 99  # counts above are shown as "99+"
_SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class FieldGroupChoice:
    """A book of fields one can filter by."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks, none counted beyond CAP + 1: per scope, and per deadline in the list."""

    mine: int
    unit: int
    office: int
    late: int
    today: int
    soon: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the list with all around it."""

    rows: tuple[TaskRow, ...]
    older: Edge | None
    newer: Edge | None
    counts: Counts
    groups: tuple[FieldGroupChoice, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the steps that wait for one role of a person."""

    rows: tuple[TaskRow, ...]
    older: Edge | None
    newer: Edge | None


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who can be given a task in a unit, and how many they hold now (at most CAP + 1)."""

    person_id: int
    name: str
    unit_id: int
    roles: frozenset[str]
    open_tasks: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """The units of the offices a person may look into, and their books of fields."""

    units: tuple[int, ...]
    groups: tuple[FieldGroupChoice, ...]


def inbox(actor: Actor, filters: Filters, edge: Edge | None = None, size: int = PAGE) -> Inbox:
    """A page of open tasks, nearest deadline first and those without one last. Three statements."""
    frame = _frame(actor)
    page = _page(_lanes(actor, filters.scope, frame), filters, edge, size)
    return Inbox(page.rows, page.older, page.newer, _counts(actor, filters, frame), frame.groups)


def queue(actor: Actor, role: Role, edge: Edge | None = None, size: int = PAGE) -> Queue:
    """A page of the open steps of that role which this person can do now, nearest deadline first. One statement."""
    units = tuple((unit, role.value) for unit in sorted(actor.units(role)))
    return _page(Lanes(actor.person_id, units, role.value), Filters(), edge, size)


def neighbours(
    actor: Actor, filters: Filters, place: Edge, dossier_id: UUID
) -> tuple[TaskRow | None, TaskRow | None]:
    """(previous, next) task of another dossier in the list, around a place in it. Up to three statements."""
    frame = _frame(actor) if filters.scope is Scope.OFFICE else _Frame((), ())
    lanes = _lanes(actor, filters.scope, frame)
    found = []
    for backwards in (True, False):
        rows = _rows(lanes, filters, Edge(place.due_at, place.task_id, backwards), 3)
        found.append(next((row for row in rows if row.dossier_id != dossier_id), None))
    return found[0], found[1]


def tasks_by_id(task_ids: Collection[UUID], actor: Actor) -> list[TaskRow]:
    """Open tasks of dossiers in the person's sight, nearest deadline first. Two statements.

    Whether the person may act on them is judged by the act.
    """
    now = time.now()
    with connection.cursor() as cursor:
        cursor.execute(_BY_ID, {"ids": list(task_ids), "now": now})
        rows = [read_row(row, now) for row in cursor.fetchall()]
    seen = (
        visible_dossiers(actor).filter(pk__in={row.dossier_id for row in rows}).values_list("pk", flat=True)
    )
    sight = set(seen)
    return [row for row in rows if row.dossier_id in sight]


def officers(unit_ids: Collection[int]) -> list[Officer]:
    """Everybody with a role in these units today and how many open tasks they hold. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFICERS, {"units": list(unit_ids), "on": time.today(), "cap": CAP + 1})
        rows = cursor.fetchall()
    return [Officer(person, name, unit, frozenset(roles), held) for person, name, unit, roles, held in rows]


def drawing(process_version_id: int) -> str:
    """The BPMN source of a process version, as it came."""
    return ProcessVersion.objects.values_list("source", flat=True).get(pk=process_version_id)


# ── how ──

_BY_ID = f"""
WITH page AS MATERIALIZED (
  SELECT * FROM dossiers_task WHERE id = ANY(%(ids)s::uuid[]) AND closed_at IS NULL)
SELECT {COLUMNS} FROM page t {JOINS} ORDER BY t.due_at, t.id
"""  # noqa: S608 - built from constants only
_OFFICERS = """
SELECT p.id, p.full_name, held.unit_id, array_agg(DISTINCT held.role), max(work.open)
FROM (
  SELECT m.person_id, m.unit_id, unnest(m.roles) AS role FROM offices_membership m
  WHERE m.unit_id = ANY(%(units)s) AND m.valid_from <= %(on)s AND (m.valid_to IS NULL OR m.valid_to >= %(on)s)
  UNION ALL
  SELECT d.receiver_id, d.unit_id, d.role FROM offices_delegation d
  WHERE d.unit_id = ANY(%(units)s) AND d.valid_from <= %(on)s AND d.valid_to >= %(on)s
) held
JOIN offices_person p ON p.id = held.person_id AND p.is_active
CROSS JOIN LATERAL (
  SELECT count(*) AS open FROM (
    SELECT 1 FROM dossiers_task t WHERE t.assignee_id = p.id AND t.closed_at IS NULL LIMIT %(cap)s) c) work
GROUP BY p.id, p.full_name, held.unit_id
ORDER BY max(work.open), p.full_name, held.unit_id
"""
_FRAME = """
SELECT u.id, NULL, NULL FROM offices_unit u JOIN offices_office o ON o.id = u.office_id
WHERE o.path = ANY(%(own)s) OR o.path LIKE ANY(%(below)s)
UNION ALL
(SELECT g.id, g.name, o.path FROM offices_fieldgroup g JOIN offices_office o ON o.id = g.office_id
 WHERE o.path = ANY(%(own)s) OR o.path LIKE ANY(%(below)s) ORDER BY o.path, g.position, g.id LIMIT 60)
"""


def _frame(actor: Actor) -> _Frame:
    own = sorted({grant.office_path for grant in actor.grants})
    below = [f"{path}.%" for path in actor.paths(Role.SUPERVISOR, Role.ADMINISTRATOR)]
    with connection.cursor() as cursor:
        cursor.execute(_FRAME, {"own": own, "below": below})
        rows = cursor.fetchall()
    return _Frame(
        tuple(row_id for row_id, name, _ in rows if name is None),
        tuple(FieldGroupChoice(row_id, name) for row_id, name, _ in rows if name is not None),
    )


def _lanes(actor: Actor, scope: Scope, frame: _Frame) -> Lanes:
    """Mine: what is named for me, and what waits for a role of mine with nobody named yet."""
    if scope is Scope.MINE:
        held = {(grant.unit_id, str(grant.role)) for grant in actor.grants}
        return Lanes(actor.person_id, tuple(sorted(held)))
    units = sorted(actor.units()) if scope is Scope.UNIT else sorted(frame.units)
    return Lanes(None, tuple((unit, "") for unit in units))


def _page(lanes: Lanes, filters: Filters, edge: Edge | None, size: int) -> Queue:
    rows = _rows(lanes, filters, edge, size + 1)
    more, rows = len(rows) > size, rows[:size]
    backwards = edge is not None and edge.backwards
    if backwards:
        rows.reverse()
    turned = (edge and not backwards) or (backwards and more)
    return Queue(
        rows=tuple(rows),
        older=rows[-1].edge() if rows and (more or backwards) else None,
        newer=rows[0].edge(backwards=True) if rows and turned else None,
    )


def _rows(lanes: Lanes, filters: Filters, edge: Edge | None, limit: int) -> list[TaskRow]:
    statement, values = rows_statement(lanes, filters, edge, limit)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [read_row(row, values["now"]) for row in cursor.fetchall()]


def rows_statement(
    lanes: Lanes, filters: Filters, edge: Edge | None, limit: int
) -> tuple[str, dict[str, Any]]:
    """The statement of a page and its values."""
    values = _moments() | {"limit": limit}
    found = sql.tasks(lanes, filters, edge, values)
    statement = f"""
WITH page AS MATERIALIZED (
  SELECT k.* FROM ({found}) k ORDER BY {sql.order_by(edge, "k.")} LIMIT %(limit)s)
SELECT {COLUMNS} FROM page t {JOINS}
ORDER BY {sql.order_by(edge, "t.")}"""  # noqa: S608 - built from constants; values are parameters
    return statement, values


def _counts(actor: Actor, filters: Filters, frame: _Frame) -> Counts:
    """Six counts in one statement, each stopping at CAP + 1."""
    lists = [(scope, Filters(scope=scope)) for scope in Scope]
    lists += [(filters.scope, filters.with_(when=when)) for when in (When.LATE, When.TODAY, When.SOON)]
    values: dict[str, Any] = {}
    counted = []
    for number, (scope, narrowed) in enumerate(lists):
        own = _moments() | {"limit": CAP + 1}
        keys = sql.tasks(_lanes(actor, scope, frame), narrowed, None, own, "t.id")
        for name, value in own.items():
            keys = keys.replace(f"%({name})s", f"%({name}_{number})s")
            values[f"{name}_{number}"] = value
        counted.append(f"(SELECT count(*) FROM (SELECT 1 FROM ({keys}) k LIMIT {CAP + 1}) counted)")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counted)}", values)
        row = cursor.fetchone()
    assert row is not None
    return Counts(*row)


def _moments() -> dict[str, Any]:
    now = time.now()
    day_end = time.local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {"now": now, "day_end": day_end, "soon": now + _SOON}
