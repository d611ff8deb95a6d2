"""What the ledgers say since the last time, read once a minute.

Receiving, steps and handing over are what an office does all day, and their statements are counted: a
subscription would add three to each. So they are read here, all at once, with an index and no job of their
own. The rare events of the law are subscribed to (`apps`), and told within seconds; reading finds them, too,
should their job have been lost. A result is ready when processing has ended with one and it is at the desk that gives
it out: that is a matter of the dossier's row, not of one kind of event.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from motcua.dossiers.status import READY_TO_RETURN, Status
from motcua.kernel import time
from motcua.notices.models import ReadUntil
from motcua.notices.moments import EVENTS, Moment
from motcua.notices.services.telling import OLDEST, tell, tell_of_event

EVERYDAY = frozenset({"received", "handed_over"})
RARE = tuple(event.type for event in EVENTS if event.type not in EVERYDAY)
# A transaction commits a little after the instant it writes.
_OVERLAP = timedelta(minutes=3)
_EVENTS = """
SELECT e.dossier_id, e.seq FROM dossiers_dossierevent e
WHERE e.at > %(since)s AND e.at <= %(until)s AND e.type = ANY (%(types)s)
  AND NOT EXISTS (SELECT FROM notices_message m WHERE m.dossier_id = e.dossier_id AND m.seq = e.seq)
ORDER BY e.at, e.seq
"""
AT_ITS_DESK = "coalesce(d.state->'transfers', '[]') = '[]'"  # the result of dossier `d` is on no way any more
_RESULTS = f"""
SELECT d.id, d.status, (SELECT max(e.seq) FROM dossiers_dossierevent e
                        WHERE e.dossier_id = d.id AND e.at = d.finished_at)
FROM dossiers_dossier d
WHERE d.status = ANY (%(ready)s) AND {AT_ITS_DESK} AND d.id IN (
    SELECT id FROM dossiers_dossier WHERE finished_at > %(since)s AND finished_at <= %(until)s
    UNION SELECT dossier_id FROM dossiers_dossierevent
    WHERE type = 'transfer_acknowledged' AND at > %(since)s AND at <= %(until)s)
  AND NOT EXISTS (SELECT FROM notices_message m WHERE m.dossier_id = d.id
                  AND m.moment IN ('result_ready', 'refused'))
ORDER BY d.finished_at
"""  # noqa: S608 - built from constants; values are parameters


@dataclass(frozen=True, slots=True)
class Ready:
    """A dossier whose processing ended with a result, and the event that ended it."""

    dossier_id: UUID
    status: Status
    seq: int

    @property
    def moment(self) -> Moment:
        refused = self.status == Status.REFUSED_AFTER_APPRAISAL
        return Moment.REFUSED if refused else Moment.RESULT_READY


def read_news() -> None:
    """Tell of everything since the last time. The first time there is nothing before: an office begins now."""
    until = time.now()
    known = ReadUntil.objects.filter(pk=1).values_list("at", flat=True).first()
    since = min(max(known or until, until - OLDEST), until) - _OVERLAP
    for dossier_id, seq in _events(since, until):
        tell_of_event(dossier_id, seq)
    for ready in _results(since, until):
        tell(ready.dossier_id, ready.seq, ready.moment)
    ReadUntil.objects.update_or_create(pk=1, defaults={"at": until})


def _events(since: datetime, until: datetime) -> list[tuple[UUID, int]]:
    types = [event.type for event in EVENTS]
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, {"since": since, "until": until, "types": types})
        return [(dossier_id, seq) for dossier_id, seq in cursor.fetchall()]


def _results(since: datetime, until: datetime) -> list[Ready]:
    ready = [status.value for status in READY_TO_RETURN]
    with connection.cursor() as cursor:
        cursor.execute(_RESULTS, {"since": since, "until": until, "ready": ready})
        return [
            Ready(dossier_id, Status(status), seq) for dossier_id, status, seq in cursor.fetchall() if seq
        ]
