"""The table of steps as it is typed: rows that can be moved, added and removed before anything is saved.

`follows` is typed as the number of a row, `0` for the end, and empty for the row below. Several ways stand
with semicolons between them, each with its condition in front: `channel == "post" -> 5; 3`. When rows move,
the numbers typed move with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.processes.bpmn.attributes import STATUS_OF_ACTION
from motcua.processes.errors import StepsError
from motcua.processes.steps import END, Next, Split, StepRow

MAX_ROWS = 200
_FIELDS = ("name", "role", "unit", "time", "action", "follows", "split", "join")
_WAY = re.compile(r"\s*(?:(?P<condition>.*\S)\s*->)?\s*(?P<to>\d{1,4})\s*", re.DOTALL)
_OPERATION = re.compile(r"(up|down|remove|add)-(\d{1,4})")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as it stands on the page."""

    name: str = ""
    role: str = "case_officer"
    unit: str = "division"
    time: str = ""
    action: str = "examine"
    follows: str = ""
    split: str = Split.ONE.value
    join: str = Split.ONE.value
    status: str = ""  # kept from the drawing when the action does not imply it
    office: str = ""  # kept from the drawing: at which office of the route the step is done
    element: str = ""  # the task of the drawing that this row is; empty for a new row

    @property
    def branches(self) -> bool:
        """Whether the row has more than one way in or out, or is done at another office."""
        return self.split != Split.ONE or self.join != Split.ONE or ";" in self.follows or bool(self.office)


def of_rows(rows: Sequence[StepRow]) -> list[TypedRow]:
    """The rows of a drawing, numbered from 1 in their order."""
    numbers = {row.number: place for place, row in enumerate(rows, 1)} | {END: END}
    return [
        TypedRow(
            name=row.name,
            role=row.role,
            unit=row.unit,
            time=row.time,
            action=row.action,
            follows=_follows_text(row.next, numbers, place, len(rows)),
            split=row.split.value,
            join=row.join.value,
            status=row.status,
            office=row.office,
            element=row.element,
        )
        for place, row in enumerate(rows, 1)
    ]


def of_post(data: QueryDict) -> list[TypedRow]:
    """The rows as they were sent; each value at most as long as a column is."""
    columns = [data.getlist(name)[:MAX_ROWS] for name in (*_FIELDS, "status")]
    count = min((len(column) for column in columns), default=0)
    for name in ("office", "element"):  # what older pages did not send is empty
        columns.append([*data.getlist(name)[:count], *[""] * count])
    return [TypedRow(*(column[row].strip()[:300] for column in columns)) for row in range(count)]


def changed(rows: Sequence[TypedRow], operation: str) -> list[TypedRow]:
    """The rows after "up-3", "down-3", "remove-3" or "add-3" (below row 3); the same for anything else."""
    match = _OPERATION.fullmatch(operation)
    if match is None:
        return list(rows)
    place = int(match[2])
    order: list[int | None] = list(range(1, len(rows) + 1))  # old numbers; None is a new row
    if match[1] == "add" and 0 <= place <= len(rows) < MAX_ROWS:
        order.insert(place, None)
    elif match[1] == "remove" and 1 <= place <= len(rows) and len(rows) > 1:
        order.remove(place)
    elif match[1] in ("up", "down"):
        other = place - 1 if match[1] == "up" else place + 1
        if 1 <= place <= len(rows) and 1 <= other <= len(rows):
            order[place - 1], order[other - 1] = order[other - 1], order[place - 1]
    numbers = {old: new for new, old in enumerate(order, 1) if old is not None}
    if match[1] == "remove" and place not in numbers:
        numbers[place] = min(
            place, len(order)
        )  # what went to the removed row goes to the one that took its place

    def moved(number: int) -> int:
        return numbers.get(number, number)

    return [
        TypedRow()
        if old is None
        else replace(rows[old - 1], follows=_renumbered(rows[old - 1].follows, moved))
        for old in order
    ]


def to_rows(rows: Sequence[TypedRow]) -> list[StepRow]:
    """The rows as the process room knows them. Raises StepsError for what cannot be understood."""
    return [
        StepRow(
            number=place,
            name=row.name,
            role=row.role,
            unit=row.unit,
            time=row.time.replace(",", "."),
            action=row.action,
            next=_ways(row.follows, place, len(rows)),
            split=_split(row.split, row.follows),
            join=_split(row.join, ";"),
            status="" if row.action in STATUS_OF_ACTION else row.status,
            office=row.office,
            element=row.element,
        )
        for place, row in enumerate(rows, 1)
    ]


def _ways(text: str, place: int, count: int) -> tuple[Next, ...]:
    if not text.strip():
        return (Next(None, END if place == count else place + 1),)
    found = []
    for part in text.split(";"):
        match = _WAY.fullmatch(part)
        if match is None:
            raise StepsError(
                _("Row %(number)d: write what comes next as a number, or as: condition -> number; number.")
                % {"number": place}
            )
        found.append(Next(match["condition"] or None, int(match["to"])))
    return tuple(found)


def _split(value: str, follows: str) -> Split:
    if ";" not in follows:
        return Split.ONE
    return Split(value) if value in set(Split) else Split.ONE


def _follows_text(ways: Sequence[Next], numbers: dict[int, int], place: int, count: int) -> str:
    if len(ways) == 1 and ways[0].condition is None:
        to = numbers[ways[0].to]
        return "" if to == (END if place == count else place + 1) else str(to)
    parts = [
        f"{way.condition} -> {numbers[way.to]}" if way.condition else str(numbers[way.to]) for way in ways
    ]
    return "; ".join(parts)


def _renumbered(text: str, moved: Callable[[int], int]) -> str:
    if not text.strip():
        return text
    parts = []
    for part in text.split(";"):
        match = _WAY.fullmatch(part)
        if match is None:
            parts.append(part.strip())
        elif match["condition"]:
            parts.append(f"{match['condition']} -> {moved(int(match['to']))}")
        else:
            parts.append(str(moved(int(match["to"]))))
    return "; ".join(parts)
