"""From BPMN to the table of steps."""

from __future__ import annotations

import re
from dataclasses import replace

from motcua.processes.bpmn.model import HUMAN, Flow, Kind, Model, Node, Trigger
from motcua.processes.errors import StepsError
from motcua.processes.steps.rows import END, Next, Split, StepRow

_STEP_ID = re.compile(r"Step_(\d{1,6})")
_SPLIT = {Kind.EXCLUSIVE: Split.ONE, Kind.PARALLEL: Split.ALL, Kind.INCLUSIVE: Split.ANY}


def to_steps(model: Model) -> tuple[StepRow, ...]:
    """The table of steps of a flat process of tasks and gateways; raises `StepsError` naming what cannot be
    a row.
    """
    process = model.main
    nodes = {n.id: n for n in process.nodes}
    flows = {f.id: f for f in process.flows}
    steps = [n for n in process.nodes if n.kind in HUMAN]
    for node in process.nodes:
        if not _fits(node):
            raise StepsError(f"«{node.name or node.id}» ({node.id}) cannot be written as a row of steps")
    if not steps:
        raise StepsError("the process has no step")
    told = [_STEP_ID.fullmatch(n.id) for n in steps]
    numbers = {
        n.id: int(m[1]) if m and all(told) else i for i, (n, m) in enumerate(zip(steps, told, strict=True), 1)
    }
    joins: dict[int, Split] = {}
    rows = [_row(node, numbers, nodes, flows, joins) for node in steps]
    start = next(n for n in process.nodes if n.kind is Kind.START)
    _, first = _ways(start, numbers, nodes, flows, joins)
    if len(first) != 1 or first[0].to == END:
        raise StepsError("the process does not begin with one step")
    rows = [replace(r, join=joins.get(r.number, Split.ONE)) for r in rows]
    rows.sort(key=lambda r: r.number != first[0].to)
    return tuple(rows)


def _fits(node: Node) -> bool:
    if node.kind in (Kind.START, Kind.END):
        return node.trigger is Trigger.NONE
    return (node.kind in HUMAN or node.kind in _SPLIT) and node.multi is None


def _row(
    node: Node,
    numbers: dict[str, int],
    nodes: dict[str, Node],
    flows: dict[str, Flow],
    joins: dict[int, Split],
) -> StepRow:
    split, ways = _ways(node, numbers, nodes, flows, joins)
    work = node.work
    return StepRow(
        number=numbers[node.id],
        name=node.name or node.id,
        role=work.role,
        unit=work.unit,
        time=work.time,
        action=work.action,
        next=ways,
        split=split,
        status=work.status,
        office=work.office,
        element=node.id,
    )


def _ways(
    node: Node,
    numbers: dict[str, int],
    nodes: dict[str, Node],
    flows: dict[str, Flow],
    joins: dict[int, Split],
) -> tuple[Split, tuple[Next, ...]]:
    """What comes after a step, its gateways folded in."""
    split = Split.ONE
    if len(node.outgoing) > 1:
        free = all(flows[f].condition is None for f in node.outgoing)
        split = Split.ALL if free and not node.default else Split.ANY
    found: list[Next] = []
    stack = [(flows[f], flows[f].condition) for f in reversed(node.outgoing)]
    passed: set[str] = set()
    while stack:
        flow, condition = stack.pop()
        target = nodes[flow.target]
        if target.kind is Kind.END:
            found.append(Next(condition, END))
        elif target.id in numbers:
            found.append(Next(condition, numbers[target.id]))
        elif len(target.outgoing) == 1:
            stack.append((flows[target.outgoing[0]], condition))
            _note_join(target, numbers, nodes, flows, joins)
        else:
            kind = _SPLIT[target.kind]
            if target.id in passed or ((found or stack or split is not Split.ONE) and kind is not split):
                raise StepsError(
                    f"the gateway «{target.name or target.id}» ({target.id}) is too nested for a table"
                )
            passed.add(target.id)
            split = kind
            for key in reversed(target.outgoing):
                own = flows[key].condition
                stack.append((flows[key], _both(condition, own)))
    if split is Split.ONE and sum(w.condition is None for w in found) > 1:
        raise StepsError(f"the ways out of «{node.name or node.id}» ({node.id}) are too nested for a table")
    return (split if len(found) > 1 else Split.ONE), tuple(found)


def _note_join(
    gateway: Node,
    numbers: dict[str, int],
    nodes: dict[str, Node],
    flows: dict[str, Flow],
    joins: dict[int, Split],
) -> None:
    kind = _SPLIT[gateway.kind]
    if kind is Split.ONE:
        return
    target = nodes[flows[gateway.outgoing[0]].target]
    if target.id not in numbers:
        raise StepsError(
            f"the gateway «{gateway.name or gateway.id}» ({gateway.id}) is too nested for a table"
        )
    joins[numbers[target.id]] = kind


def _both(first: str | None, second: str | None) -> str | None:
    if first is None or second is None:
        return first if second is None else second
    return f"({first}) and ({second})"
