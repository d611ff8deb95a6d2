"""Work that is done later, promised in the same transaction as what caused it.

A job is a row in the same database: it exists exactly when its cause was committed. A worker may be killed
in the middle, and `mend_stalled_jobs` then gives the job back, so **every task must be safe to run twice**.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import close_old_connections, connection
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from motcua.kernel.sql import all_rows

__all__ = [
    "Outgoing",
    "app",
    "defer",
    "defer_outgoing",
    "failed",
    "outgoing_for",
    "subscribe",
    "task",
    "try_failed_again",
    "unsubscribe",
]

log = logging.getLogger(__name__)

Handler = Callable[[UUID, int], None]
Function = TypeVar("Function", bound=Callable[..., Any])

_patience = RetryStrategy(max_attempts=8, exponential_wait=5)


def task(name: str, *, queue: str = "default") -> Callable[[Function], Any]:
    """Declare a task under a stable name; after an error it is tried again, eight times, ever more slowly."""
    return app.task(name=name, queue=queue, retry=_patience, pass_context=False)  # type: ignore[no-any-return,unused-ignore]


def defer(name: str, *, lock: str | None = None, queueing_lock: str | None = None, **arguments: Any) -> None:
    """Promise the task `name` in the caller's transaction. Jobs of one `lock` run one after another."""
    app.configure_task(name=name, lock=lock, queueing_lock=queueing_lock).defer(**arguments)


# ── what follows from a dossier's events ──


@dataclass(frozen=True)
class Subscription:
    """A room on a higher floor that wants to hear of some kinds of event."""

    name: str
    event_types: frozenset[str]
    handler: Handler


@dataclass(frozen=True)
class Outgoing:
    """One job to enqueue in the transaction that appends the event."""

    task: str
    dossier: UUID
    sequence: int
    subscriber: str

    @property
    def arguments(self) -> dict[str, Any]:
        """The job's arguments, ready for JSON."""
        return {"subscriber": self.subscriber, "dossier": str(self.dossier), "sequence": self.sequence}


_subscriptions: dict[str, Subscription] = {}
ON_DOSSIER_EVENT = "motcua.on_dossier_event"


def subscribe(name: str, event_types: Iterable[str]) -> Callable[[Handler], Handler]:
    """Register a handler `(dossier id, sequence)` for events of these types; call it from `AppConfig.ready`.

    The name is stored in jobs: keep it stable. The handler must be safe to run twice.
    """

    def register(handler: Handler) -> Handler:
        known = _subscriptions.get(name)
        if known is not None and known.handler is not handler:
            raise ValueError(f"another handler is already subscribed as {name!r}")
        types = frozenset(str(event_type) for event_type in event_types)
        if not types:
            raise ValueError(f"{name!r} subscribes to no type of event")
        _subscriptions[name] = Subscription(name, types, handler)
        return handler

    return register


def unsubscribe(name: str) -> None:
    """Take a handler off again (tests)."""
    _subscriptions.pop(name, None)


def outgoing_for(dossier: UUID, events: Collection[tuple[int, str]]) -> list[Outgoing]:
    """The jobs that follow from these events `(sequence, type)`, in their order. Touches no database."""
    return [
        Outgoing(ON_DOSSIER_EVENT, dossier, sequence, subscription.name)
        for sequence, event_type in events
        for subscription in _subscriptions.values()
        if event_type in subscription.event_types
    ]


def defer_outgoing(jobs: Collection[Outgoing]) -> None:
    """Enqueue them in the caller's transaction with one statement; none at all when there are none."""
    if not jobs:
        return
    first = next(iter(jobs))
    app.configure_task(name=ON_DOSSIER_EVENT, lock=f"dossier:{first.dossier}").batch_defer(
        *(job.arguments for job in jobs)
    )


@app.task(name=ON_DOSSIER_EVENT, retry=_patience)
def on_dossier_event(subscriber: str, dossier: str, sequence: int) -> None:
    """Tell one subscriber of one event."""
    subscription = _subscriptions.get(subscriber)
    if subscription is None:
        # A room that was removed since: nothing is owed to it any more.
        log.warning("nobody is subscribed as %s; event %s of %s is dropped", subscriber, sequence, dossier)
        return
    close_old_connections()
    try:
        subscription.handler(UUID(dossier), sequence)
    finally:
        close_old_connections()


# ── repair ──


@app.periodic(cron="* * * * *")
@app.task(name="motcua.mend_stalled_jobs", queueing_lock="motcua.mend_stalled_jobs", pass_context=True)
async def mend_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Give back the jobs of workers that died: `doing`, but their worker's heart stopped over 30 s ago."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        log.warning("job %s (%s) was left by a worker that died; it is tried again", job.id, job.task_name)
        await manager.retry_job(job)


@dataclass(frozen=True)
class Failed:
    """A job that was given up after all its tries. `dossier` is empty for jobs of none."""

    id: int
    task: str
    dossier: str
    attempts: int
    since: datetime | None


_FAILED = """
SELECT j.id, j.task_name, coalesce(j.args->>'dossier', ''), j.attempts,
  (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)
FROM procrastinate_jobs j WHERE j.status = 'failed' AND j.queueing_lock IS NULL ORDER BY j.id LIMIT %s
"""
# A periodic job that failed comes again by itself; all others get their tries anew.
_AGAIN = """
UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL
WHERE status = 'failed' AND queueing_lock IS NULL
"""


def failed(limit: int = 100) -> list[Failed]:
    """The jobs that were given up, the oldest first. One statement."""
    return [Failed(*row) for row in all_rows(_FAILED, [limit])]


def try_failed_again() -> int:
    """Give every job that was given up its tries anew; gives how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN)
        return int(cursor.rowcount)


def mend_now() -> int:
    """The same repair from outside a worker; gives the number of jobs given back."""
    from asgiref.sync import async_to_sync

    async def mend() -> int:
        jobs = list(await app.job_manager.get_stalled_jobs())
        for job in jobs:
            await app.job_manager.retry_job(job)
        return len(jobs)

    return int(async_to_sync(mend)())
