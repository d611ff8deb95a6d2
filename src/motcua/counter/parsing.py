"""Reading what forms send: every value is text of bounded length until it is proven to be something else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Protocol
from uuid import UUID

from motcua.kernel.time import TZ

_LARGEST_ID = 2**63 - 1
_FIRST_YEAR, _LAST_YEAR = 1990, 2199


def text(data: Mapping[str, object], name: str, longest: int = 300) -> str:
    """One line or text of the form, blanks at its ends dropped, cut at `longest` signs."""
    return str(data.get(name) or "").strip()[:longest]


class Reader(Protocol):
    """Gives a named text of one form, cut at `longest` signs."""

    def __call__(self, name: str, longest: int = 300) -> str: ...


def reader(data: Mapping[str, object]) -> Reader:
    """`text` for one form."""

    def given(name: str, longest: int = 300) -> str:
        return text(data, name, longest)

    return given


def row_id(value: str) -> int | None:
    """The id of a row, or None for anything a row cannot be called."""
    return whole(value, 1, _LARGEST_ID)


def whole(value: str, low: int, high: int) -> int | None:
    """A whole number between two bounds, or None."""
    if not (value.isascii() and value.isdigit() and len(value) <= 19):
        return None
    return int(value) if low <= int(value) <= high else None


def uuid(value: str) -> UUID | None:
    """A UUID, or None."""
    try:
        return UUID(value)
    except ValueError:
        return None


def day(value: str) -> date | None:
    """A day as a date field sends it (2026-03-05) or as people write it (05/03/2026)."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, pattern).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    return None


def clock(value: str) -> time | None:
    """A time of day, 14:30."""
    try:
        return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - the office's clock is added later
    except ValueError:
        return None


def instant(on: str, at: str) -> datetime | None:
    """An instant of the office's clock from its day and time; the time alone may be missing (midnight).

    None for a year in which no such office worked: a mistyped year is not counted with.
    """
    found = day(on)
    if found is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return datetime.combine(found, clock(at) or time(), TZ)
