"""Dossiers that went from one office to another on a day, the electronic and the paper part told apart (R-35, R-36)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from motcua.dossiers import events as ev
from motcua.dossiers.codec import decode
from motcua.dossiers.lifecycle.sending import ACCEPT, ACCEPT_PAPERS
from motcua.dossiers.models import DossierEvent
from motcua.kernel import time


@dataclass(frozen=True, slots=True)
class Taken:
    """One part has come: when, who took it, who brought it (empty for the electronic part)."""

    at: datetime
    person_id: int | None
    given_by: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedOn:
    """Bàn giao hồ sơ giữa hai cơ quan. `record` and `papers` are None until that part is taken over.

    `refused`: why the other desk gave it back; then neither part ever comes.
    """

    dossier_id: UUID
    from_office: int
    to_office: int
    sent_at: datetime
    sent_by: int | None
    record: Taken | None = None
    papers: Taken | None = None
    refused: str = ""


# An office sends when it closes a step, and gets a task to acknowledge: both are found by its units.
_SENT = f"""
SELECT e.dossier_id, e.at, e.actor_id, (sent->>'token')::int, (sent->>'from_office')::bigint,
  (sent->>'to_office')::bigint
FROM (
  SELECT t.dossier_id, t.closed_at AS at FROM dossiers_task t JOIN offices_unit u ON u.id = t.unit_id
  WHERE u.office_id = %(office)s AND t.closed_at >= %(start)s AND t.closed_at < %(end)s
  UNION
  SELECT t.dossier_id, t.opened_at FROM dossiers_task t JOIN offices_unit u ON u.id = t.unit_id
  WHERE u.office_id = %(office)s AND (t.closed_at IS NULL OR t.closed_at >= %(start)s)
    AND t.action = '{ACCEPT}' AND t.opened_at >= %(start)s AND t.opened_at < %(end)s) moved
JOIN dossiers_dossierevent e ON e.dossier_id = moved.dossier_id AND e.at = moved.at
CROSS JOIN LATERAL json_array_elements(e.payload->'effect'->'sent') AS sent
WHERE %(office)s IN ((sent->>'from_office')::bigint, (sent->>'to_office')::bigint)
ORDER BY e.at, e.dossier_id, e.seq
"""  # noqa: S608 - built from constants; values are parameters
_ANSWERED = (ev.TransferAcknowledged, ev.PapersHandedOver, ev.TransferRefused)


def handed_on(office_id: int, day: date) -> tuple[HandedOn, ...]:
    """What the office sent to other offices and got from them on that day, in order of sending. Two statements."""
    start, end = time.beginning_of(day), time.beginning_of(day + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(_SENT, {"office": office_id, "start": start, "end": end})
        rows = cursor.fetchall()
    told = _told({row[0] for row in rows})
    return tuple(
        HandedOn(dossier, from_office, to_office, at, who, *_parts(told[dossier], token))
        for dossier, at, who, token, from_office, to_office in rows
    )


def _told(dossiers: set[UUID]) -> defaultdict[UUID, list[tuple[ev.Event, datetime, int | None]]]:
    found: defaultdict[UUID, list[tuple[ev.Event, datetime, int | None]]] = defaultdict(list)
    rows = DossierEvent.objects.filter(dossier_id__in=dossiers, type__in=[kind.type for kind in _ANSWERED])
    for row in rows.order_by("dossier_id", "seq"):
        event = decode(ev.BY_TYPE[row.type], row.payload)
        found[row.dossier_id].append((event, row.at, row.actor_id))
    return found


def _parts(
    told: list[tuple[ev.Event, datetime, int | None]], token: int
) -> tuple[Taken | None, Taken | None, str]:
    record = papers = None
    refused = ""
    waits: set[int] = set()
    for event, at, who in told:
        if isinstance(event, ev.TransferAcknowledged) and event.token == token:
            record = Taken(at, who)
            waits = {task.token for task in event.effect.opened if task.action == ACCEPT_PAPERS}
            if event.papers:
                papers = Taken(at, who, event.given_by, event.papers)
        elif isinstance(event, ev.PapersHandedOver) and event.token in waits:
            papers = Taken(at, who, event.given_by, event.papers)
        elif isinstance(event, ev.TransferRefused) and event.token == token:
            refused = event.reason
    return record, papers, refused
