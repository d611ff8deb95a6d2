"""Whether a net can ever stand as a marking says: what a dossier moved into it must be able to be in."""

from __future__ import annotations

from collections import deque
from typing import Any

from motcua.processes.engine.marking import Marking
from motcua.processes.errors import EngineError
from motcua.processes.net import Net
from motcua.processes.soundness.explorer import beginnings, moves

MAX_STATES = 20_000


def reaches(net: Net, marking: Marking, limit: int = MAX_STATES) -> bool:
    """True when some way through a sound `net` leads to the same tokens; then the end can be reached from there.

    False also when that is not found within `limit` states. Values and running timers are not compared.
    """
    wanted = _standing(marking)
    known: set[Any] = set()
    todo: deque[Marking] = deque()

    def add(runs: Any) -> bool:
        for run in runs:
            try:
                run.settle()
            except EngineError:
                continue
            here = run.outcome().marking
            key = _standing(here)
            if key == wanted:
                return True
            if key not in known:
                known.add(key)
                todo.append(here)
        return False

    if add(beginnings(net)):
        return True
    while todo and len(known) < limit:
        if add(moves(net, todo.popleft())):
            return True
    return False


def _standing(marking: Marking) -> Any:
    """Which tokens stand where, whatever their numbers."""
    inside: dict[int, list[Any]] = {}
    for token in marking.tokens:
        inside.setdefault(token.scope, []).append(token)

    def bag(scope: int) -> Any:
        return tuple(sorted((t.node, t.flow, bag(t.id)) for t in inside.get(scope, ())))

    return bag(0)
