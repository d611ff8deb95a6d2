"""Calendars written as YAML (schema motcua-calendars/1): safe load, every mistake named with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import yaml

from motcua.calendars.instants import TimeError
from motcua.calendars.office_hours import DayKind, DayOverride, Season, Shift, Shifts, Weekly, WorkCalendar


class CalendarFileError(ValueError):
    """The calendar file cannot be used; the text names the place and says what is expected there."""


def calendars_from_yaml(text: str) -> dict[str, WorkCalendar]:
    """All calendars of a file by name. Raises CalendarFileError.

    The national table applies where `national: true`; a calendar's own exceptions win over it. A dated entry
    with `enabled: false` is left out, so an unconfirmed holiday can be switched off without losing it.
    """
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise CalendarFileError(f"The calendar file is not readable as YAML: {error}") from error
    root = _mapping(document, "the file")
    try:
        shared = _Shared(root)
        entries = _mapping(root.get("calendars"), "calendars").items()
        return {
            str(name): _calendar(str(name), _mapping(entry, f"calendars.{name}"), shared)
            for name, entry in entries
        }
    except TimeError as error:
        raise CalendarFileError(str(error)) from error


class _Shared:
    """What all calendars of a file have in common."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        if str(root.get("timezone_offset", "+07:00")) != "+07:00":
            raise CalendarFileError(
                "timezone_offset must be '+07:00': legal time in Việt Nam has one offset."
            )
        national = _mapping(root.get("national") or {}, "national")
        self.covered = _covered(root.get("covered"))
        self.provisional_years = _years(root.get("provisional_years"))
        self.overrides = (
            *(
                _day_off(entry, place)
                for entry, place in _enabled(national.get("days_off"), "national.days_off")
            ),
            *(
                _make_up(entry, place)
                for entry, place in _enabled(national.get("make_up"), "national.make_up")
            ),
        )


def _calendar(name: str, entry: Mapping[str, Any], shared: _Shared) -> WorkCalendar:
    place = f"calendars.{name}"
    exceptions = [
        _exception(item, where) for item, where in _enabled(entry.get("exceptions"), f"{place}.exceptions")
    ]
    counting = _mapping(entry.get("count_in_days") or {}, f"{place}.count_in_days")
    nominal = entry.get("nominal_day_minutes", 480)
    if type(nominal) is not int:
        raise CalendarFileError(
            f"{place}.nominal_day_minutes must be a whole number of minutes, not {nominal!r}."
        )
    try:
        return WorkCalendar(
            weekly=_weekly(entry.get("weekly"), f"{place}.weekly"),
            seasons=tuple(
                _season(item, where) for item, where in _enabled(entry.get("seasons"), f"{place}.seasons")
            ),
            overrides=(
                *(shared.overrides if _flag(entry.get("national", False), f"{place}.national") else ()),
                *exceptions,
            ),
            nominal_day_minutes=nominal,
            count_in_days={
                _weekday(key, place): _flag(value, f"{place}.count_in_days")
                for key, value in counting.items()
            },
            covered=_covered(entry["covered"]) if "covered" in entry else shared.covered,
            provisional_years=(
                _years(entry["provisional_years"])
                if "provisional_years" in entry
                else shared.provisional_years
            ),
            name=name,
        )
    except TimeError as error:
        raise CalendarFileError(f"{place}: {error}") from error


def _season(entry: Mapping[str, Any], place: str) -> Season:
    first = _date(entry["from"], f"{place}.from") if entry.get("from") is not None else date.min
    last = _date(entry["to"], f"{place}.to") if entry.get("to") is not None else date.max
    return Season(first, last, _weekly(entry.get("weekly"), f"{place}.weekly"))


def _day_off(entry: Mapping[str, Any], place: str) -> DayOverride:
    return _override(entry, place, DayKind.OFF, None)


def _make_up(entry: Mapping[str, Any], place: str) -> DayOverride:
    shifts = _shifts(entry["shifts"], f"{place}.shifts") if entry.get("shifts") else None
    return _override(entry, place, DayKind.WORKED, shifts)


def _exception(entry: Mapping[str, Any], place: str) -> DayOverride:
    kind = entry.get("kind")
    if kind is not None and kind not in tuple(DayKind):
        raise CalendarFileError(f"{place}.kind must be one of {', '.join(DayKind)}, not {kind!r}.")
    if kind == DayKind.WORKED:
        return _make_up(entry, place)
    if kind == DayKind.OFF:
        return _day_off(entry, place)
    if entry.get("shifts") is None:
        raise CalendarFileError(f"{place} needs shifts; an empty list means a day off.")
    shifts = _shifts(entry["shifts"], f"{place}.shifts")
    return _override(entry, place, DayKind.SHIFTS, shifts) if shifts else _day_off(entry, place)


def _override(entry: Mapping[str, Any], place: str, kind: DayKind, shifts: Shifts | None) -> DayOverride:
    return DayOverride(
        date=_date(entry.get("date"), f"{place}.date"),
        kind=kind,
        shifts=shifts,
        reason=str(entry.get("name") or ""),
        decision=str(entry.get("source") or ""),
        trust=str(entry.get("trust") or "practice"),
    )


def _weekly(value: object, place: str) -> Weekly:
    return {
        _weekday(key, place): _shifts(shifts, f"{place}.{key}")
        for key, shifts in _mapping(value or {}, place).items()
    }


def _weekday(key: object, place: str) -> int:
    if str(key) not in {"1", "2", "3", "4", "5", "6", "7"}:
        raise CalendarFileError(f"{place}: a weekday is a number from 1 (Monday) to 7 (Sunday), not {key!r}.")
    return int(str(key))


def _shifts(value: object, place: str) -> Shifts:
    texts = value if isinstance(value, list) else [] if value is None else [value]
    try:
        return tuple(Shift.parse(text if isinstance(text, str) else repr(text)) for text in texts)
    except TimeError as error:
        raise CalendarFileError(f"{place}: {error}") from error


def _covered(value: object) -> tuple[date, date] | None:
    if value is None:
        return None
    span = _mapping(value, "covered")
    first, last = _date(span.get("from"), "covered.from"), _date(span.get("to"), "covered.to")
    if last < first:
        raise CalendarFileError("covered: the range ends before it begins.")
    return first, last


def _years(value: object) -> frozenset[int]:
    if value is None:
        return frozenset()
    if not isinstance(value, list) or not all(type(year) is int for year in value):
        raise CalendarFileError("provisional_years must be a list of years, like [2027].")
    return frozenset(value)


def _enabled(value: object, place: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    if value is not None and not isinstance(value, list):
        raise CalendarFileError(f"{place} must be a list.")
    for number, item in enumerate(value or (), start=1):
        where = f"{place}[{number}]"
        entry = _mapping(item, where)
        if _flag(entry.get("enabled", True), f"{where}.enabled"):
            yield entry, where


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise CalendarFileError(f"{place} must be a block of named values, not {value!r:.60}.")
    return value


def _flag(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise CalendarFileError(f"{place} must be true or false, not {value!r:.60}.")
    return value


def _date(value: object, place: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise CalendarFileError(f"{place} must be a date like 2026-03-06, not {value!r:.60}.") from None
