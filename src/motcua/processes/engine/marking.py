"""Where a running process stands: tokens, alarms and local values; small, immutable, JSON-able."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

INSIDE = -1  # the token waits in its node
BODY = -2  # the token holds the instances of a multi-instance activity
CHOICE = -3  # only in analysis: the way out of the node is not chosen yet
THROWN = -4  # only in analysis: a signal that goes out once every way out is chosen

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


class Token(NamedTuple):
    """`scope` is the id of the token of the sub-process around it (0 = the process itself).

    `flow` is the flow it came by when it is parked before a join, else one of the constants above.
    """

    id: int
    node: int
    scope: int
    flow: int


class Alarm(NamedTuple):
    """A timer that is running: event `node` for the token `host`, due at `due` (ms since 1970), `left` more
    turns.
    """

    host: int
    node: int
    due: int
    left: int


class Marking(NamedTuple):
    """`next` is the id the next token gets (0 = not started); `local` holds values of instances by token
    id.
    """

    next: int = 0
    tokens: tuple[Token, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    local: Mapping[int, Mapping[str, Any]] = _NOTHING
    variables: Mapping[str, Any] = _NOTHING

    @property
    def started(self) -> bool:
        return self.next > 0

    @property
    def finished(self) -> bool:
        return self.next > 0 and not self.tokens

    def to_json(self) -> dict[str, Any]:
        """A compact dict without the variables, which are stored beside it."""
        data: dict[str, Any] = {"n": self.next}
        if self.tokens:
            data["t"] = [_short(t) for t in self.tokens]
        if self.alarms:
            data["a"] = [list(a) for a in self.alarms]
        if self.local:
            data["l"] = {str(k): dict(v) for k, v in self.local.items()}
        return data

    @staticmethod
    def from_json(data: Mapping[str, Any], variables: Mapping[str, Any] = _NOTHING) -> Marking:
        """The marking stored by `to_json`, with its variables."""
        return Marking(
            data["n"],
            tuple(_long(t) for t in data.get("t", ())),
            tuple(Alarm(*a) for a in data.get("a", ())),
            {int(k): v for k, v in data.get("l", {}).items()},
            variables,
        )


def _short(token: Token) -> list[int]:
    if token.flow != INSIDE:
        return list(token)
    return [token.id, token.node, token.scope] if token.scope else [token.id, token.node]


def _long(data: list[int]) -> Token:
    return Token(data[0], data[1], data[2] if len(data) > 2 else 0, data[3] if len(data) > 3 else INSIDE)
