"""Whether the office's records can be trusted, and whether the work in the background goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

_SILENT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Integrity:
    """The last check of all ledgers, one that is under way, and the worker's last sign of life."""

    checked_at: datetime | None
    dossiers: int
    events: int
    broken: int
    problems: tuple[str, ...]
    asked_at: datetime | None  # of a check that is not finished
    worker_silent: timedelta | None  # None: no worker has ever been here

    @property
    def sound(self) -> bool:
        """Whether everything was sound at the last check."""
        return self.checked_at is not None and self.broken == 0

    @property
    def worker_alive(self) -> bool:
        """Whether a worker gave a sign within the last minute."""
        return self.worker_silent is not None and self.worker_silent < _SILENT


_INTEGRITY = """
SELECT last.finished_at, coalesce(last.dossiers, 0), coalesce(last.events, 0), coalesce(last.broken, 0),
  coalesce(last.problems, '[]'::jsonb)::text,
  (SELECT requested_at FROM reports_ledgercheck WHERE finished_at IS NULL),
  (SELECT now() - max(last_heartbeat) FROM procrastinate_workers)
FROM (SELECT 1) one
LEFT JOIN LATERAL (
  SELECT * FROM reports_ledgercheck WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT 1
) last ON true
"""


def integrity() -> Integrity:
    """How things stand, with one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_INTEGRITY)
        row = cursor.fetchone()
    assert row is not None
    checked_at, dossiers, events, broken, problems, asked_at, silent = row
    return Integrity(checked_at, dossiers, events, broken, tuple(json.loads(problems)), asked_at, silent)
