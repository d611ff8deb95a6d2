"""A whole province by SQL: a thousand officers in a hundred offices, and as many open dossiers as are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

OFFICES, OFFICERS_EACH = 100, 10
_PLAN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) "


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
        f"""CREATE TEMP VIEW all_divisions AS SELECT id, office_id, valid_from FROM offices_unit
           WHERE kind = 'division' AND (office_id = {like} OR id IN (SELECT id FROM more_units))"""
    )
    _run(
        """INSERT INTO offices_fieldgroup (office_id, name, field_codes, unit_id, position, version)
           SELECT u.office_id, g.name, g.field_codes, u.id, g.position, 1
           FROM offices_fieldgroup g JOIN more_units u ON u.like_id = g.unit_id"""
    )
    _run(
        """CREATE TEMP VIEW more_offices_groups AS SELECT m.id, m.n, min(g.id) AS field_group_id
           FROM more_offices m JOIN offices_fieldgroup g ON g.office_id = m.id GROUP BY m.id, m.n"""
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
           JOIN (SELECT id, valid_from, row_number() OVER (ORDER BY office_id, id) AS row FROM all_divisions) u
             ON u.row = 1 + (p.row %% (SELECT count(*) FROM all_divisions))"""
    )
    for table in ("office", "unit", "person", "membership"):
        _run(f"ANALYZE offices_{table}")


def copy_dossiers(dossier: UUID, number: int, *, elsewhere: bool) -> None:
    """So many copies of an open dossier and its open tasks, at its office or spread over all the others.

    One dossier in fifty is late. Of the tasks two thirds are named for an officer of their unit; one in twenty is a
    hand-over from another office that nobody has acknowledged, and of these one in ten is late.
    """
    place = "competent_office_id, receiving_office_id, returning_office_id, field_group_id"
    columns = ", ".join(name for name in _columns("dossiers_dossier") if name not in _CHANGED | {"state"})
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
              CASE WHEN s.n %% 50 = 7 THEN d.received_at - s.n %% 13 * interval '5 hours'
                ELSE d.due_at + s.n %% 5000 * interval '1 minute' - interval '20 hours' END AS due_at,
              CASE WHEN s.n %% 20 = 0 THEN d.state || '{{"transfers": []}}' ELSE d.state END AS state,
              {office} AS competent_office_id, {office} AS receiving_office_id, {office} AS returning_office_id,
              {group} AS field_group_id
            FROM generate_series(1, %s) s(n) JOIN more_offices m ON m.n = 1 + s.n %% %s, dossiers_dossier d
            WHERE d.id = %s""",
        number, OFFICES - 1, dossier,
    )  # fmt: skip
    _run(
        f"""INSERT INTO dossiers_dossier (id, code, received_at, due_at, state, {place}, {columns})
            SELECT id, %s || n, received_at, due_at, state, {place}, {columns} FROM copies""",
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
              CASE WHEN c.n %% 3 > 0 THEN (
                SELECT (array_agg(m.person_id ORDER BY m.person_id))[1 + c.n / {OFFICES} %% count(*)]
                FROM offices_membership m WHERE m.unit_id = {unit} AND 'case_officer' = ANY (m.roles)) END,
              t.opened_at, CASE WHEN c.n %% 200 = 0 THEN t.opened_at - interval '1 day' ELSE c.due_at END, ''
            FROM copies c, dossiers_task t WHERE t.dossier_id = %s AND t.closed_at IS NULL""",
        dossier,
    )
    _run("DROP TABLE copies")
    _run("ANALYZE dossiers_dossier")
    _run("ANALYZE dossiers_task")


def results(dossier: UUID, *, elsewhere: bool) -> None:
    """A hundred results between two desks: 20 to be sent, 20 on their way, 60 arrived and waiting there.

    From the dossier's office to a neighbour and back, or from each other office to the next one.
    """
    columns = ", ".join(name for name in _columns("dossiers_dossier") if name not in _CHANGED | _FINISHED)
    _run(
        """CREATE TEMP TABLE ways ON COMMIT DROP AS
           SELECT gen_random_uuid() AS going, gen_random_uuid() AS arrived, way.* FROM ("""
        + (
            """SELECT a.n, a.id AS giver, b.id AS taker, a.field_group_id
               FROM more_offices_groups a JOIN more_offices b ON b.n = a.n + 1 WHERE a.n > 1"""
            if elsewhere
            else """SELECT 0 AS n, d.competent_office_id AS giver, b.id AS taker, d.field_group_id
                      FROM dossiers_dossier d, more_offices b WHERE d.id = %(dossier)s AND b.n = 1
                    UNION ALL SELECT 1, a.id, d.competent_office_id, a.field_group_id
                      FROM dossiers_dossier d, more_offices_groups a WHERE d.id = %(dossier)s AND a.n = 1"""
        )
        + ") way",
        dossier=dossier,
    )
    _run(
        f"""CREATE TEMP TABLE made ON COMMIT DROP AS
            SELECT gen_random_uuid() AS id, s.n, w.n AS way, w.giver, w.taker, w.field_group_id, w.going, w.arrived,
              d.received_at, d.due_at, {columns}
            FROM generate_series(1, 100) s(n), ways w, dossiers_dossier d WHERE d.id = %(dossier)s""",
        dossier=dossier,
    )
    _run(
        f"""INSERT INTO dossiers_dossier (id, code, received_at, due_at, competent_office_id, receiving_office_id,
              returning_office_id, field_group_id, status, finished_at, decision, result_number, {columns})
            SELECT id, 'R-' || way || '-' || n, received_at, due_at, giver, taker, taker, field_group_id,
              'result_ready', received_at + n * interval '1 minute', 'granted', n || '/QD', {columns} FROM made"""
    )
    _run(
        """INSERT INTO delivery_handoverlist
             (id, office_id, kind, to_office_id, receiver, year, number, given_by_id, at)
           SELECT list, giver, 'desk', taker, 'Nguyễn Văn Nhận', 2026, number,
             (SELECT min(id) FROM offices_person), now() + number * interval '1 hour'
           FROM (SELECT arrived AS list, giver, taker, 1 AS number FROM ways
                 UNION ALL SELECT going, giver, taker, 2 FROM ways) lists"""
    )
    _run(
        """INSERT INTO delivery_desktransfer (id, dossier_id, list_id)
           SELECT gen_random_uuid(), id, CASE WHEN n > 40 THEN arrived ELSE going END FROM made WHERE n > 20"""
    )
    _run(
        """INSERT INTO delivery_deskarrival (transfer_id, by_id, at)
           SELECT t.id, (SELECT min(id) FROM offices_person), now()
           FROM delivery_desktransfer t JOIN ways w ON w.arrived = t.list_id"""
    )
    _run(
        """INSERT INTO delivery_sentresult (transfer_id, dossier_id, list_id, office_id, to_office_id, at, arrived)
           SELECT t.id, t.dossier_id, l.id, l.office_id, l.to_office_id, l.at, l.id = w.arrived
           FROM delivery_desktransfer t JOIN delivery_handoverlist l ON l.id = t.list_id
           JOIN ways w ON l.id IN (w.going, w.arrived)"""
    )
    for name in ("made", "ways"):
        _run(f"DROP TABLE {name}")
    for table in ("handoverlist", "desktransfer", "deskarrival", "sentresult"):
        _run(f"ANALYZE delivery_{table}")
    _run("ANALYZE dossiers_dossier")


def buffers(work: Callable[[], Any]) -> int:
    """How many buffers all reading statements of a piece of work touch, in memory or not."""
    with CaptureQueriesContext(connection) as caught:
        work()
    statements = [str(query["sql"]).lstrip() for query in caught.captured_queries]
    return sum(_buffers(sql) for sql in statements if sql.startswith(("SELECT", "WITH", "(")))


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
_FINISHED = frozenset(["status", "finished_at", "decision", "result_number"])


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


def _run(statement: str, *values: Any, **named: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, named or values)


def _buffers(statement: str) -> int:
    with connection.cursor() as cursor:
        for _ in range(2):  # the first reads what is not in memory yet
            cursor.execute(_PLAN + statement.replace("%", "%%"), [])
        top = cursor.fetchone()[0][0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])
