"""The clock of one dossier as its ledger tells it: since when it counts, in which appointment, with which pauses."""

from dataclasses import dataclass, replace
from datetime import datetime

from motcua.dossiers.events import ClockMove, TaskDue


@dataclass(frozen=True, slots=True)
class Span:
    """A pause; `end` is empty while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """`counts_from`: reception, a restart, or the start of the present segment (appointment)."""

    counts_from: datetime
    segment: int = 0
    pauses: tuple[Span, ...] = ()
    held: tuple[TaskDue, ...] = ()  # steps whose time stands, with the minutes they have left

    @property
    def stands(self) -> bool:
        """Whether it is paused now."""
        return bool(self.pauses) and self.pauses[-1].end is None


def moved(clock: Clock, move: ClockMove, at: datetime) -> Clock:
    """The clock after one more move."""
    match move.move:
        case "pause":
            held = tuple(task for task in move.tasks if task.minutes_left is not None)
            return replace(clock, pauses=(*clock.pauses, Span(at)), held=held)
        case "resume":
            last = clock.pauses[-1]
            return replace(clock, pauses=(*clock.pauses[:-1], Span(last.start, at)), held=())
        case "restart":
            return Clock(counts_from=at, segment=clock.segment)
        case "segment":
            return Clock(counts_from=at, segment=clock.segment + 1)
    raise ValueError(f"a clock knows no move {move.move!r}")
