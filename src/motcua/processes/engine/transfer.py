"""A running process put into another version of its net: every token gets a place there, or nothing moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from motcua.processes.engine.marking import INSIDE, Alarm, Marking, Token
from motcua.processes.engine.run import describe
from motcua.processes.errors import EngineError
from motcua.processes.net import Mode, Net, NetNode


class Transfer(NamedTuple):
    """The marking in the new net. `renamed`: old token → new token, for steps that became others."""

    marking: Marking
    renamed: Mapping[int, int]


def transfer(old: Net, new: Net, marking: Marking, places: Mapping[str, str]) -> Transfer:
    """The same standing in `new`: each token at the element of the same id, or where `places` says.

    A step that stays what it was (name, role, unit, action) keeps its token; another one gets a new token.
    Raises EngineError naming what has no place: an element or way that is gone, several people at once, a
    sub-process without its counterpart, a timer that would never run.
    """
    if marking.local:
        raise EngineError("a step for several people at once is open; it must be done first")
    nodes: dict[int, NetNode] = {}
    renamed: dict[int, int] = {}
    tokens: list[Token] = []
    fresh = marking.next
    for token in marking.tokens:
        node = old.nodes[token.node]
        place = _place(new, node, places)
        _check_scope(token, place, nodes)
        nodes[token.id] = place
        number = token.id
        if node.mode is Mode.TASK and not _same_step(node, place):
            number, fresh = fresh, fresh + 1
            renamed[token.id] = number
        tokens.append(Token(number, place.index, token.scope, _flow(old, new, token, place)))
    alarms = tuple(a for alarm in marking.alarms if (a := _alarm(old, new, alarm, renamed)) is not None)
    for token in tokens:
        _check_timers(new, token, alarms)
    return Transfer(marking._replace(next=fresh, tokens=tuple(tokens), alarms=alarms), renamed)


def _same_step(old: NetNode, new: NetNode) -> bool:
    """Whether a step stays the same work for the same people; only its time may differ."""
    return (old.id, old.name, old.work.role, old.work.unit, old.work.action, old.work.office) == (
        new.id, new.name, new.work.role, new.work.unit, new.work.action, new.work.office,
    )  # fmt: skip


def _place(new: Net, node: NetNode, places: Mapping[str, str]) -> NetNode:
    place = new.find(places.get(node.id, node.id))
    if place is None or place.mode is not node.mode or (place.multi is None) != (node.multi is None):
        raise EngineError(f"{describe(node)} has no place in the new version")
    return place


def _check_scope(token: Token, place: NetNode, nodes: Mapping[int, NetNode]) -> None:
    """A token inside a sub-process stays inside the counterpart of that sub-process."""
    if place.scope != (nodes[token.scope].index if token.scope else -1):
        raise EngineError(f"{describe(place)} stands in another sub-process in the new version")


def _flow(old: Net, new: Net, token: Token, place: NetNode) -> int:
    if token.flow < 0:
        if token.flow != INSIDE:
            raise EngineError("a step for several people at once is open; it must be done first")
        return token.flow
    flow = old.flows[token.flow]
    source = old.nodes[flow.source].id
    found = [f for f in place.ins if new.nodes[new.flows[f].source].id == source]
    same = [f for f in found if new.flows[f].id == flow.id] or found
    if len(same) != 1:
        raise EngineError(f"{describe(place)} waits for a way that is not in the new version")
    return same[0]


def _alarm(old: Net, new: Net, alarm: Alarm, renamed: Mapping[int, int]) -> Alarm | None:
    """A running timer goes on at its counterpart; one that the new version has not is dropped."""
    event = next((n for n in new.nodes if n.path == old.nodes[alarm.node].path and n.timer), None)
    if event is None:
        return None
    return alarm._replace(node=event.index, host=renamed.get(alarm.host, alarm.host))


def _check_timers(new: Net, token: Token, alarms: tuple[Alarm, ...]) -> None:
    node = new.nodes[token.node]
    wanted = {b for b in node.boundary if new.nodes[b].timer is not None}
    if node.timer is not None:
        wanted.add(node.index)
    running = {alarm.node for alarm in alarms if alarm.host == token.id}
    if missing := wanted - running:
        raise EngineError(f"the timer {describe(new.nodes[min(missing)])} of the new version would never run")
