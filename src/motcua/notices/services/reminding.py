"""Reminders: a result that nobody collects, a supplement whose last day comes near. Found each hour, each told once."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from motcua.dossiers.lifecycle.waiting import AWAIT
from motcua.dossiers.status import READY_TO_RETURN
from motcua.kernel import time
from motcua.kernel.sql import all_rows
from motcua.notices.moments import Moment
from motcua.notices.services.reading import AT_ITS_DESK
from motcua.notices.services.telling import tell

# Days after which a result that waits is spoken of again: three times, then the desk's list has it.
UNCOLLECTED_AFTER = (timedelta(days=3), timedelta(days=10), timedelta(days=30))
# So long before a supplement must be complete its applicant hears of it again (R-27: closed only with notice before).
BEFORE_CLOSING = timedelta(days=3)
_LONG_AGO = timedelta(days=60)  # replayed or taken-over history reminds nobody
_AT_ONCE = 500
_UNCOLLECTED = f"""
SELECT d.id, (SELECT max(e.seq) FROM dossiers_dossierevent e WHERE e.dossier_id = d.id AND e.at = d.finished_at)
FROM dossiers_dossier d
WHERE d.status = ANY (%(ready)s) AND d.returned_at IS NULL AND {AT_ITS_DESK}
  AND d.finished_at <= %(before)s AND d.finished_at > %(long_ago)s
  AND NOT EXISTS (SELECT FROM notices_message m WHERE m.dossier_id = d.id AND m.moment = 'uncollected'
                  AND m.turn >= %(turn)s)
ORDER BY d.finished_at LIMIT %(most)s
"""  # noqa: S608 - built from constants; values are parameters
_INCOMPLETE = """
SELECT t.dossier_id, (SELECT max(e.seq) FROM dossiers_dossierevent e
                      WHERE e.dossier_id = t.dossier_id AND e.type = 'supplement_delivered')
FROM dossiers_task t
WHERE t.action = %(await)s AND t.closed_at IS NULL AND t.due_at > %(now)s AND t.due_at <= %(soon)s
  AND t.opened_at <= %(soon)s - 2 * %(before)s
  AND NOT EXISTS (SELECT FROM notices_message m WHERE m.dossier_id = t.dossier_id AND m.moment = 'supplement'
                  AND m.turn = 2 AND m.created_at >= t.opened_at)
ORDER BY t.due_at LIMIT %(most)s
"""


def remind() -> int:
    """Write every reminder that is due; gives how many messages. Safe to run twice."""
    now = time.now()
    written = sum(tell(dossier_id, seq, Moment.SUPPLEMENT, 2) for dossier_id, seq in _incomplete(now))
    for turn, age in reversed(list(enumerate(UNCOLLECTED_AFTER, start=1))):
        written += sum(
            tell(dossier_id, seq, Moment.UNCOLLECTED, turn) for dossier_id, seq in _waiting(now, turn, age)
        )
    return written


def _waiting(now: datetime, turn: int, age: timedelta) -> list[tuple[UUID, int]]:
    values = {
        "ready": [status.value for status in READY_TO_RETURN],
        "before": now - age,
        "long_ago": now - _LONG_AGO,
        "turn": turn,
        "most": _AT_ONCE,
    }
    return [(dossier_id, seq) for dossier_id, seq in all_rows(_UNCOLLECTED, values) if seq]


def _incomplete(now: datetime) -> list[tuple[UUID, int]]:
    values = {
        "await": AWAIT,
        "now": now,
        "soon": now + BEFORE_CLOSING,
        "before": BEFORE_CLOSING,
        "most": _AT_ONCE,
    }
    return [(dossier_id, seq) for dossier_id, seq in all_rows(_INCOMPLETE, values) if seq]
