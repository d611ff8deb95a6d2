"""What the worker does for the exchange."""

from __future__ import annotations

from motcua.exchange.services import handing, rounds, sending, telling
from motcua.exchange.services.outbox import SEND
from motcua.kernel import jobs


@jobs.task(SEND)
def send(partner_id: int) -> None:
    """Send what is due for one partner. One that does not answer is noted, not raised."""
    sending.deliver(partner_id)


@jobs.app.periodic(cron="* * * * *")
@jobs.app.task(name="motcua.exchange_each_minute", queueing_lock="motcua.exchange_each_minute")
def each_minute(timestamp: int) -> None:
    """Tell partners what is new, end what waited too long, wake what is due."""
    del timestamp
    telling.tell_news()
    handing.recall_for_ended()
    rounds.end_what_waited_too_long()
    rounds.wake_due()
