"""Whether a net can ever stand as a marking says: what a dossier moved into it must be able to be in."""

from __future__ import annotations

from collections import deque
from typing import Any

from motcua.processes.engine.marking import Marking
from motcua.processes.errors import EngineError
from motcua.processes.net import Net
from motcua.processes.soundness.explorer import Key, beginnings, moves, state_key

MAX_STATES = 20_000


def reaches(net: Net, marking: Marking, limit: int = MAX_STATES) -> bool:
    """True when some way through a sound `net` leads to the same tokens; then the end can be reached from there.

    False also when that is not found within `limit` states. Values and running timers are not compared.
    """
    wanted = _standing(marking)
    known: set[Key] = set()
    todo: deque[Marking] = deque()

    def add(runs: Any) -> bool:
        for run in runs:
            try:
                run.settle()
            except EngineError:
                continue
            here = run.outcome().marking
            if _standing(here) == wanted:
                return True
            key = state_key(here)
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


def _standing(marking: Marking) -> Key:
    """Which tokens stand where, whatever their numbers and values."""
    return state_key(marking._replace(local={}))
