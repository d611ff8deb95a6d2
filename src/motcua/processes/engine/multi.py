"""Multi-instance activities: a body token holds the count, each instance has its own token and its own
values.

Instances know `loopCounter` (the first is 1, as the standard numbers them) and the element of the
collection; the completion condition also knows nrOfInstances, nrOfCompletedInstances, nrOfActiveInstances
(and the standard's numberOf… names). Boundary events belong to the whole, not to one instance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.processes.conditions import compile_condition
from motcua.processes.engine.marking import BODY, Token
from motcua.processes.errors import ConditionError, EngineError
from motcua.processes.net import Mode, NetNode

if TYPE_CHECKING:
    from motcua.processes.engine.run import Run

MAX_INSTANCES = 1_000


def begin(run: Run, node: NetNode, scope: int) -> None:
    """A token arrives at a multi-instance activity; with nothing to do it passes silently."""
    assert node.multi is not None
    total, items = run.count(node, scope)
    if node.mode is Mode.AUTOMATIC:
        for done in range(1, total + 1):
            run.work(node)
            if stops(run, node, scope, total, done):
                break
        run.leave(node, scope)
        return
    if total == 0:
        run.leave(node, scope)
        return
    body = Token(run.next, node.index, scope, BODY)
    run.next += 1
    run.tokens[body.id] = body
    state: dict[str, Any] = {"n": total, "d": 0}
    if node.multi.sequential and items is not None:
        state["i"] = items
    run.local[body.id] = state
    run.arm_all(node, body)
    for number in range(1 if node.multi.sequential else total):
        _spawn(run, node, body, number, items)


def count(run: Run, node: NetNode, scope: int) -> tuple[int, list[Any] | None]:
    """Read the cardinality or the collection; raises `EngineError` naming the activity."""
    told = node.multi
    assert told is not None
    values = run.values(scope)
    where = f"«{node.name or node.id}» ({node.id})"
    try:
        if told.collection:
            items = compile_condition(told.collection).value(values)
            if not isinstance(items, list | tuple):
                raise EngineError(f"the collection «{told.collection}» of {where} is not a list")
            elements: list[Any] | None = list(items)
            found = len(items)
        else:
            elements = None
            found = _whole(compile_condition(told.cardinality).value(values), told.cardinality, where)
    except ConditionError as error:
        raise EngineError(f"the multi-instance of {where}: {error}") from error
    if found > MAX_INSTANCES:
        raise EngineError(f"{where} would have more than {MAX_INSTANCES} instances")
    return found, elements


def _whole(value: Any, text: str, where: str) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise EngineError(f"the number of instances of {where} is not a whole number: «{text}»")
    return value


def _spawn(run: Run, node: NetNode, body: Token, number: int, items: list[Any] | None) -> None:
    told = node.multi
    assert told is not None
    local: dict[str, Any] = {"loopCounter": number + 1}
    if items is not None and told.element:
        local[told.element] = items[number]
    token = run.stay(node, body.id, local)
    if node.mode is Mode.SCOPE:
        run.enter(run.net.nodes[node.inner], token.id)


def done(run: Run, node: NetNode, body: Token) -> None:
    """One instance is complete: begin the next, wait for the others, or finish."""
    told = node.multi
    assert told is not None
    state = {**run.local[body.id], "d": run.local[body.id]["d"] + 1}
    run.local[body.id] = state
    total, finished = state["n"], state["d"]
    if finished < total and not stops(run, node, body.scope, total, finished):
        if told.sequential:
            _spawn(run, node, body, finished, state.get("i"))
        return
    for token in [t for t in run.tokens.values() if t.scope == body.id]:
        run.cancel(token)
    run.drop(body)
    run.leave(node, body.scope)


def stops(run: Run, node: NetNode, scope: int, total: int, finished: int) -> bool:
    """Whether the completion condition ends the activity early."""
    told = node.multi
    assert told is not None
    if not told.completion:
        return False
    active = min(1, total - finished) if told.sequential else total - finished
    counts = {
        "nrOfInstances": total,
        "nrOfCompletedInstances": finished,
        "nrOfActiveInstances": active,
        "numberOfInstances": total,
        "numberOfCompletedInstances": finished,
        "numberOfActiveInstances": active,
        "numberOfTerminatedInstances": 0,
    }
    return run.decides(node, {**run.values(scope), **counts})


def decide(node: NetNode, values: dict[str, Any]) -> bool:
    """The completion condition on given values; raises `EngineError` naming the activity."""
    assert node.multi is not None
    try:
        return compile_condition(node.multi.completion).holds(values)
    except ConditionError as error:
        raise EngineError(
            f"the completion condition of «{node.name or node.id}» ({node.id}): {error}"
        ) from error
