"""From the table of steps to BPMN."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from motcua.processes.bpmn import read
from motcua.processes.bpmn.attributes import OFFICE, ROLES, STATUSES, minutes
from motcua.processes.bpmn.model import Flow, Kind, Node
from motcua.processes.conditions import compile_condition
from motcua.processes.errors import ConditionError, ModelRefused, StepsError
from motcua.processes.steps.drawn import write
from motcua.processes.steps.rows import END, Split, StepRow

MAX_ROWS = 200
_GATEWAY = {Split.ONE: Kind.EXCLUSIVE, Split.ALL: Kind.PARALLEL, Split.ANY: Kind.INCLUSIVE}


def from_steps(rows: Sequence[StepRow], key: str, name: str) -> bytes:
    """BPMN with a drawing for a table of steps; the first row comes first. Raises `StepsError`."""
    _check(rows, key)
    ids = _ids(rows)
    nodes: list[Node] = [Node("Start", "", Kind.START, key)]
    flows: list[Flow] = []

    def entry(number: int) -> str:
        if number == END:
            return "End"
        row = next(r for r in rows if r.number == number)
        return ids[number] if row.join is Split.ONE else f"Join_{number}"

    def connect(source: str, target: str, condition: str | None = None) -> str:
        flow = f"Flow_{len(flows) + 1}"
        flows.append(Flow(flow, "", source, target, key, condition))
        return flow

    connect("Start", entry(rows[0].number))
    for row in rows:
        step = ids[row.number]
        if row.join is not Split.ONE:
            nodes.append(Node(f"Join_{row.number}", "", _GATEWAY[row.join], key))
            connect(f"Join_{row.number}", step)
        nodes.append(Node(step, row.name, Kind.USER, key))
        if len(row.next) == 1:
            connect(step, entry(row.next[0].to))
            continue
        gateway = Node(f"Split_{row.number}", "", _GATEWAY[row.split], key)
        connect(step, gateway.id)
        for way in row.next:
            flow = connect(gateway.id, entry(way.to), way.condition)
            if way.condition is None and row.split is not Split.ALL:
                gateway = replace(gateway, default=flow)
        nodes.append(gateway)
    nodes.append(Node("End", "", Kind.END, key))
    words = {
        ids[r.number]: {
            "role": r.role,
            "unit": r.unit,
            "office": r.office,
            "time": r.time,
            "action": r.action,
            "status": r.status,
        }
        for r in rows
    }
    source = write(key, name, tuple(nodes), tuple(flows), words)
    try:
        read(source)
    except ModelRefused as error:
        raise StepsError(str(error)) from error
    return source


def _ids(rows: Sequence[StepRow]) -> dict[int, str]:
    """The task of each row: the one it came from, else a new one named by the first free number from its own."""
    kept = [row.element for row in rows if row.element]
    taken = {element for element in kept if kept.count(element) == 1}
    found = {row.number: row.element for row in rows if row.element in taken}
    for row in rows:
        if row.number not in found:
            free = next(n for n in count(row.number) if f"Step_{n}" not in taken)
            found[row.number] = f"Step_{free}"
            taken.add(f"Step_{free}")
    return found


def _check(rows: Sequence[StepRow], key: str) -> None:
    if not rows:
        raise StepsError("the table has no step")
    if len(rows) > MAX_ROWS:
        raise StepsError(f"the table has more than {MAX_ROWS} steps")
    if not re.fullmatch(r"[^\W\d][\w.-]*", key):
        raise StepsError(
            f"«{key}» cannot be the key of a process: letters, digits, dots and dashes, a letter first"
        )
    numbers = [r.number for r in rows]
    arrivals = Counter(way.to for row in rows for way in row.next)
    for row in rows:
        where = f"step {row.number}"
        if row.join is not Split.ONE and arrivals[row.number] + (row is rows[0]) < 2:
            raise StepsError(f"{where} waits for several branches, but only one comes to it")
        if row.number < 1 or numbers.count(row.number) > 1:
            raise StepsError(f"{where}: numbers must be 1 or more and different")
        if not row.name.strip() or any(ord(c) < 32 for c in row.name):
            raise StepsError(f"{where} has no name, or control characters in it")
        if row.role and row.role not in ROLES:
            raise StepsError(f"{where}: the role «{row.role}» is not known")
        if row.status and row.status not in STATUSES:
            raise StepsError(f"{where}: the status «{row.status}» is not known")
        if row.office and not OFFICE.fullmatch(row.office):
            raise StepsError(f"{where}: the office «{row.office}» is not known")
        try:
            _ = minutes(row.time) if row.time else 0
        except ValueError as error:
            raise StepsError(f"{where}: {error}") from None
        _check_next(row, numbers)


def _check_next(row: StepRow, numbers: list[int]) -> None:
    where = f"step {row.number}"
    if not row.next:
        raise StepsError(f"{where} does not say what comes next")
    for way in row.next:
        if way.to != END and way.to not in numbers:
            raise StepsError(f"{where} goes to {way.to}, which is not in the table")
        if way.condition is not None:
            try:
                compile_condition(way.condition)
            except ConditionError as error:
                raise StepsError(f"{where}: {error}") from None
    without = sum(w.condition is None for w in row.next)
    if len(row.next) == 1 and (without == 0 or row.split is not Split.ONE):
        raise StepsError(f"{where}: the only way on needs no condition")
    if row.split is Split.ALL and without != len(row.next):
        raise StepsError(f"{where}: everything follows at once, so there are no conditions")
    if row.split is not Split.ALL and len(row.next) > 1 and without > 1:
        raise StepsError(f"{where}: only one way on can be without a condition (otherwise)")
