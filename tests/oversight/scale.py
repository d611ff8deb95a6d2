"""A whole province by SQL: a thousand officers in a hundred offices, and as many open dossiers as are asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

OFFICES, OFFICERS_EACH = 100, 10
_PLAN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) "


def offices(like: int) -> None:
    """A hundred offices beside an office, with its units and groups of fields, and ten officers in each."""
    _run(
        """CREATE TEMP TABLE more_offices ON COMMIT DROP AS
           SELECT nextval(pg_get_serial_sequence('offices_office', 'id')) AS id, n, o.parent_id, p.path AS above,
             o.level, o.level_name, o.calendar_id, o.valid_from
           FROM offices_office o JOIN offices_office p ON p.id = o.parent_id, generate_series(1, %s - 1) n
           WHERE o.id = %s""",
        OFFICES, like,
    )  # fmt: skip
    _run(
        """INSERT INTO offices_office (id, parent_id, path, level, level_name, name, short_name, superior_name,
             place, code_old, code_new, calendar_id, address, hours, hotline, email, notice, valid_from, version)
           SELECT id, parent_id, above || '.' || id, level, level_name, 'Xã Mẫu ' || n, 'Xã Mẫu ' || n, '', '', '',
             'H99.20.X' || n, calendar_id, '', '', '', '', '', valid_from, 1 FROM more_offices"""
    )
    _run(
        """CREATE TEMP TABLE more_units ON COMMIT DROP AS
           SELECT nextval(pg_get_serial_sequence('offices_unit', 'id')) AS id, u.id AS like_id, m.id AS office_id,
             m.n, u.kind, u.valid_from
           FROM offices_unit u, more_offices m WHERE u.office_id = %s""",
        like,
    )
    _run(
        """INSERT INTO offices_unit (id, office_id, name, kind, phone, valid_from, version)
           SELECT id, office_id, 'Bộ phận mẫu ' || n, kind, '', valid_from, 1 FROM more_units"""
    )
    _run(
        """INSERT INTO offices_fieldgroup (office_id, name, field_codes, unit_id, position, version)
           SELECT u.office_id, g.name, g.field_codes, u.id, g.position, 1
           FROM offices_fieldgroup g JOIN more_units u ON u.like_id = g.unit_id"""
    )
    _run(
        """INSERT INTO offices_person (username, full_name, phone, email, is_active, version, password)
           SELECT 'mau-' || n, 'Nguyễn Văn Mẫu ' || n, '', '', true, 1, '!' FROM generate_series(1, %s) n""",
        OFFICES * OFFICERS_EACH,
    )
    _run(
        """INSERT INTO offices_membership (person_id, unit_id, roles, on_duty, valid_from, version)
           SELECT p.id, u.id, ARRAY['case_officer']::varchar[], false, u.valid_from, 1
           FROM (SELECT id, row_number() OVER (ORDER BY id) AS row FROM offices_person
                 WHERE username LIKE 'mau-%%') p
           JOIN (SELECT id, valid_from, row_number() OVER (ORDER BY office_id, id) AS row FROM more_units
                 WHERE kind = 'division') u ON u.row = 1 + (p.row %% (SELECT count(*) FROM more_units
                 WHERE kind = 'division'))"""
    )


def copy_dossiers(dossier: UUID, number: int, *, elsewhere: bool) -> None:
    """So many copies of an open dossier and its open tasks, at its office or spread over all the others."""
    place = "competent_office_id, receiving_office_id, returning_office_id, field_group_id"
    columns = ", ".join(name for name in _columns("dossiers_dossier") if name not in _CHANGED)
    group = (
        "(SELECT min(g.id) FROM offices_fieldgroup g WHERE g.office_id = m.id)"
        if elsewhere
        else "field_group_id"
    )
    office = "m.id" if elsewhere else "competent_office_id"
    _run(
        f"""CREATE TEMP TABLE copies ON COMMIT DROP AS
            SELECT gen_random_uuid() AS id, s.n, {columns},
              d.received_at - s.n %% 40 * interval '1 hour' AS received_at,
              d.due_at + s.n %% 5000 * interval '1 minute' - interval '20 hours' AS due_at,
              {office} AS competent_office_id, {office} AS receiving_office_id, {office} AS returning_office_id,
              {group} AS field_group_id
            FROM generate_series(1, %s) s(n) JOIN more_offices m ON m.n = 1 + s.n %% %s, dossiers_dossier d
            WHERE d.id = %s""",
        number, OFFICES - 1, dossier,
    )  # fmt: skip
    _run(
        f"""INSERT INTO dossiers_dossier (id, code, received_at, due_at, {place}, {columns})
            SELECT id, %s || n, received_at, due_at, {place}, {columns} FROM copies""",
        "E-" if elsewhere else "H-",
    )
    unit = (
        """(SELECT min(u.id) FROM offices_unit u WHERE u.office_id = c.competent_office_id
            AND u.kind = (SELECT kind FROM offices_unit k WHERE k.id = t.unit_id))"""
        if elsewhere
        else "t.unit_id"
    )
    _run(
        f"""INSERT INTO dossiers_task (id, dossier_id, token, element, name, action, role, unit_id, assignee_id,
              opened_at, due_at, outcome)
            SELECT gen_random_uuid(), c.id, t.token, t.element, t.name,
              CASE WHEN c.n %% 20 = 0 THEN 'accept_transfer' ELSE t.action END, t.role, {unit},
              CASE WHEN c.n %% 3 > 0 THEN t.assignee_id END, t.opened_at, c.due_at, ''
            FROM copies c, dossiers_task t WHERE t.dossier_id = %s AND t.closed_at IS NULL""",
        dossier,
    )
    _run("DROP TABLE copies")
    _run("ANALYZE dossiers_dossier")
    _run("ANALYZE dossiers_task")
    _run("ANALYZE offices_office")


def buffers(work: Callable[[], Any]) -> int:
    """How many buffers all statements of a piece of work read that look at dossiers or tasks."""
    with CaptureQueriesContext(connection) as caught:
        work()
    return sum(
        _buffers(str(query["sql"])) for query in caught.captured_queries if "dossiers_" in query["sql"]
    )


_CHANGED = frozenset(
    [
        "id",
        "code",
        "received_at",
        "due_at",
        "competent_office_id",
        "receiving_office_id",
        "returning_office_id",
        "field_group_id",
    ]
)


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _run(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _buffers(statement: str) -> int:
    with connection.cursor() as cursor:
        for _ in range(2):  # the first reads what is not in memory yet
            cursor.execute(_PLAN + statement.replace("%", "%%"), [])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    hits = re.search(r"Buffers: shared hit=(\d+)(?: read=(\d+))?", plan)
    return int(hits[1]) + int(hits[2] or 0) if hits else 0
