"""How a dossier counts. Pure; every figure of every report rests on these few notions (indicators, base notions)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.kernel.time import TZ


class Outcome(StrEnum):
    """How a dossier stands against its due date at an instant."""

    EARLY = "early"  # trước hạn: finished on a date before the due date
    ON_TIME = "on_time"  # đúng hạn: finished on the due date, not after the due instant
    LATE = "late"  # quá hạn, finished
    WITHIN_TIME = "within_time"  # trong hạn, still open
    OVERDUE = "overdue"  # quá hạn, still open
    NO_DUE_DATE = "no_due_date"  # never silently on time


def outcome(due_at: datetime | None, finished_at: datetime | None, as_of: datetime) -> Outcome:
    """How the dossier counts at `as_of`. Finished exactly at the due instant is on time."""
    if due_at is None:
        return Outcome.NO_DUE_DATE
    if finished_at is None or finished_at > as_of:
        return Outcome.OVERDUE if as_of > due_at else Outcome.WITHIN_TIME
    if finished_at > due_at:
        return Outcome.LATE
    early = finished_at.astimezone(TZ).date() < due_at.astimezone(TZ).date()
    return Outcome.EARLY if early else Outcome.ON_TIME


@dataclass(frozen=True, slots=True)
class Period:
    """A closed interval of local dates."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        """The instant it begins."""
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=TZ)

    @property
    def end(self) -> datetime:
        """The instant after it."""
        after = self.last + timedelta(days=1)
        return datetime(after.year, after.month, after.day, tzinfo=TZ)


def year(number: int) -> Period:
    """The calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def percent(part: int, whole: int, decimals: int = 1) -> str | None:
    """A share in percent, rounded half away from zero; None ("không phát sinh") when there is nothing to share."""
    if whole == 0:
        return None
    scale = 10**decimals
    rounded = (part * 100 * scale * 2 + whole) // (whole * 2)
    digits = f"{rounded / scale:.{decimals}f}"
    return digits
