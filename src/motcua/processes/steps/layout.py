"""A plain drawing for a process that has none: ranks from left to right, branches below each other
(BPMNDI).
"""

from __future__ import annotations

from dataclasses import dataclass

from motcua.processes.bpmn.model import GATEWAYS, Flow, Kind, Node
from motcua.processes.ordering import forward_order

_LEFT, _TOP = 160, 80
_COLUMN, _ROW = 150, 120
_SIZES = {Kind.START: (36, 36), Kind.END: (36, 36)}
Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Bounds (x, y, width, height) by node id and waypoints by flow id, in pixels."""

    bounds: dict[str, tuple[int, int, int, int]]
    waypoints: dict[str, tuple[Point, ...]]


def draw(nodes: tuple[Node, ...], flows: tuple[Flow, ...]) -> Drawing:
    """Place nodes of one flat process; flows back run below everything."""
    ranks = ranks_of(nodes, flows)
    rows: dict[str, int] = {}
    used: dict[int, int] = {}
    for node in nodes:
        rank = ranks[node.id]
        rows[node.id] = used.get(rank, 0)
        used[rank] = rows[node.id] + 1
    bounds = {}
    for node in nodes:
        width, height = _size(node)
        x = _LEFT + ranks[node.id] * _COLUMN - width // 2
        y = _TOP + rows[node.id] * _ROW - height // 2
        bounds[node.id] = (x, y, width, height)
    lowest = max((y + h for _, y, _, h in bounds.values()), default=_TOP)
    waypoints: dict[str, tuple[Point, ...]] = {}
    backs = 0
    for flow in flows:
        if ranks[flow.target] <= ranks[flow.source]:
            backs += 1
            waypoints[flow.id] = _back(bounds[flow.source], bounds[flow.target], lowest + 20 + 15 * backs)
        else:
            waypoints[flow.id] = _forward(bounds[flow.source], bounds[flow.target])
    return Drawing(bounds, waypoints)


def _size(node: Node) -> tuple[int, int]:
    return (50, 50) if node.kind in GATEWAYS else _SIZES.get(node.kind, (100, 80))


def ranks_of(nodes: tuple[Node, ...], flows: tuple[Flow, ...]) -> dict[str, int]:
    """The longest way from the start, ways back left out; what cannot be reached stands at the left."""
    after: dict[str, list[str]] = {n.id: [] for n in nodes}
    for flow in flows:
        after[flow.source].append(flow.target)
    order, forward = forward_order([n.id for n in nodes], after)
    ranks = {n.id: 0 for n in nodes}
    for node in order:
        for target in after[node]:
            if (node, target) in forward:
                ranks[target] = max(ranks[target], ranks[node] + 1)
    return ranks


def _forward(source: tuple[int, int, int, int], target: tuple[int, int, int, int]) -> tuple[Point, ...]:
    x1, y1 = source[0] + source[2], source[1] + source[3] // 2
    x2, y2 = target[0], target[1] + target[3] // 2
    if y1 == y2:
        return ((x1, y1), (x2, y2))
    middle = x2 - 20
    return ((x1, y1), (middle, y1), (middle, y2), (x2, y2))


def _back(
    source: tuple[int, int, int, int], target: tuple[int, int, int, int], below: int
) -> tuple[Point, ...]:
    x1, y1 = source[0] + source[2] // 2, source[1] + source[3]
    x2, y2 = target[0] + target[2] // 2, target[1] + target[3]
    return ((x1, y1), (x1, below), (x2, below), (x2, y2))
