"""Statements that run thousands of times a day: planned once per connection, then only executed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.types.datetime import TimestamptzLoader

Params = Sequence[Any] | Mapping[str, Any]


class _Prepared(psycopg.Cursor[Any]):
    """A cursor that always prepares. Planning a long statement anew costs more than running it.

    It reads instants as the driver does, in the time zone of the session, which is UTC; Django's own reader says
    that once more for every value and takes ten times as long.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        super().__init__(connection)
        self.adapters.register_loader("timestamptz", TimestamptzLoader)

    def execute(self, query: Any, params: Any = None, **_options: Any) -> Any:
        return super().execute(query, params, prepare=True)


class _Kept(threading.local):
    cursor: _Prepared | None = None


_kept = _Kept()


def one(statement: str, params: Params) -> tuple[Any, ...] | None:
    """The first row of a prepared statement."""
    cursor = _cursor()
    cursor.execute(statement, params)
    row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def all_rows(statement: str, params: Params) -> list[tuple[Any, ...]]:
    """All rows of a prepared statement."""
    cursor = _cursor()
    cursor.execute(statement, params)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _cursor() -> Any:
    """The kept cursor of Django's own connection: counted, its errors translated, in its transaction."""
    own = connections[DEFAULT_DB_ALIAS]
    own.ensure_connection()
    cursor = _kept.cursor
    if cursor is None or cursor.connection is not own.connection:
        cursor = _kept.cursor = _Prepared(own.connection)
    wrap: Callable[[Any], Any] = getattr(own, "_prepare_cursor")  # noqa: B009 (counts and translates errors)
    return wrap(cursor)
