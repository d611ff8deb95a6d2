"""The compiled net: a model flattened once into immutable tuples with integer indexes, ready to be walked and stored.

Call activities are unfolded in place (the called process shares the caller's variables); `path` tells two unfoldings of
the same element apart. Everything the engine would otherwise search for is computed here: which node sits behind which
flow, what each node does, and from where the incoming flows of an inclusive join can still be reached.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from motcua.processes.bpmn.model import (
    AUTOMATIC,
    HUMAN,
    Flow,
    Kind,
    Model,
    Multi,
    Node,
    Process,
    Trigger,
    Work,
)
from motcua.processes.errors import ModelRefused, Problem
from motcua.processes.timers import Timer, TimerKind

MAX_NODES = 5_000
MAX_CALLS = 20
Resolver = Callable[[str], Model | None]


class Mode(IntEnum):
    """What the engine does with a token that arrives."""

    PASS = 0
    TASK = 1
    AUTOMATIC = 2
    WAIT = 3
    EXCLUSIVE = 4
    INCLUSIVE = 5
    PARALLEL = 6
    EVENT_BASED = 7
    SCOPE = 8
    END = 9
    TERMINATE = 10
    SIGNAL = 11


@dataclass(frozen=True, slots=True)
class NetFlow:
    """A sequence flow between two node indexes."""

    id: str
    name: str
    source: int
    target: int
    condition: str | None


@dataclass(frozen=True, slots=True)
class NetNode:
    """A flow node; `scope` is the index of the sub-process or call around it, -1 for the process itself."""

    index: int
    id: str
    name: str
    path: str
    kind: Kind
    mode: Mode
    scope: int
    ins: tuple[int, ...]
    outs: tuple[int, ...]
    default: int
    trigger: Trigger
    event: str
    event_id: str
    timer: Timer | None
    host: int
    interrupting: bool
    boundary: tuple[int, ...]
    inner: int
    multi: Multi | None
    work: Work

    @property
    def automatic(self) -> bool:
        """Completes without a person: service, send and script tasks."""
        return self.mode is Mode.AUTOMATIC

    def hears(self, trigger: Trigger, name: str) -> bool:
        """Whether this event waits for that message or signal, told by name or id."""
        return self.trigger is trigger and name in (self.event, self.event_id)


@dataclass(frozen=True, slots=True)
class Net:
    """An executable process. `joins[g][n]` has bit k set when a token in node n can still reach the k-th incoming flow
    of the inclusive gateway g without passing g itself."""

    key: str
    name: str
    nodes: tuple[NetNode, ...]
    flows: tuple[NetFlow, ...]
    starts: tuple[int, ...]
    joins: dict[int, tuple[int, ...]] = field(compare=False, repr=False)

    def find(self, element: str) -> NetNode | None:
        """A node by element id, else by path."""
        return next((n for n in self.nodes if n.id == element), None) or next(
            (n for n in self.nodes if n.path == element), None
        )

    def with_modes(self, modes: dict[int, Mode]) -> Net:
        """The same net with other behaviour at some nodes (an automatic step that waits for a tester, …)."""
        nodes = tuple(replace(n, mode=modes[n.index]) if n.index in modes else n for n in self.nodes)
        return replace(self, nodes=nodes)

    def digest(self) -> str:
        """SHA-256 over the compiled structure."""
        return hashlib.sha256(repr((self.key, self.nodes, self.flows)).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """A JSON-able form; `from_json` gives the same net back."""
        return {
            "v": 1,
            "key": self.key,
            "name": self.name,
            "nodes": [_node_json(n) for n in self.nodes],
            "flows": [[f.id, f.name, f.source, f.target, f.condition] for f in self.flows],
            "starts": list(self.starts),
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Net:
        """The net stored by `to_json`."""
        nodes = tuple(_node_from(i, d) for i, d in enumerate(data["nodes"]))
        flows = tuple(NetFlow(*f) for f in data["flows"])
        return Net(data["key"], data["name"], nodes, flows, tuple(data["starts"]), _joins(nodes, flows))


def compile_net(model: Model, resolver: Resolver | None = None, process: str = "") -> Net:
    """Compile the model's main process (or the one named).

    Raises `ModelRefused` when a call activity calls nothing known, calls itself, or the whole grows past the limits.
    """
    found = model.process(process) if process else model.main
    if found is None:
        raise ModelRefused((Problem("no-process", process, "", "the process is not in the file"),))
    builder = _Builder(resolver)
    builder.add(model, found, -1, "", (found.id,))
    if builder.problems:
        raise ModelRefused(tuple(builder.problems))
    return builder.finish(found)


_MODES = {
    Kind.EXCLUSIVE: Mode.EXCLUSIVE,
    Kind.INCLUSIVE: Mode.INCLUSIVE,
    Kind.PARALLEL: Mode.PARALLEL,
    Kind.EVENT_BASED: Mode.EVENT_BASED,
    Kind.SUB_PROCESS: Mode.SCOPE,
    Kind.CALL: Mode.SCOPE,
    Kind.CATCH: Mode.WAIT,
    Kind.RECEIVE: Mode.WAIT,
    Kind.START: Mode.PASS,
    Kind.BOUNDARY: Mode.PASS,
}


def _mode(node: Node) -> Mode:
    if node.kind in HUMAN:
        return Mode.TASK
    if node.kind in AUTOMATIC:
        return Mode.AUTOMATIC
    if node.kind is Kind.END:
        return Mode.TERMINATE if node.trigger is Trigger.TERMINATE else Mode.END
    if node.kind is Kind.THROW:
        return Mode.SIGNAL if node.trigger is Trigger.SIGNAL else Mode.PASS
    return _MODES[node.kind]


class _Builder:
    """Flattens processes into index tables, then freezes them."""

    def __init__(self, resolver: Resolver | None) -> None:
        self.resolver = resolver
        self.problems: list[Problem] = []
        self.raw: list[tuple[Node, int, str]] = []
        self.flows: list[NetFlow] = []
        self.flow_order: dict[int, list[int]] = {}
        self.starts_of: dict[int, list[int]] = {}

    def add(self, model: Model, process: Process, scope: int, prefix: str, calls: tuple[str, ...]) -> None:
        """Add a process's nodes below `scope`, then unfold what it calls."""
        if len(self.raw) + len(process.nodes) > MAX_NODES or len(calls) > MAX_CALLS:
            self.problems.append(
                Problem("too-large", process.id, process.name, "the process with its calls is too large")
            )
            return
        index: dict[str, int] = {}
        for node in process.nodes:
            index[node.id] = len(self.raw)
            around = scope if node.scope == process.id else index[node.scope]
            self.raw.append((node, around, prefix + node.id))
            if node.kind is Kind.START:
                self.starts_of.setdefault(around, []).append(index[node.id])
        flow_index: dict[str, int] = {}
        for flow in process.flows:
            flow_index[flow.id] = len(self.flows)
            self.flows.append(
                NetFlow(flow.id, flow.name, index[flow.source], index[flow.target], flow.condition)
            )
        for node in process.nodes:
            self.flow_order[index[node.id]] = [flow_index[f] for f in node.outgoing]
        for node in process.nodes:
            if node.kind is Kind.CALL:
                self._call(model, node, index[node.id], prefix, calls)

    def _call(self, model: Model, node: Node, at: int, prefix: str, calls: tuple[str, ...]) -> None:
        def refuse(reason: str) -> None:
            self.problems.append(Problem("call", node.id, node.name, reason))

        if not node.called:
            return refuse("the call activity does not name a process (calledElement)")
        if node.called in calls:
            return refuse(f"the call activity calls «{node.called}», which is calling it")
        holder: Model | None = model
        process = model.process(node.called)
        if process is None and self.resolver is not None:
            holder = self.resolver(node.called)
            process = None if holder is None else (holder.process(node.called) or holder.main)
        if process is None or holder is None:
            return refuse(f"the called process «{node.called}» is not known")
        if not any(
            n.kind is Kind.START and n.scope == process.id and n.trigger is Trigger.NONE
            for n in process.nodes
        ):
            return refuse(f"the called process «{node.called}» has no start event without a trigger")
        self.add(holder, process, at, f"{prefix}{node.id}/", (*calls, node.called))
        return None

    def finish(self, process: Process) -> Net:
        """Freeze the tables."""
        ins: dict[int, list[int]] = {}
        for number, flow in enumerate(self.flows):
            ins.setdefault(flow.target, []).append(number)
        where = {(path, scope): i for i, (_, scope, path) in enumerate(self.raw)}
        boundary: dict[int, list[int]] = {}
        hosts: dict[int, int] = {}
        for i, (node, scope, path) in enumerate(self.raw):
            if node.kind is Kind.BOUNDARY:
                hosts[i] = where[(path[: len(path) - len(node.id)] + node.attached_to, scope)]
                boundary.setdefault(hosts[i], []).append(i)
        nodes = tuple(
            self._node(i, ins.get(i, []), boundary.get(i, []), hosts.get(i, -1)) for i in range(len(self.raw))
        )
        flows = tuple(self.flows)
        starts = sorted(self.starts_of.get(-1, []), key=lambda i: (nodes[i].trigger is not Trigger.NONE, i))
        return Net(process.id, process.name, nodes, flows, tuple(starts), _joins(nodes, flows))

    def _node(self, i: int, ins: list[int], boundary: list[int], host: int) -> NetNode:
        node, scope, path = self.raw[i]
        outs = self.flow_order[i]
        inner = [s for s in self.starts_of.get(i, []) if self.raw[s][0].trigger is Trigger.NONE]
        return NetNode(
            index=i,
            id=node.id,
            name=node.name,
            path=path,
            kind=node.kind,
            mode=_mode(node),
            scope=scope,
            ins=tuple(ins),
            outs=tuple(outs),
            default=next((f for f in outs if node.default and self.flows[f].id == node.default), -1),
            trigger=Trigger.MESSAGE if node.kind in (Kind.RECEIVE, Kind.SEND) else node.trigger,
            event=node.event,
            event_id=node.event_id,
            timer=node.timer,
            host=host,
            interrupting=node.interrupting,
            boundary=tuple(boundary),
            inner=inner[0] if inner else -1,
            multi=node.multi,
            work=node.work,
        )


def _joins(nodes: tuple[NetNode, ...], flows: tuple[NetFlow, ...]) -> dict[int, tuple[int, ...]]:
    """For each inclusive join, which of its incoming flows every other node can still reach (BPMN 2.0, 13.4.3)."""
    found: dict[int, tuple[int, ...]] = {}
    for gateway in nodes:
        if gateway.mode is not Mode.INCLUSIVE or len(gateway.ins) < 2:
            continue
        masks = [0] * len(nodes)
        for bit, flow in enumerate(gateway.ins):
            stack = [flows[flow].source]
            while stack:
                here = stack.pop()
                if here == gateway.index or masks[here] & (1 << bit):
                    continue
                masks[here] |= 1 << bit
                node = nodes[here]
                stack.extend(flows[f].source for f in node.ins)
                if node.host >= 0:
                    stack.append(node.host)
        found[gateway.index] = tuple(masks)
    return found


def _node_json(node: NetNode) -> list[Any]:
    timer = None if node.timer is None else [node.timer.kind.value, node.timer.text]
    multi = node.multi
    several = None if multi is None else [
        multi.sequential, multi.cardinality, multi.collection, multi.element, multi.completion
    ]  # fmt: skip
    work = node.work
    return [
        node.id,
        node.name,
        node.path,
        node.kind.value,
        int(node.mode),
        node.scope,
        list(node.ins),
        list(node.outs),
        node.default,
        node.trigger.value,
        node.event,
        node.event_id,
        timer,
        node.host,
        node.interrupting,
        list(node.boundary),
        node.inner,
        several,
        [work.role, work.unit, work.minutes, work.action, work.status, work.time],
    ]


def _node_from(index: int, d: list[Any]) -> NetNode:
    return NetNode(
        index=index,
        id=d[0],
        name=d[1],
        path=d[2],
        kind=Kind(d[3]),
        mode=Mode(d[4]),
        scope=d[5],
        ins=tuple(d[6]),
        outs=tuple(d[7]),
        default=d[8],
        trigger=Trigger(d[9]),
        event=d[10],
        event_id=d[11],
        timer=None if d[12] is None else Timer(TimerKind(d[12][0]), d[12][1]),
        host=d[13],
        interrupting=d[14],
        boundary=tuple(d[15]),
        inner=d[16],
        multi=None if d[17] is None else Multi(*d[17]),
        work=Work(*d[18]),
    )


__all__ = ["Flow", "Mode", "Net", "NetFlow", "NetNode", "Resolver", "compile_net"]
