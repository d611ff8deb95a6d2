"""When a message may go out, when it is tried again, and what state its facts add up to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from motcua.kernel.time import TZ

# After the first, second, … failure; then always the last.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240))
# A try whose worker died has no outcome; it is repeated, under the same key, when this has passed.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Giờ yên tĩnh. From `begin` until `end` of the office's clock nobody is written to; equal means never."""

    begin: time = time(21, 0)
    end: time = time(7, 0)

    def next_allowed(self, at: datetime) -> datetime:
        """The instant itself, or the end of the quiet hours it falls into."""
        here = at.astimezone(TZ)
        clock = here.time().replace(tzinfo=None)
        over_midnight = self.begin > self.end
        late, early = clock >= self.begin, clock < self.end
        quiet = (late or early) if over_midnight else (late and early)
        if not quiet:
            return at
        day = here.date() + timedelta(days=1 if over_midnight and late else 0)
        return datetime.combine(day, self.end, TZ)


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures (1, 2, …)."""
    return BACK_OFF[min(max(failures, 1), len(BACK_OFF)) - 1]


class State(StrEnum):
    """Where a message stands; never stored, so late or repeated reports cannot corrupt it."""

    WAITING = "waiting"
    SENT = "sent"  # the gateway or the mail server took it
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    NOT_SENT = "not_sent"  # never tried, with a reason
    TOLD = "told"  # by phone
    MOOT = "moot"  # overtaken by what happened since


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one message."""

    tries: int
    accepted_at: datetime | None
    delivered_at: datetime | None
    undelivered_at: datetime | None
    told_at: datetime | None
    moot_at: datetime | None


def state_of(facts: Facts) -> State:
    """The state that the facts add up to. Who was reached stays reached, whatever is reported later."""
    if facts.delivered_at:
        return State.DELIVERED
    if facts.told_at:
        return State.TOLD
    if facts.accepted_at and not facts.undelivered_at:
        return State.SENT
    if facts.moot_at:
        return State.MOOT
    if facts.undelivered_at:
        return State.UNDELIVERED if facts.tries else State.NOT_SENT
    return State.WAITING
