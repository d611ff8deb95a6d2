"""Statements that run thousands of times a day: planned once per connection, then only executed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection

Params = Sequence[Any] | Mapping[str, Any]


class _Prepared(psycopg.Cursor[Any]):
    """A cursor that always prepares. Planning a long statement anew costs more than running it."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


def one(statement: str, params: Params) -> tuple[Any, ...] | None:
    """The first row of a prepared statement."""
    with _cursor() as cursor:
        cursor.execute(statement, params)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def all_rows(statement: str, params: Params) -> list[tuple[Any, ...]]:
    """All rows of a prepared statement."""
    with _cursor() as cursor:
        cursor.execute(statement, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _cursor() -> Any:
    """A cursor of Django's own connection: counted, its errors translated, in its transaction."""
    connection.ensure_connection()
    assert connection.connection is not None
    wrap: Callable[[Any], Any] = getattr(connection, "_prepare_cursor")  # noqa: B009 (counts and translates errors)
    return wrap(_Prepared(connection.connection))
