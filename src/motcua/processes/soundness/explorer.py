"""The engine with open choices: what can happen next, and when two states are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from motcua.processes.bpmn.model import Kind, Trigger
from motcua.processes.engine.commands import Outcome
from motcua.processes.engine.decisions import listening
from motcua.processes.engine.marking import CHOICE, INSIDE, THROWN, Marking, Token
from motcua.processes.engine.run import Run
from motcua.processes.net import Mode, Net, NetNode

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
Key = tuple[Any, ...]


class Explorer(Run):
    """The engine with open choices: decisions wait to be made, clocks do not run, counts are two."""

    stop = False

    def __init__(self, net: Net, marking: Marking, now: datetime) -> None:
        super().__init__(net, marking, now)
        for token in [t for t in self.tokens.values() if t.flow == THROWN]:
            del self.tokens[token.id]
            self.thrown.append((token.node, token.scope))

    def outcome(self) -> Outcome:
        for index, scope in self.thrown:
            self.tokens[self.next] = Token(self.next, index, scope, THROWN)
            self.next += 1
        self.thrown.clear()
        return super().outcome()

    def undecided(self) -> bool:
        return any(t.flow == CHOICE for t in self.tokens.values())

    def choose(self, node: NetNode, scope: int) -> None:
        free = all(self.net.flows[f].condition is None and f != node.default for f in node.outs)
        if free and node.mode is not Mode.EXCLUSIVE:
            self.queue.extend((f, scope) for f in node.outs)
            return
        token = Token(self.next, node.index, scope, CHOICE)
        self.next += 1
        self.tokens[token.id] = token

    def arm(self, event: NetNode, token: Token) -> None:
        return None

    def count(self, node: NetNode, scope: int) -> tuple[int, list[Any] | None]:
        return 2, [None, None]

    def decides(self, node: NetNode, values: Mapping[str, Any]) -> bool:
        return self.stop

    def values(self, scope: int) -> Mapping[str, Any]:
        return {}


def visible(net: Net) -> dict[int, Mode]:
    """Automatic steps that an event may interrupt are looked at as if they took time."""
    return {n.index: Mode.TASK for n in net.nodes if n.mode is Mode.AUTOMATIC and _interruptible(net, n)}


def _interruptible(net: Net, node: NetNode) -> bool:
    here: NetNode | None = node
    while here is not None:
        if here.boundary:
            return True
        here = net.nodes[here.scope] if here.scope >= 0 else None
    return False


def harmless(net: Net) -> dict[int, Mode]:
    """Waiting steps whose moment matters to nobody else; empty where joins, ends or signals depend on the
    moment.
    """
    if net.joins or any(n.mode is Mode.TERMINATE or n.trigger is Trigger.SIGNAL for n in net.nodes):
        return {}
    after_gateway = {net.flows[f].target for n in net.nodes if n.mode is Mode.EVENT_BASED for f in n.outs}
    return {
        n.index: Mode.PASS
        for n in net.nodes
        if n.mode in (Mode.TASK, Mode.WAIT)
        and n.multi is None
        and n.index not in after_gateway
        and not _interruptible(net, n)
    }


def beginnings(net: Net) -> Iterator[Explorer]:
    for start in net.starts:
        run = Explorer(net, Marking(), _NOW)
        run.enter(net.nodes[start], 0)
        yield run


def moves(net: Net, marking: Marking) -> Iterator[Explorer]:
    """Every next thing that can happen; an open choice is decided before anything else."""
    chosen = next((t for t in marking.tokens if t.flow == CHOICE), None)
    if chosen is not None:
        node = net.nodes[chosen.node]
        for flows in _options(net, node):
            run = Explorer(net, marking, _NOW)
            del run.tokens[chosen.id]
            run.queue.extend((f, chosen.scope) for f in flows)
            yield run
        return
    early = (False, True) if any(n.multi is not None and n.multi.completion for n in net.nodes) else (False,)
    base = Explorer(net, marking, _NOW)
    for token in marking.tokens:
        node = net.nodes[token.node]
        for stop in early:
            if token.flow == INSIDE and node.mode is Mode.TASK:
                run = Explorer(net, marking, _NOW)
                run.stop = stop
                run.complete(token)
                yield run
            for event in listening(base, token):
                happened = base.local.get(token.id, {}).get("f", ())
                if event.index in happened:
                    continue
                run = Explorer(net, marking, _NOW)
                run.stop = stop
                run.fire(event, token)
                if event.kind is Kind.BOUNDARY and not event.interrupting:
                    run.local[token.id] = {
                        **run.local.get(token.id, {}),
                        "f": tuple(sorted((*happened, event.index))),
                    }
                yield run


def _options(net: Net, node: NetNode) -> list[list[int]]:
    """The ways out a decision can take."""
    if node.mode is Mode.EXCLUSIVE:
        return [[f] for f in node.outs]
    always = [f for f in node.outs if net.flows[f].condition is None and f != node.default]
    open_ = [f for f in node.outs if net.flows[f].condition is not None]
    found = [
        sorted([*always, *some], key=node.outs.index)
        for n in range(1, len(open_) + 1)
        for some in _some(open_, n)
    ]
    if node.default >= 0:
        none_held = [node.default] if node.mode is Mode.INCLUSIVE and not always else [*always, node.default]
        found.append(none_held if node.mode is not Mode.INCLUSIVE or not always else always)
    elif always:
        found.append(always)
    return found


def _some(flows: list[int], size: int) -> Iterator[tuple[int, ...]]:
    if len(flows) > 7 and 2 < size < len(flows):
        return iter(())
    return combinations(flows, size)


def state_key(marking: Marking) -> Key:
    """The state without token numbers: nested bags of what stands where."""
    inside: dict[int, list[Token]] = {}
    for token in marking.tokens:
        inside.setdefault(token.scope, []).append(token)

    def bag(scope: int) -> Key:
        return tuple(sorted((t.node, t.flow, told(t), bag(t.id)) for t in inside.get(scope, ())))

    def told(token: Token) -> Key:
        own = marking.local.get(token.id, {})
        return (own.get("n", 0), own.get("d", 0), own.get("f", ()))

    return bag(0)


def flat(net: Net, marking: Marking) -> Counter[Key]:
    return Counter(
        (t.node, t.flow, marking.local.get(t.id, {}).get("f", ()), marking.local.get(t.id, {}).get("d", 0))
        for t in marking.tokens
    )
