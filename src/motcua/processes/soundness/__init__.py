"""Soundness before publication: every step can be reached, and from everywhere the end can be reached.

The states are those the engine itself can be in: the same code moves the tokens, only conditions become free
choices, timers and messages may happen at any time, a non-interrupting event at most once per activity, a
multi-instance stands for two instances. A violation comes with the way there, as a list of elements. When
the states are too many, steps that influence nothing but themselves are passed over; when that is still too
much, the verdict honestly says "not decided".
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from motcua.processes.engine.commands import ENTERED, Event, Outcome
from motcua.processes.engine.marking import Marking
from motcua.processes.engine.run import describe
from motcua.processes.errors import EngineError
from motcua.processes.net import Net
from motcua.processes.soundness.explorer import (
    Explorer,
    Key,
    beginnings,
    flat,
    harmless,
    moves,
    state_key,
    visible,
)

MAX_STATES = 50_000
FIRST_LOOK = 5_000
TOKENS_A_STATE = 20  # a state with more costs as much as several
MAX_TOKENS = 200  # or one on every flow: more than that at once means they multiply
Step = tuple[str, str]


class Fault(StrEnum):
    DEADLOCK = "deadlock"
    LIVELOCK = "livelock"
    UNBOUNDED = "unbounded"
    UNREACHABLE = "unreachable"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Violation:
    """Why a process is refused, at which element, and the way there (element id and name, in order)."""

    fault: Fault
    element: str
    name: str
    reason: str
    path: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Soundness:
    """`sound` only when everything was looked at and nothing was found; `decided` is False when the states
    ran out.
    """

    sound: bool
    decided: bool
    states: int
    violations: tuple[Violation, ...]


def check_soundness(net: Net, limit: int = MAX_STATES) -> Soundness:
    """Explore the process's states: exactly; if many, without the steps that influence only themselves."""
    shown = visible(net)
    plain = harmless(net)
    verdict = _explore(net.with_modes(shown), min(limit, FIRST_LOOK) if plain else limit)
    if not verdict.decided and not verdict.violations and plain:
        verdict = _explore(net.with_modes({**shown, **plain}), limit)
    if not verdict.decided and not verdict.violations:
        reason = f"soundness was not decided within {verdict.states} states; draw the process simpler"
        undecided = Violation(Fault.UNDECIDED, net.key, net.name, reason)
        return Soundness(False, False, verdict.states, (undecided,))
    return verdict


@dataclass(slots=True)
class _State:
    marking: Marking
    parent: int
    steps: tuple[Step, ...]
    flat: Counter[Key]
    size: int
    followers: list[int]


def _explore(net: Net, limit: int) -> Soundness:
    states: list[_State] = []
    known: dict[Key, int] = {}
    reached: set[int] = set()
    todo: deque[int] = deque()
    left = limit * TOKENS_A_STATE

    def add(outcome: Outcome, parent: int) -> Violation | None:
        nonlocal left
        left -= len(outcome.marking.tokens)
        left -= sum(len(own.get("f", ())) for own in outcome.marking.local.values())
        reached.update(e.node for e in outcome.events if e.what == ENTERED)
        key = state_key(outcome.marking)
        if key in known:
            if parent >= 0:
                states[parent].followers.append(known[key])
            return None
        number = len(states)
        known[key] = number
        here = flat(net, outcome.marking)
        states.append(_State(outcome.marking, parent, _steps(outcome.events), here, here.total(), []))
        todo.append(number)
        if parent >= 0:
            states[parent].followers.append(number)
        return _grows(net, states, number)

    def follow(runs: Iterator[Explorer], parent: int) -> Violation | None:
        for run in runs:
            if left < 0:
                return None
            try:
                run.settle()
            except EngineError as error:
                path = _path(states, parent) + _steps(tuple(run.events[:30]))
                where = run.events[-1]
                if len(run.tokens) + len(run.queue) > _many(net):
                    reason = (
                        f"tokens multiply without end, by themselves, through «{where.name or where.element}»"
                    )
                    return Violation(Fault.UNBOUNDED, where.element, where.name, reason, path)
                return Violation(Fault.LIVELOCK, where.element, where.name, str(error), path)
            found = add(run.outcome(), parent)
            if found is not None:
                return found
        return None

    found = follow(beginnings(net), -1)
    while todo and found is None and len(states) < limit and left >= 0:
        number = todo.popleft()
        found = follow(moves(net, states[number].marking), number)
        if left < 0:
            todo.append(number)  # not everything that follows was looked at
    if found is not None:
        return Soundness(False, True, len(states), (found,))
    complete = not todo
    stranded = _stranded(net, states, set(todo), complete)
    if stranded is not None:
        return Soundness(False, True, len(states), (stranded,))
    missed = _missed(net, reached) if complete else ()
    return Soundness(complete and not missed, complete, len(states), missed)


def _grows(net: Net, states: list[_State], number: int) -> Violation | None:
    """Whether tokens pile up: the state holds everything of an earlier one of its way, and more, twice
    over.
    """
    here = states[number]
    times, parent = 0, here.parent
    flat, size, more = here.flat, here.size, Counter[Key]()
    while parent >= 0:
        earlier = states[parent]
        if 0 < earlier.size < size and earlier.flat <= flat:
            more = more or flat - earlier.flat
            flat, size = earlier.flat, earlier.size
            times += 1
        parent = earlier.parent
    if times < 2 and here.size <= _many(net):
        return None
    node = net.nodes[next(iter(more or here.flat))[0]]
    reason = f"tokens multiply without end: {describe(node)} begins again before the earlier ones are done"
    return Violation(Fault.UNBOUNDED, node.id, node.name, reason, _path(states, number))


def _many(net: Net) -> int:
    return max(MAX_TOKENS, len(net.flows) + len(net.nodes))


def _stranded(net: Net, states: list[_State], open_: set[int], complete: bool) -> Violation | None:
    """The first state that cannot reach the end: a deadlock if nothing follows it, else a livelock."""
    for number, state in enumerate(states):
        if state.marking.tokens and not state.followers and number not in open_:
            return _deadlock(net, states, number)
    if not complete:
        return None
    before: list[list[int]] = [[] for _ in states]
    for number, state in enumerate(states):
        for follower in state.followers:
            before[follower].append(number)
    good = {n for n, s in enumerate(states) if not s.marking.tokens}
    stack = list(good)
    while stack:
        for earlier in before[stack.pop()]:
            if earlier not in good:
                good.add(earlier)
                stack.append(earlier)
    for number, state in enumerate(states):
        if number not in good:
            node = net.nodes[state.marking.tokens[0].node]
            reason = f"from {describe(node)} on, the process goes round for ever and can never finish"
            return Violation(Fault.LIVELOCK, node.id, node.name, reason, _path(states, number))
    return None


def _deadlock(net: Net, states: list[_State], number: int) -> Violation:
    tokens = states[number].marking.tokens
    parked = [t for t in tokens if t.flow >= 0]
    node = net.nodes[(parked or tokens)[0].node]
    here = {t.flow for t in parked if t.node == node.index}
    missing = [net.nodes[net.flows[f].source] for f in node.ins if f not in here]
    waits = ", ".join(dict.fromkeys(describe(n) for n in missing)) or "a token"
    reason = f"{describe(node)} waits for ever for what comes from {waits}"
    way = (*_path(states, number), (node.id, node.name))  # the way ends where the dossier is stuck
    return Violation(Fault.DEADLOCK, node.id, node.name, reason, way)


def _missed(net: Net, reached: set[int]) -> tuple[Violation, ...]:
    found: dict[str, Violation] = {}
    for node in net.nodes:
        if node.index not in reached:
            reason = f"{describe(node)} can never be reached"
            found.setdefault(node.id, Violation(Fault.UNREACHABLE, node.id, node.name, reason))
    return tuple(found.values())


def _steps(events: tuple[Event, ...]) -> tuple[Step, ...]:
    return tuple((e.element, e.name) for e in events if e.what == ENTERED)


def _path(states: list[_State], number: int) -> tuple[Step, ...]:
    parts: list[tuple[Step, ...]] = []
    while number >= 0:
        parts.append(states[number].steps)
        number = states[number].parent
    return tuple(step for part in reversed(parts) for step in part)


__all__ = ["Fault", "Soundness", "Violation", "check_soundness"]
