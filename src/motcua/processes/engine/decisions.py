"""Ways out by condition, joins of gateways, and who hears a signal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from motcua.processes.bpmn.model import Trigger
from motcua.processes.conditions import compile_condition
from motcua.processes.engine.marking import INSIDE, Token
from motcua.processes.errors import ConditionError, EngineError
from motcua.processes.net import Mode, Net, NetNode

if TYPE_CHECKING:
    from motcua.processes.engine.run import Run


def ways_out(net: Net, node: NetNode, values: Mapping[str, Any]) -> list[int]:
    """The flows that get a token, in document order; raises `EngineError` when none does.

    Parallel gateways and events: all. Exclusive: the first whose condition holds, else the default.
    Inclusive gateways and activities: every flow without a condition and every flow whose condition holds;
    the default only when no condition held.
    """
    flows = net.flows
    if node.mode is Mode.PARALLEL:
        return list(node.outs)
    others = [f for f in node.outs if f != node.default]
    if node.mode is Mode.EXCLUSIVE:
        chosen = next(([f] for f in others if holds(net, f, values)), [])
        if not chosen and node.default >= 0:
            chosen = [node.default]
    else:
        held = [f for f in others if flows[f].condition is not None and holds(net, f, values)]
        chosen = [f for f in others if flows[f].condition is None or f in held]
        free = node.mode is Mode.INCLUSIVE and chosen  # a gateway's flow without condition always holds
        if not held and not free and node.default >= 0:
            chosen.append(node.default)
            chosen.sort(key=node.outs.index)
    if not chosen:
        where = f"«{node.name}» ({node.id})" if node.name else f"«{node.id}»"
        raise EngineError(f"no condition holds after {where} and it has no default flow")
    return chosen


def holds(net: Net, flow: int, values: Mapping[str, Any]) -> bool:
    """Whether a flow's condition holds; a flow without one always does."""
    told = net.flows[flow]
    if told.condition is None:
        return True
    try:
        return compile_condition(told.condition).holds(values)
    except ConditionError as error:
        raise EngineError(f"the flow «{told.name or told.id}» ({told.id}): {error}") from error


def join(run: Run, node: NetNode, scope: int, flow: int) -> None:
    """A token arrives at a parallel or inclusive gateway."""
    if len(node.ins) < 2:
        run.passed(node)
        run.leave(node, scope)
        return
    token = Token(run.next, node.index, scope, flow)
    run.next += 1
    run.tokens[token.id] = token
    if node.mode is Mode.PARALLEL:
        parked = parked_at(run, node, scope)
        if len(parked) == len(node.ins):
            _merge(run, node, scope, parked)


def parked_at(run: Run, node: NetNode, scope: int) -> dict[int, Token]:
    """The oldest parked token of each incoming flow."""
    found: dict[int, Token] = {}
    for token in run.tokens.values():
        if token.node == node.index and token.scope == scope and token.flow >= 0:
            found.setdefault(token.flow, token)
    return found


def _merge(run: Run, node: NetNode, scope: int, parked: dict[int, Token]) -> None:
    for token in parked.values():
        del run.tokens[token.id]
    run.passed(node)
    run.leave(node, scope)


def fire_inclusive(run: Run) -> bool:
    """Fire one inclusive join that need not wait any longer; False when there is none.

    BPMN 2.0, 13.4.3: it fires when for every token elsewhere that can still reach an incoming flow without a
    token (not passing the gateway), that token can also reach an incoming flow that has one.
    """
    joins = run.net.joins
    if not joins:
        return False
    seen: set[tuple[int, int]] = set()
    for token in list(run.tokens.values()):
        spot = (token.node, token.scope)
        if token.flow < 0 or token.node not in joins or spot in seen:
            continue
        seen.add(spot)
        node = run.net.nodes[token.node]
        parked = parked_at(run, node, token.scope)
        marked = sum(1 << node.ins.index(flow) for flow in parked)
        if not _must_wait(run, node, token.scope, marked):
            _merge(run, node, token.scope, parked)
            return True
    return False


def _must_wait(run: Run, node: NetNode, scope: int, marked: int) -> bool:
    masks = run.net.joins[node.index]
    for other in run.tokens.values():
        if other.scope != scope or other.node == node.index:
            continue
        reach = masks[other.node]
        if reach & ~marked and not reach & marked:
            return True
    return False


def broadcast(run: Run, name: str, key: str = "") -> int:
    """Everybody who waits for the signal now hears it; returns how many."""
    hearing = [
        (token.id, event)
        for token in run.tokens.values()
        for event in listening(run, token)
        if event.hears(Trigger.SIGNAL, name) or (key and event.hears(Trigger.SIGNAL, key))
    ]
    for token_id, event in hearing:
        token = run.tokens.get(token_id)
        if token is not None:
            run.fire(event, token)
    return len(hearing)


def deliver(run: Run, name: str, at: str = "") -> bool:
    """The oldest that waits for the message takes it: first what waits for nothing else, then borders of
    activities. `at` names the event that alone may take it.
    """
    borders: list[tuple[Token, NetNode]] = []
    for token in run.tokens.values():
        for event in listening(run, token):
            if not event.hears(Trigger.MESSAGE, name) or (at and event.path != at):
                continue
            if event.host < 0:
                run.fire(event, token)
                return True
            borders.append((token, event))
    if borders:
        run.fire(borders[0][1], borders[0][0])
    return bool(borders)


def listening(run: Run, token: Token) -> list[NetNode]:
    """The events a token waits for; nothing when it is parked before a join."""
    if token.flow >= 0 or (token.flow < INSIDE and token.flow != -2):
        return []
    return run.heard(run.net.nodes[token.node], token)
