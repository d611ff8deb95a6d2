"""Statements that run thousands of times a day: parsed and planned once per connection, then only executed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


class _Prepared(psycopg.Cursor[Any]):
    """A cursor that always prepares. Planning a long statement anew costs more than running it."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


@contextmanager
def prepared() -> Iterator[Any]:
    """A cursor of Django's own connection (counted, wrapped and in its transaction) with prepared statements."""
    connection.ensure_connection()
    assert connection.connection is not None
    with connection._prepare_cursor(_Prepared(connection.connection)) as cursor:
        yield cursor


def one(statement: str, params: Sequence[Any] | Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The first row of a prepared statement."""
    with prepared() as cursor:
        cursor.execute(statement, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def all_rows(statement: str, params: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a prepared statement."""
    with prepared() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
