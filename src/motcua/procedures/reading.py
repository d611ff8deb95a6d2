"""Taking typed values out of a tree of nodes, noting every problem instead of stopping at the first. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from typing import TypeVar

from motcua.kernel.errors import N_
from motcua.procedures.nodes import ImportProblem, Kind, Node

T = TypeVar("T")

MAX_AMOUNT = 1_000_000_000_000  # đồng; more is a slip of the pen


@dataclass
class Report:
    """The problems of one file."""

    problems: list[ImportProblem] = field(default_factory=list)

    def add(self, node: Node, path: str, message: str, /, **params: object) -> None:
        self.problems.append(ImportProblem(node.line, path, message, params))

    def group(self, node: Node, path: str, known: Collection[str]) -> Group:
        """The node as a group of the `known` fields. Unknown and doubled fields are noted here."""
        entries: dict[str, Node] = {}
        if node.kind is not Kind.MAPPING:
            self.add(node, path, N_("Expected %(expected)s, found %(found)s."), **_kinds(Kind.MAPPING, node))
            return Group(self, node, path, entries, broken=True)
        for key, value in node.entries:
            name = key.value
            if not isinstance(name, str):
                self.add(key, path, N_("The name of a field must be text."))
            elif name in entries:
                self.add(key, path, N_('The field "%(name)s" stands here twice.'), name=name)
            elif name not in known:
                self._unknown(key, path, name, known)
            else:
                entries[name] = value
        return Group(self, node, path, entries)

    def _unknown(self, key: Node, path: str, name: str, known: Collection[str]) -> None:
        near = difflib.get_close_matches(name[:60], known, n=1)
        if near:
            message = N_('Unknown field "%(name)s"; did you mean "%(guess)s"?')
            self.add(key, path, message, name=name[:60], guess=near[0])
        else:
            self.add(key, path, N_('Unknown field "%(name)s".'), name=name[:60])

    def items(self, node: Node, path: str, read: Callable[[Node, str], T | None]) -> tuple[T, ...]:
        """Each item of a list, read; those that cannot be read are noted by `read` and left out."""
        if node.kind is not Kind.LIST:
            self.add(node, path, N_("Expected %(expected)s, found %(found)s."), **_kinds(Kind.LIST, node))
            return ()
        found = (read(item, f"{path}[{number}]") for number, item in enumerate(node.items, 1))
        return tuple(item for item in found if item is not None)

    def text(self, node: Node, path: str, longest: int) -> str | None:
        """Text of at most `longest` signs, blanks made single. A number is not text: quote it."""
        if not isinstance(node.value, str):
            self.add(node, path, N_("Expected text; put numbers and the words true, false, null in quotes."))
            return None
        value = " ".join(node.value.split())
        if not value:
            self.add(node, path, N_("This text is empty."))
            return None
        if len(value) > longest:
            message = N_("This text has %(length)s signs; at most %(longest)s are possible.")
            self.add(node, path, message, length=len(value), longest=longest)
            return None
        return value

    def choice(self, node: Node, path: str, allowed: Collection[str]) -> str | None:
        value = node.value
        if isinstance(value, str) and value in allowed:
            return value
        shown = "" if value is None else str(value)[:60]
        near = difflib.get_close_matches(shown, allowed, n=1, cutoff=0.7)
        if near:
            message = N_('"%(value)s" is unknown; did you mean "%(guess)s"?')
            self.add(node, path, message, value=shown, guess=near[0])
        else:
            message = N_('"%(value)s" is unknown; possible are: %(allowed)s.')
            self.add(node, path, message, value=shown, allowed=", ".join(sorted(allowed)))
        return None


@dataclass
class Group:
    """The fields of one mapping. `broken`: it was no mapping, which is noted already."""

    report: Report
    node: Node
    path: str
    entries: dict[str, Node]
    broken: bool = False

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        return name in self.entries

    def get(self, name: str) -> Node | None:
        """The field's node, unless it is absent or empty."""
        node = self.entries.get(name)
        return None if node is None or node.empty else node

    def need(self, name: str) -> Node | None:
        """The field's node; that it is missing or empty is noted."""
        node = self.get(name)
        if node is None and not self.broken:
            place = self.entries.get(name, self.node)
            self.problem(place, name, N_('The field "%(name)s" is missing.'), name=name)
        return node

    def problem(self, node: Node, name: str, message: str, /, **params: object) -> None:
        self.report.add(node, self.at(name) if name else self.path, message, **params)

    def text(self, name: str, longest: int, *, required: bool = False) -> str:
        node = self.need(name) if required else self.get(name)
        return (self.report.text(node, self.at(name), longest) or "") if node else ""

    def texts(self, name: str, longest: int) -> tuple[str, ...]:
        node = self.get(name)
        if node is None:
            return ()
        return self.report.items(node, self.at(name), lambda n, p: self.report.text(n, p, longest))

    def choice(
        self, name: str, allowed: Collection[str], *, default: str = "", required: bool = False
    ) -> str:
        node = self.need(name) if required else self.get(name)
        return (self.report.choice(node, self.at(name), allowed) or default) if node else default

    def choices(self, name: str, allowed: Collection[str], *, required: bool = False) -> tuple[str, ...]:
        """A list of different values, at least one when the field is there at all."""
        node = self.need(name) if required else self.get(name)
        if node is None:
            return ()
        if node.kind is Kind.LIST and not node.items:
            self.problem(node, name, N_("This list is empty."))
        found = self.report.items(node, self.at(name), lambda n, p: self.report.choice(n, p, allowed))
        if len(set(found)) < len(found):
            self.problem(node, name, N_("A value stands here twice."))
        return found

    def flag(self, name: str) -> bool:
        node = self.get(name)
        if node is None:
            return False
        if not isinstance(node.value, bool):
            self.problem(node, name, N_("Expected true or false."))
            return False
        return node.value

    def whole(
        self, name: str, *, least: int = 0, most: int = MAX_AMOUNT, required: bool = False
    ) -> int | None:
        node = self.need(name) if required else self.get(name)
        if node is None:
            return None
        if isinstance(node.value, bool) or not isinstance(node.value, int):
            self.problem(node, name, N_("Expected a whole number."))
            return None
        if not least <= node.value <= most:
            message = N_("%(value)s is not between %(least)s and %(most)s.")
            self.problem(node, name, message, value=node.value, least=least, most=most)
            return None
        return node.value

    def number(self, name: str, *, zero: bool = False) -> Decimal | None:
        """A positive number (with `zero`, 0 too) below 100,000 with at most three decimals."""
        node = self.get(name)
        if node is None:
            return None
        if isinstance(node.value, bool) or not isinstance(node.value, int | float):
            self.problem(node, name, N_("Expected a number."))
            return None
        value = Decimal(str(node.value))
        if value < 0 or (value == 0 and not zero):
            self.problem(node, name, N_("A time must be positive; %(value)s is not."), value=value)
        elif value >= 100_000 or value != round(value, 3):
            message = N_("%(value)s cannot be a time: below 100,000, with at most three decimals.")
            self.problem(node, name, message, value=value)
        else:
            return value
        return None

    def clock(self, name: str, also: str) -> time | str | None:
        """A time of day written HH:MM, or the words `also`."""
        node = self.get(name)
        if node is None:
            return None
        if node.value == also:
            return also
        try:
            if isinstance(node.value, str) and len(node.value) == 5:
                hours, minutes = node.value.split(":")
                if (hours + minutes).isascii() and (hours + minutes).isdigit():
                    return time(int(hours), int(minutes))
        except ValueError:
            pass
        message = N_('"%(value)s" is not a time of day; write HH:MM, such as 15:00, or "%(also)s".')
        self.problem(node, name, message, value=str(node.value)[:40], also=also)
        return None


def _kinds(expected: Kind, found: Node) -> dict[str, object]:
    return {"expected": expected.value, "found": found.kind.value}
