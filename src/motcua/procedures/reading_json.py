"""Reading JSON data that somebody sent: every value is asked for by its kind, or refused by its place. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from motcua.calendars.worktime import Cutoff
from motcua.kernel.errors import N_
from motcua.procedures.cutoffs import cutoff_of

UNSTORABLE = re.compile("[\0\ud800-\udfff]")  # halves of a sign cannot be written as UTF-8


class NotReadableError(Exception):
    """A value that cannot be understood: its place, and an English msgid saying why."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place, self.reason = place, reason


@dataclass(frozen=True, slots=True)
class Group:
    """A JSON object whose place is known."""

    values: dict[str, Any]
    place: str

    @classmethod
    def of(cls, value: Any, place: str) -> Group:
        """The object as a group. Raises NotReadableError for anything else."""
        if not isinstance(value, dict):
            raise NotReadableError(place, N_("not a group of values"))
        return cls(value, place)

    def path(self, name: str) -> str:
        """Where a value stands."""
        return f"{self.place}.{name}"

    def value(self, name: str) -> Any:
        """Any value, that must be there."""
        if name not in self.values:
            raise NotReadableError(self.path(name), N_("missing"))
        return self.values[name]

    def text(self, name: str, longest: int, *, empty: bool = False) -> str:
        """A text, without the signs that no database can hold."""
        value = self.value(name)
        if not isinstance(value, str) or UNSTORABLE.search(value):
            raise NotReadableError(self.path(name), N_("not a text"))
        if len(value) > longest:
            raise NotReadableError(self.path(name), N_("too long"))
        if not value.strip() and not empty:
            raise NotReadableError(self.path(name), N_("empty"))
        return value

    def one_of(self, name: str, known: Sequence[str]) -> str:
        """One of some words; the empty one too, when it is among them."""
        value = self.text(name, 100, empty="" in known)
        if value not in known:
            raise NotReadableError(self.path(name), N_("no known value"))
        return value

    def texts(self, name: str, longest: int) -> tuple[str, ...]:
        """A list of texts."""
        rows = self._list(name)
        return tuple(
            Group({"": row}, f"{self.path(name)}[{place}]").text("", longest)
            for place, row in enumerate(rows, 1)
        )

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number within its bounds."""
        value = self.value(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise NotReadableError(self.path(name), N_("not a number that is possible here"))
        return value

    def maybe_number(self, name: str) -> int | None:
        """A whole number from 0 on, or nothing."""
        return None if self.value(name) is None else self.number(name, 0, 10**12)

    def decimal(self, name: str) -> Decimal | None:
        """A number written as text, or nothing."""
        value = self.value(name)
        if value is None:
            return None
        try:
            found = Decimal(self.text(name, 20))
        except InvalidOperation:
            raise NotReadableError(self.path(name), N_("not a number that is possible here")) from None
        if not found.is_finite() or found != found.quantize(Decimal("0.001")):
            raise NotReadableError(self.path(name), N_("not a number that is possible here"))
        return found

    def flag(self, name: str) -> bool:
        """Yes or no."""
        value = self.value(name)
        if not isinstance(value, bool):
            raise NotReadableError(self.path(name), N_("neither yes nor no"))
        return value

    def day(self, name: str) -> date | None:
        """A day in ISO form, or nothing."""
        if self.value(name) is None:
            return None
        try:
            return date.fromisoformat(self.text(name, 10))
        except ValueError:
            raise NotReadableError(self.path(name), N_("not a day")) from None

    def cutoff(self, name: str) -> Cutoff | None:
        """A time of day, the last office hour, or nothing."""
        if self.value(name) is None:
            return None
        try:
            return cutoff_of(self.text(name, 16))
        except ValueError:
            raise NotReadableError(self.path(name), N_("not a time of day")) from None

    def group(self, name: str) -> Group:
        """A group inside."""
        return Group.of(self.value(name), self.path(name))

    def groups(self, name: str) -> Iterator[Group]:
        """A list of groups."""
        for place, row in enumerate(self._list(name), 1):
            yield Group.of(row, f"{self.path(name)}[{place}]")

    def _list(self, name: str) -> list[Any]:
        value = self.value(name)
        if not isinstance(value, list) or len(value) > 1000:
            raise NotReadableError(self.path(name), N_("not a list"))
        return value
