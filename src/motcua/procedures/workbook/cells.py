"""Cells of a workbook as values: every one is read by its column, and what is wrong says where and what to do. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from motcua.calendars.worktime import LAST_HOUR, Cutoff
from motcua.kernel.errors import N_
from motcua.kernel.search import fold
from motcua.procedures.workbook.columns import COLUMNS, LAST_HOUR_WORDS, Sheet

Meaning = TypeVar("Meaning")
_SPLIT = re.compile(r"[;\n]")


@dataclass(frozen=True, slots=True)
class CellProblem:
    """What is wrong in a cell: `column` is its heading with its letter; `message` and `hint` are English msgids."""

    sheet: str
    row: int
    column: str
    message: str
    hint: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """One row of a sheet: the cells by column name, their letters, and the list where problems are noted."""

    sheet: Sheet
    number: int
    cells: Mapping[str, Any]
    letters: Mapping[str, str]
    problems: list[CellProblem]

    def has(self, name: str) -> bool:
        """Whether the sheet has the column at all."""
        return name in self.letters

    def say(self, name: str, message: str, hint: str, **params: object) -> None:
        """Note what is wrong in a cell."""
        heading = next(column.heading for column in COLUMNS[self.sheet] if column.name == name)
        letter = self.letters.get(name, "")
        place = f"{letter} ({heading})" if letter else heading
        self.problems.append(CellProblem(self.sheet.value, self.number, place, message, hint, params))

    def text(self, name: str, longest: int = 500) -> str:
        """The text of a cell on one line."""
        found = " ".join(_text(self.cells.get(name)).split())
        return self._short(name, found, longest)

    def lines(self, name: str, longest: int = 500) -> tuple[str, ...]:
        """The lines of a cell that say something."""
        lines = (" ".join(line.split()) for line in _text(self.cells.get(name)).splitlines())
        return tuple(self._short(name, line, longest) for line in lines if line)

    def code(self) -> str:
        """A procedure's code; a spreadsheet that took it for a number loses zeros at its end."""
        value = self.cells.get("code")
        if isinstance(value, float):
            return f"{value:.6f}"
        return "".join(_text(value).split())

    def decimal(self, name: str) -> Decimal | None:
        """A number, with comma or point; None for an empty cell."""
        value = self.cells.get(name)
        text = _text(value).strip().replace(",", ".")
        if not text:
            return None
        try:
            found = Decimal(text)
            known = found.is_finite() and found == found.quantize(Decimal("0.001"))
        except InvalidOperation:
            known = False
        if not known:
            self.say(
                name, N_("“%(text)s” is not a number."), N_("Write digits only, the unit stands in its own column."),
                text=text[:60],
            )  # fmt: skip
            return None
        return found

    def whole(self, name: str, usual: int | None = None) -> int | None:
        """A whole number from 0 on; thousands may be parted by points or blanks."""
        text = _text(self.cells.get(name)).strip()
        plain = re.sub(r"[ \u00a0]|[.,](?=\d{3}(?:\D|$))", "", text)
        if not plain:
            return usual
        if not (plain.isascii() and plain.isdigit() and len(plain) <= 12):
            self.say(
                name, N_("“%(text)s” is not a whole number."), N_("Write digits only, without a unit."),
                text=text[:60],
            )  # fmt: skip
            return usual
        return int(plain)

    def cutoff(self, name: str) -> Cutoff | None:
        """A time of day, or the last office hour; None for an empty cell."""
        value = self.cells.get(name)
        if isinstance(value, datetime):
            value = value.time()
        if isinstance(value, time):
            return value.replace(second=0, microsecond=0)
        if fold(_text(value)) == fold(LAST_HOUR_WORDS):
            return LAST_HOUR
        text = _text(value).strip().replace("h", ":").replace("g", ":").rstrip(":")
        if not text:
            return None
        match = re.fullmatch(r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?(?::00)?", text)
        if match is None:
            self.say(name, N_("“%(text)s” is no time of day."), N_("Write it like 15:00."), text=text[:60])
            return None
        return time(int(match[1]), int(match[2] or 0))

    def one(self, name: str, known: Mapping[str, Meaning], usual: Meaning) -> Meaning:
        """What one of some words means; `usual` for an empty cell."""
        text = self.text(name, 100)
        return self._meaning(name, text, known, usual) if text else usual

    def several(self, name: str, known: Mapping[str, Meaning]) -> tuple[Meaning, ...]:
        """What words mean that are parted by semicolons or lines, each once."""
        parts = (part.strip() for part in _SPLIT.split(_text(self.cells.get(name))))
        found = [self._meaning(name, part, known, None) for part in parts if part]
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _meaning(self, name: str, text: str, known: Mapping[str, Meaning], usual: Any) -> Any:
        for word, meaning in known.items():
            if fold(word) == fold(text):
                return meaning
        self.say(
            name, N_("“%(text)s” is no known word here."), N_("Write one of these: %(known)s."),
            text=text[:60], known="; ".join(known),
        )  # fmt: skip
        return usual

    def _short(self, name: str, text: str, longest: int) -> str:
        if len(text) > longest:
            self.say(
                name, N_("The text has %(count)s signs; %(most)s are possible."), N_("Shorten it."),
                count=len(text), most=longest,
            )  # fmt: skip
            return text[:longest]
        return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(value).replace("\0", "")
