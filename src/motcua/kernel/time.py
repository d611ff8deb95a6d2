"""The clock of the house. Everything asks `now()`, so a scenario can be replayed in its own year.

Instants are stored in UTC and shown in Asia/Ho_Chi_Minh. The server's clock is the legal clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")

_simulated: ContextVar[datetime | None] = ContextVar("simulated instant", default=None)


def now() -> datetime:
    """The present instant, in UTC: the simulated one when a scenario or a test has set it."""
    return _simulated.get() or datetime.now(UTC)


def today() -> date:
    """The present day at the office."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The same instant on the office's clock. Refuses a datetime without time zone."""
    return _aware(instant).astimezone(TZ)


def beginning_of(day: date) -> datetime:
    """The instant at which a day begins at the office."""
    return datetime(day.year, day.month, day.day, tzinfo=TZ)


def year_span(year: int) -> tuple[datetime, datetime]:
    """The instants at which a year begins at the office, and the next one does."""
    return beginning_of(date(year, 1, 1)), beginning_of(date(year + 1, 1, 1))


def is_simulated() -> bool:
    """Whether the clock stands at a set instant."""
    return _simulated.get() is not None


def set_simulated(instant: datetime | None) -> None:
    """Move the simulated clock of this context (thread or task); None returns to the real clock."""
    _simulated.set(_aware(instant).astimezone(UTC) if instant is not None else None)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Run the block at `instant`; inside, `set_simulated` may move on. Then the former clock is back."""
    token = _simulated.set(_aware(instant).astimezone(UTC))
    try:
        yield
    finally:
        _simulated.reset(token)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no time zone; use UTC or motcua.kernel.time.TZ")
    return instant
