"""From the typed model to the compiled net."""

from __future__ import annotations

from collections.abc import Callable

from motcua.processes.bpmn.model import AUTOMATIC, HUMAN, Kind, Model, Node, Process, Trigger
from motcua.processes.errors import ModelRefused, Problem
from motcua.processes.net.structure import Mode, Net, NetFlow, NetNode, joins_of

MAX_NODES = 5_000
MAX_CALLS = 20
Resolver = Callable[[str], Model | None]


def compile_net(model: Model, resolver: Resolver | None = None, process: str = "") -> Net:
    """Compile the model's main process (or the one named).

    Raises `ModelRefused` when a call activity calls nothing known, calls itself, or the whole grows past the
    limits.
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
        plain = [
            n
            for n in process.nodes
            if n.kind is Kind.START and n.scope == process.id and n.trigger is Trigger.NONE
        ]
        if not plain:
            return refuse(f"the called process «{node.called}» has no start event without a trigger")
        if len(plain) > 1:
            return refuse(f"the called process «{node.called}» has several start events without a trigger")
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
        return Net(process.id, process.name, nodes, flows, tuple(starts), joins_of(nodes, flows))

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
