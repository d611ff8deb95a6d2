"""The flow chart of a process from top to bottom, as decisions print it (lưu đồ): boxes and lines, in millimetres.

Only the outermost level is drawn; a sub-process is one box. What happens at the border of a step (a timer, a
message) leaves its box as a way of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from motcua.processes.bpmn.model import GATEWAYS, Flow, Kind, Model, Node
from motcua.processes.steps.layout import ranks_of

WIDTH, HEIGHT = 48.0, 12.0  # of a step
ROUND, DIAMOND = 7.0, 10.0
COLUMN, ROW = 58.0, 21.0
LANE = 5.0  # between ways that go round
_SIGNS = {Kind.PARALLEL: "+", Kind.INCLUSIVE: "o", Kind.EXCLUSIVE: "x", Kind.EVENT_BASED: "?"}


@dataclass(frozen=True, slots=True)
class Box:
    """A node; `x`, `y` is its middle. `shape`: step, round (start, end, event) or diamond."""

    id: str
    shape: str
    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A way from box to box through its corners; `text` is the condition."""

    points: tuple[tuple[float, float], ...]
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything drawn, moved so that it begins at 0, 0."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def chart_of(model: Model) -> Chart:
    """The chart of the process that dossiers run on."""
    process = model.main
    hosts = {n.id: n.attached_to for n in process.nodes if n.attached_to}
    nodes = tuple(n for n in process.nodes if n.scope == process.id and n.id not in hosts)
    names = {n.id: n.name or n.event for n in process.nodes}
    shown = {n.id for n in nodes}
    flows = tuple(
        Flow(f.id, f.name or names.get(f.source, "") * (f.source in hosts),
             hosts.get(f.source, f.source), f.target, f.scope, f.condition)
        for f in process.flows
        if hosts.get(f.source, f.source) in shown and f.target in shown
    )  # fmt: skip
    ranks = ranks_of(nodes, flows)
    boxes = _boxes(nodes, ranks)
    return _moved(tuple(boxes.values()), _lines(boxes, flows, ranks))


def _boxes(nodes: tuple[Node, ...], ranks: dict[str, int]) -> dict[str, Box]:
    rows: dict[int, list[Node]] = {}
    for node in nodes:
        rows.setdefault(ranks[node.id], []).append(node)
    found = {}
    for rank, row in rows.items():
        for place, node in enumerate(row):
            x = (place - (len(row) - 1) / 2) * COLUMN
            found[node.id] = _box(node, x, rank * ROW)
    return found


def _box(node: Node, x: float, y: float) -> Box:
    if node.kind in GATEWAYS:
        return Box(node.id, "diamond", node.name or _SIGNS[node.kind], x, y, DIAMOND, DIAMOND)
    if node.kind in (Kind.START, Kind.END, Kind.CATCH, Kind.THROW):
        plain = {Kind.START: "Bắt đầu", Kind.END: "Kết thúc"}.get(node.kind, "")
        return Box(node.id, "round", node.name or plain, x, y, WIDTH / 2, ROUND)
    return Box(node.id, "step", node.name or node.id, x, y, WIDTH, HEIGHT)


def _lines(boxes: dict[str, Box], flows: tuple[Flow, ...], ranks: dict[str, int]) -> tuple[Line, ...]:
    right = max((b.x + b.width / 2 for b in boxes.values()), default=0.0)
    left = min((b.x - b.width / 2 for b in boxes.values()), default=0.0)
    found = []
    for flow in flows:
        source, target = boxes[flow.source], boxes[flow.target]
        span = ranks[flow.target] - ranks[flow.source]
        text = flow.name or flow.condition or ""
        if span == 1:
            found.append(Line(_down(source, target), text))
        elif span > 1:
            right += LANE
            found.append(Line(_round(source, target, right), text))
        else:
            left -= LANE
            found.append(Line(_round(source, target, left), text))
    return tuple(found)


def _down(source: Box, target: Box) -> tuple[tuple[float, float], ...]:
    start, end = (source.x, source.y + source.height / 2), (target.x, target.y - target.height / 2)
    if source.x == target.x:
        return (start, end)
    middle = end[1] - 3.0
    return (start, (source.x, middle), (target.x, middle), end)


def _round(source: Box, target: Box, lane: float) -> tuple[tuple[float, float], ...]:
    side = 1 if lane > source.x else -1
    return (
        (source.x + side * source.width / 2, source.y),
        (lane, source.y),
        (lane, target.y),
        (target.x + side * target.width / 2, target.y),
    )


def _moved(boxes: tuple[Box, ...], lines: tuple[Line, ...]) -> Chart:
    xs = [b.x - b.width / 2 for b in boxes] + [b.x + b.width / 2 for b in boxes]
    xs += [x for line in lines for x, _y in line.points]
    ys = [b.y - b.height / 2 for b in boxes] + [b.y + b.height / 2 for b in boxes]
    left, top = min(xs, default=0.0), min(ys, default=0.0)
    return Chart(
        tuple(Box(b.id, b.shape, b.text, b.x - left, b.y - top, b.width, b.height) for b in boxes),
        tuple(Line(tuple((x - left, y - top) for x, y in line.points), line.text) for line in lines),
        max(xs, default=0.0) - left,
        max(ys, default=0.0) - top,
    )
