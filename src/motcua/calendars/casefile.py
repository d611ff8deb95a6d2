"""Case files: a CSV of cases and a YAML of calendars, run against the working-time engine. Pure over text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from motcua.calendars.calendarfile import CalendarFileError, calendars_from_yaml
from motcua.calendars.worktime import (
    VIETNAM,
    Allotment,
    Mode,
    Pause,
    Terms,
    TimeError,
    Unit,
    WorkCalendar,
    due,
    elapsed,
)

__all__ = ["CalendarFileError", "CaseFileError", "CheckResult", "Difference", "calendars_from_yaml", "check"]

REQUIRED = ("id", "calendar", "mode", "start", "expected_kind", "expected")
KINDS = ("due", "due_provisional", "minutes", "paused", "error")


class CaseFileError(ValueError):
    """The case file as a whole cannot be read; the text says what to do."""


class BadRowError(ValueError):
    """One row cannot be read; the text names the column and the value."""


@dataclass(frozen=True)
class Difference:
    """A case that does not hold."""

    id: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.id}: expected {self.expected}, got {self.got}"


@dataclass(frozen=True)
class CheckResult:
    """What came out of a case file."""

    total: int
    differences: tuple[Difference, ...]

    @property
    def held(self) -> int:
        return self.total - len(self.differences)

    @property
    def ok(self) -> bool:
        """Whether every case holds and there was at least one."""
        return self.total > 0 and not self.differences

    @property
    def summary(self) -> str:
        return f"{self.held} of {self.total} cases hold"


def check(cases_csv: str, calendars_yaml: str) -> CheckResult:
    """Runs every case. A row that cannot be read is a difference with its reason.

    Raises CaseFileError or CalendarFileError when a file as a whole cannot be read.
    """
    calendars = calendars_from_yaml(calendars_yaml)
    count = 0
    differences: list[Difference] = []
    for name, row in _rows(cases_csv):
        count += 1
        try:
            expected = _expected(row)
        except BadRowError as reason:
            differences.append(
                Difference(name, f"{row['expected_kind']} {row['expected']}".strip(), f"bad row: {reason}")
            )
            continue
        got, detail = _got(row, calendars)
        if got != expected:
            differences.append(Difference(name, expected, detail or got))
    return CheckResult(count, tuple(differences))


def _rows(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        columns = [(column or "").strip() for column in reader.fieldnames or ()]
        if missing := [column for column in REQUIRED if column not in columns]:
            raise CaseFileError(f"The case file needs the columns {', '.join(missing)} in its first line.")
        reader.fieldnames = columns
        for raw in reader:
            row = {key: (value or "").strip() for key, value in raw.items() if key}
            if any(row.values()):
                yield row["id"] or f"line {reader.line_num}", row
    except csv.Error as error:
        raise CaseFileError(f"The case file is not readable as CSV: {error}.") from error


def _expected(row: Mapping[str, str]) -> str:
    kind, text = row["expected_kind"], row["expected"]
    if kind not in KINDS:
        raise BadRowError(f"expected_kind {kind!r} is none of {', '.join(KINDS)}")
    if kind in ("due", "due_provisional"):
        at = _instant(row, "expected")
        if at is None or at.tzinfo is None:
            raise BadRowError(f"expected {text!r} must be an instant with its UTC offset")
        return f"{kind} {_shown(at)}"
    if kind in ("minutes", "paused"):
        if not text.isdecimal():
            raise BadRowError(f"expected {text!r} must be a number of minutes")
        return f"{kind} {int(text)}"
    return f"error {text}"


def _got(row: Mapping[str, str], calendars: Mapping[str, WorkCalendar]) -> tuple[str, str]:
    """The answer in the words of `_expected`, and, where it is an error, its reason as well."""
    try:
        if row["calendar"] not in calendars:
            raise BadRowError(f"calendar {row['calendar']!r} is not in the calendar file")
        return _answer(row, calendars[row["calendar"]]), ""
    except TimeError as error:
        return f"error {error.code}", f"error {error.code} ({error})"
    except BadRowError as reason:
        return "bad row", f"bad row: {reason}"


def _answer(row: Mapping[str, str], calendar: WorkCalendar) -> str:
    mode = _mode(row)
    start = _needed(row, "start")
    pauses = tuple(_pauses(row))
    if mode is Mode.ELAPSED:
        return f"minutes {elapsed(calendar, start, _needed(row, 'end'), pauses)}"
    terms = Terms(_allotment(row), mode, _cutoff(row), _moved_day_is(row))
    found = due(calendar, start, terms, pauses, _instant(row, "restart_at"))
    if found.at is None:
        return f"paused {found.minutes_left}"
    return f"{'due_provisional' if found.provisional else 'due'} {_shown(found.at)}"


def _shown(at: datetime) -> str:
    """Instants are compared as instants; whichever offset a file uses."""
    return at.astimezone(VIETNAM).isoformat()


def _mode(row: Mapping[str, str]) -> Mode:
    try:
        return Mode(row["mode"].upper())
    except ValueError:
        raise BadRowError(f"mode {row['mode']!r} is none of {', '.join(Mode)}") from None


def _needed(row: Mapping[str, str], column: str) -> datetime:
    at = _instant(row, column)
    if at is None:
        raise BadRowError(f"{column} is empty")
    return at


def _instant(row: Mapping[str, str], column: str) -> datetime | None:
    return _parse(row.get(column, ""), column)


def _parse(text: str, column: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise BadRowError(f"{column} {text!r} is not an instant like 2026-03-02T09:00:00+07:00") from None


def _allotment(row: Mapping[str, str]) -> Allotment | None:
    text, unit = row.get("allotment", ""), row.get("unit", "")
    if not text:
        return None
    try:
        value: Decimal | Fraction = Fraction(text) if "/" in text else Decimal(text)
    except (ValueError, InvalidOperation, ZeroDivisionError):
        raise BadRowError(f"allotment {text!r} is not a number") from None
    try:
        return Allotment(value, Unit(unit))
    except ValueError:
        raise BadRowError(f"unit {unit!r} is none of {', '.join(Unit)}") from None


def _cutoff(row: Mapping[str, str]) -> time | None:
    text = row.get("cutoff", "")
    try:
        found = time.fromisoformat(text) if text else None
    except ValueError:
        found = time.max.replace(tzinfo=VIETNAM)
    if found is not None and found.tzinfo is not None:
        raise BadRowError(f"cutoff {text!r} is not a time of day like 15:00")
    return found


def _moved_day_is(row: Mapping[str, str]) -> int:
    text = row.get("moved_day_is", "") or "1"
    if text not in ("0", "1"):
        raise BadRowError(f"moved_day_is {text!r} must be 0 or 1")
    return int(text)


def _pauses(row: Mapping[str, str]) -> Iterator[Pause]:
    for pair in filter(None, (part.strip() for part in row.get("pauses", "").split(";"))):
        first, slash, last = pair.partition("/")
        start = _parse(first.strip(), "pauses")
        if start is None or not slash:
            raise BadRowError(f"pauses {pair!r} is not written as start/end")
        yield Pause(start, _parse(last.strip(), "pauses"))
