"""What the worker does for messages."""

from __future__ import annotations

from uuid import UUID

from motcua.kernel import jobs
from motcua.notices.services import reading, reminding, rounds, sending
from motcua.notices.services.telling import SEND


@jobs.task(SEND)
def send_message(message_id: str) -> None:
    """One try to send one message. A server that fails is noted, not raised: the next try has its own job."""
    sending.try_to_send(UUID(message_id))


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(name="motcua.notices_each_minute", queueing_lock="motcua.notices_each_minute")
def each_minute(timestamp: int) -> None:
    """Read the ledgers, end what waited too long, wake what is due."""
    del timestamp
    reading.read_news()
    rounds.end_what_waited_too_long()
    rounds.forget_calls_nobody_needs()
    rounds.wake_due()


@jobs.app.periodic(cron="7 * * * *")
@jobs.app.task(name="motcua.notices_each_hour", queueing_lock="motcua.notices_each_hour")
def each_hour(timestamp: int) -> None:
    """Remind those whose result waits, or whose time to complete runs out."""
    del timestamp
    reminding.remind()
