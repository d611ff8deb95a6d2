"""The desk's own write: who has which dossier open. Everything else goes through `dossiers.services`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.kernel import time

HERE = timedelta(seconds=45)  # the page says "still here" every 20 s: one lost message is forgiven
_FORGOTTEN = timedelta(minutes=10)

_SEEN = """
WITH gone AS (
  DELETE FROM desk_presence
  WHERE person_id = %(person)s AND dossier_id <> %(dossier)s AND seen_at < %(forgotten)s),
seen AS (
  INSERT INTO desk_presence (dossier_id, person_id, seen_at) VALUES (%(dossier)s, %(person)s, %(now)s)
  ON CONFLICT (dossier_id, person_id) DO UPDATE SET seen_at = excluded.seen_at)
SELECT p.full_name FROM desk_presence d JOIN offices_person p ON p.id = d.person_id
WHERE d.dossier_id = %(dossier)s AND d.person_id <> %(person)s AND d.seen_at > %(since)s
ORDER BY d.seen_at, p.id
"""


def say_here(dossier_id: UUID, person_id: int) -> tuple[str, ...]:
    """Note that the person has the dossier open now; gives the names of the others who do. One statement."""
    now = time.now()
    values: dict[str, Any] = {
        "dossier": dossier_id,
        "person": person_id,
        "now": now,
        "since": now - HERE,
        "forgotten": now - _FORGOTTEN,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, values)
        return tuple(name for (name,) in cursor.fetchall())
