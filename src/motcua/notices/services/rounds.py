"""What is done each minute for all messages: wake those that are due, end what has waited too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from motcua.kernel import jobs, time
from motcua.notices.models import Message, Outage
from motcua.notices.moments import HOLDS_WHILE, SENT
from motcua.notices.reasons import Reason
from motcua.notices.services.sending import WAITING
from motcua.notices.services.telling import SEND

_AT_ONCE = 500
# A job that was asked for and has not come by then was lost; asking twice does no harm.
_ASK_AGAIN = timedelta(minutes=10)
_WAKE = """
UPDATE notices_message SET asked_at = %(now)s WHERE id IN (
  SELECT id FROM notices_message
  WHERE channel = %(channel)s AND accepted_at IS NULL AND undelivered_at IS NULL AND next_try_at <= %(now)s
    AND (%(probe)s OR asked_at IS NULL OR asked_at < next_try_at OR asked_at < %(long_ago)s)
  ORDER BY next_try_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_OVERTAKEN = """
UPDATE notices_message m SET moot_at = %(now)s FROM dossiers_dossier d
WHERE d.id = m.dossier_id AND m.asks_action AND m.undelivered_at IS NOT NULL AND m.delivered_at IS NULL
  AND m.told_at IS NULL AND m.moot_at IS NULL AND m.moment = %(moment)s AND NOT d.status = ANY (%(statuses)s)
"""


def wake_due() -> int:
    """Ask the worker to try what is due; gives how many. A channel in an outage gets one probe, when its time is."""
    now = time.now()
    outages = {outage.channel: outage for outage in Outage.objects.all()}
    woken: list[str] = []
    with transaction.atomic():
        for channel in SENT:
            outage = outages.get(channel)
            if outage is None:
                woken += _wake(channel, now, _AT_ONCE, probe=False)
            elif outage.next_probe_at <= now:
                woken += _wake(channel, now, 1, probe=True)
        if woken:
            wanted: list[dict[str, Any]] = [{"message_id": one} for one in woken]
            jobs.app.configure_task(name=SEND).batch_defer(*wanted)
    return len(woken)


def _wake(channel: str, now: datetime, most: int, *, probe: bool) -> list[str]:
    values: dict[str, Any] = {"channel": channel, "now": now, "most": most, "probe": probe}
    with connection.cursor() as cursor:
        cursor.execute(_WAKE, values | {"long_ago": now - _ASK_AGAIN})
        return [str(row[0]) for row in cursor.fetchall()]


def end_what_waited_too_long() -> int:
    """Give up what could not be sent in time; what asks for action becomes a call. Gives how many."""
    now = time.now()
    return Message.objects.filter(WAITING, give_up_at__lte=now).update(
        undelivered_at=now, next_try_at=None, reason=Reason.OUT_OF_TIME
    )


def forget_calls_nobody_needs() -> int:
    """Take off the call list what was overtaken: the result was collected, the papers came."""
    ended = 0
    with connection.cursor() as cursor:
        for moment, statuses in HOLDS_WHILE.items():
            values = {"now": time.now(), "moment": moment.value}
            cursor.execute(_OVERTAKEN, {**values, "statuses": [status.value for status in statuses]})
            ended += cursor.rowcount
    return ended
