"""A test run as it stands in the address of its page: nothing is kept on the server, and "back" takes a move back.

`at` the start, `office` the competent and `receiving` the receiving office, `use` the procedure, `given` what the
process asks about the dossier (`channel=post`), and one `move` each: `complete~3~2026-03-09T08:00~~outcome=ok`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from motcua.calendars.worktime import VIETNAM
from motcua.kernel import time
from motcua.processes.trial import MAX_MOVES, Act, Move

# What the dossier itself answers at reception; everything else is answered step by step.
AT_RECEPTION = ("procedure", "channel", "case_variant", "authorised")
_WORDS = {"true": True, "false": False, "none": None}


@dataclass(frozen=True, slots=True)
class TrialAddress:
    """Everything that the address of a test run says."""

    at: datetime
    office: int
    receiving: int
    use: int
    given: Mapping[str, Any]
    moves: tuple[Move, ...]

    def query(self) -> str:
        """The same as the end of an address."""
        pairs = [("at", _minute(self.at)), *((name, str(number)) for name, number in self.chosen)]
        pairs += [("given", f"{name}={_said(value)}") for name, value in self.given.items()]
        pairs += [("move", _move_text(move)) for move in self.moves]
        return urlencode(pairs)

    @property
    def chosen(self) -> tuple[tuple[str, int], ...]:
        """What is chosen from lists."""
        return (("office", self.office), ("receiving", self.receiving), ("use", self.use))

    def undone(self) -> str:
        """Without the last move."""
        return replace(self, moves=self.moves[:-1]).query()

    def anew(self) -> str:
        """Without any move."""
        return replace(self, moves=()).query()


def read(data: QueryDict) -> TrialAddress:
    """What the address says; what cannot be understood is left out."""
    given = dict(pair for text in data.getlist("given")[:20] if (pair := _pair(text)))
    given |= {name: value for name in AT_RECEPTION if (value := _typed(data.get(f"given-{name}", ""))) != ""}
    moves = [move for text in data.getlist("move")[:MAX_MOVES] if (move := _move(text))]
    start = instant(data.get("at", "")) or time.local(time.now()).replace(second=0, microsecond=0)
    office, receiving, use = (number(data.get(name)) for name in ("office", "receiving", "use"))
    return TrialAddress(start, office, receiving, use, given, tuple(moves))


def posted(data: QueryDict) -> Move | None:
    """The move that one of the page's buttons asks for; None when none was pressed."""
    act, _, rest = data.get("act", "").partition("-")
    if act not in set(Act):
        return None
    token = number(rest)
    at = instant(data.get(f"when-{token}" if token else "when", ""))
    if at is None:
        return None
    prefix = f"value-{token}-"
    values = {
        name.removeprefix(prefix): value
        for name in data
        if name.startswith(prefix) and (value := _typed(data.get(name, ""))) != ""
    }
    if act == Act.BACK:
        return Move(Act.BACK, at, token, data.get(f"to-{token}", "")[:200])
    return Move(Act(act), at, token, values=values)


def instant(text: str) -> datetime | None:
    """An instant of the office's clock: "2026-03-09T08:00"; None when it is none of our time."""
    try:
        found = datetime.strptime(text.strip()[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=VIETNAM)
    except ValueError:
        return None
    return found if 2000 <= found.year < 2100 else None


def _minute(at: datetime) -> str:
    return f"{at.astimezone(VIETNAM):%Y-%m-%dT%H:%M}"


def _move_text(move: Move) -> str:
    values = ";".join(f"{name}={_said(value)}" for name, value in move.values.items())
    return "~".join((move.act.value, str(move.token), _minute(move.at), move.to, values))


def _move(text: str) -> Move | None:
    parts = text.split("~", 4)
    at = instant(parts[2]) if len(parts) == 5 else None
    if at is None or parts[0] not in set(Act):
        return None
    values = dict(pair for word in parts[4].split(";") if (pair := _pair(word)))
    return Move(Act(parts[0]), at, number(parts[1]), parts[3][:200], values)


def _pair(text: str) -> tuple[str, Any] | None:
    name, sign, value = text.partition("=")
    return (name.strip()[:80], _typed(value)) if sign and name.strip() else None


def _typed(text: str) -> Any:
    """A word as conditions know it: number, true, false, or the text without signs of our own."""
    plain = text.strip()[:120].replace("~", " ").replace(";", " ")
    if plain.lower() in _WORDS:
        return _WORDS[plain.lower()]
    try:
        return int(plain) if len(plain) < 16 else plain
    except ValueError:
        return plain


def _said(value: Any) -> str:
    return str(value).lower() if value is None or isinstance(value, bool) else str(value)


def number(text: str | None) -> int:
    """A small number of an address; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
