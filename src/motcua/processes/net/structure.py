"""The immutable structure of a compiled net."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

from motcua.processes.bpmn.model import (
    Kind,
    Multi,
    Trigger,
    Work,
)
from motcua.processes.net.stored import node_json, node_values
from motcua.processes.timers import Timer


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
    """An executable process. `joins[g][n]` has bit k set when a token in node n can still reach the k-th
    incoming flow of the inclusive gateway g without passing g itself."""

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
            "nodes": [node_json(n) for n in self.nodes],
            "flows": [[f.id, f.name, f.source, f.target, f.condition] for f in self.flows],
            "starts": list(self.starts),
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Net:
        """The net stored by `to_json`."""
        told = (node_values(i, d) for i, d in enumerate(data["nodes"]))
        nodes = tuple(NetNode(**{**d, "mode": Mode(d["mode"])}) for d in told)
        flows = tuple(NetFlow(*f) for f in data["flows"])
        return Net(data["key"], data["name"], nodes, flows, tuple(data["starts"]), joins_of(nodes, flows))


def joins_of(nodes: tuple[NetNode, ...], flows: tuple[NetFlow, ...]) -> dict[int, tuple[int, ...]]:
    """For each inclusive join, which of its incoming flows every other node can still reach (BPMN 2.0,
    13.4.3).
    """
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
