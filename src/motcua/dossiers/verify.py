"""`motcua verify`: replays every ledger and compares it with what the tables say.

One pass over two streams in the same order, inside one snapshot: the dossiers with their tasks and papers,
and the events. Memory stays flat however many dossiers there are.
"""

from __future__ import annotations

import json
import sys
import time as clock
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TextIO
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from motcua.dossiers.replay import Fault, Row, StoredEvent, first_fault

_ROWS = """
SELECT d.id, d.last_hash, (to_jsonb(d) - 'last_hash')::text,
  (SELECT jsonb_agg(to_jsonb(t))::text FROM dossiers_task t WHERE t.dossier_id = d.id),
  (SELECT jsonb_agg(to_jsonb(p))::text FROM dossiers_document p WHERE p.dossier_id = d.id)
FROM dossiers_dossier d ORDER BY d.id
"""
_EVENTS = """
SELECT dossier_id, seq, type, at, actor_id, payload::text, prev_hash, hash
FROM dossiers_dossierevent ORDER BY dossier_id, seq
"""
_BATCH = 200
_QUIET_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one dossier: its first broken event, or None when the ledger as a whole is."""

    dossier_id: UUID
    code: str
    seq: int | None
    what: str

    def __str__(self) -> str:
        place = "ledger" if self.seq is None else f"event {self.seq}"
        return f"{self.code or self.dossier_id}: {place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Checked:
    """One dossier looked at: how many events it has, and what is wrong, if anything."""

    events: int
    problem: Problem | None


def problems() -> Iterator[Problem]:
    """The first fault of every broken dossier, in the order of their ids; nothing when all is sound."""
    return (checked.problem for checked in check_all() if checked.problem is not None)


def main(out: TextIO | None = None, progress: TextIO | None = None) -> int:
    """Print every broken dossier and a last line with the verdict; 0 only when all are sound."""
    out, progress = out or sys.stdout, progress or sys.stderr
    dossiers = events = broken = 0
    said = clock.monotonic()
    started = False
    for checked in check_all():
        dossiers += 1
        events += checked.events
        if checked.problem is not None:
            broken += 1
            print(checked.problem, file=out)
        if clock.monotonic() - said > _QUIET_SECONDS:
            said, started = clock.monotonic(), True
            print(f"\r{dossiers} dossiers, {events} events checked …", end="", file=progress, flush=True)
    if started:
        print(file=progress)
    if broken:
        print(f"{broken} of {dossiers} dossiers are broken", file=out)
        return 1
    print(f"{dossiers} dossiers and {events} events are sound", file=out)
    return 0


def check_all() -> Iterator[Checked]:
    """Every dossier in the order of ids, replayed and compared."""
    with _snapshot(), _stream(_ROWS) as rows, _stream(_EVENTS) as events:
        ledgers = _ledgers(events)
        ahead = next(ledgers, None)
        for row in map(_row, rows):
            ledger: list[StoredEvent] = []
            while ahead is not None and ahead[0] < row.id:
                yield Checked(len(ahead[1]), Problem(ahead[0], "", 1, "there is no dossier of these events"))
                ahead = next(ledgers, None)
            if ahead is not None and ahead[0] == row.id:
                ledger, ahead = ahead[1], next(ledgers, None)
            fault = first_fault(row, ledger)
            yield Checked(len(ledger), None if fault is None else _problem(row, fault))
        while ahead is not None:
            yield Checked(len(ahead[1]), Problem(ahead[0], "", 1, "there is no dossier of these events"))
            ahead = next(ledgers, None)


def _problem(row: Row, fault: Fault) -> Problem:
    return Problem(row.id, row.columns.get("code") or "", fault.seq, fault.what)


def _ledgers(events: Iterator[tuple[Any, ...]]) -> Iterator[tuple[UUID, list[StoredEvent]]]:
    dossier: UUID | None = None
    ledger: list[StoredEvent] = []
    for dossier_id, seq, kind, at, actor_id, payload, prev_hash, sealed in events:
        if dossier_id != dossier:
            if dossier is not None:
                yield dossier, ledger
            dossier, ledger = dossier_id, []
        ledger.append(
            StoredEvent(seq, kind, at, actor_id, json.loads(payload), bytes(prev_hash), bytes(sealed))
        )
    if dossier is not None:
        yield dossier, ledger


def _row(found: tuple[Any, ...]) -> Row:
    dossier_id, last_hash, columns, tasks, papers = found
    return Row(
        id=dossier_id,
        last_hash=bytes(last_hash),
        columns=json.loads(columns),
        tasks=tuple(json.loads(tasks or "[]")),
        papers=tuple(json.loads(papers or "[]")),
    )


@contextmanager
def _snapshot() -> Iterator[None]:
    """Both streams see the same moment, while the office goes on working."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


@contextmanager
def _stream(statement: str) -> Iterator[Iterator[tuple[Any, ...]]]:
    """The rows of a statement, fetched in batches from a cursor of the server."""
    cursor: CursorWrapper
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        yield _batches(cursor)


def _batches(cursor: CursorWrapper) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_BATCH):
        yield from rows
