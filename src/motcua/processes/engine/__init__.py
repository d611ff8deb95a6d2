"""The engine: a pure function over (net, marking, command). It keeps nothing, reads no clock and does no I/O.

>>> outcome = advance(net, Marking(), Start({"so_tien": 5}), now)
>>> outcome = advance(net, outcome.marking, Complete(outcome.events[-1].token), now)

Messages go to other participants: a thrown message leaves in `Outcome.sent` and is not heard in the same
process. A thrown signal is heard by everybody who waits for it in the same process. Service, send and script
tasks are automatic.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from motcua.processes import timers
from motcua.processes.bpmn.model import Trigger
from motcua.processes.engine.back import earlier, send_back
from motcua.processes.engine.commands import (
    CANCELLED,
    COMPLETED,
    ENTERED,
    Command,
    Complete,
    Event,
    Message,
    Outcome,
    SendBack,
    Sent,
    Signal,
    Start,
    Tick,
)
from motcua.processes.engine.decisions import broadcast, deliver, listening
from motcua.processes.engine.marking import INSIDE, Alarm, Marking, Token
from motcua.processes.engine.run import Run, describe, milliseconds
from motcua.processes.engine.transfer import transfer
from motcua.processes.errors import EngineError
from motcua.processes.net import Mode, Net, NetNode
from motcua.processes.timers import FOREVER

__all__ = [
    "CANCELLED",
    "COMPLETED",
    "ENTERED",
    "Alarm",
    "Command",
    "Complete",
    "Event",
    "Marking",
    "Message",
    "Outcome",
    "SendBack",
    "Sent",
    "Signal",
    "Start",
    "Tick",
    "Token",
    "Waiting",
    "advance",
    "earlier",
    "events_heard",
    "next_due",
    "stuck",
    "transfer",
    "waiting",
]
MAX_ALARMS = 10_000


class Waiting(NamedTuple):
    """Something the process waits for: a task to be done, or an event to happen."""

    token: int
    node: NetNode


def advance(net: Net, marking: Marking, command: Command, now: datetime) -> Outcome:
    """The marking after a command at `now` (an aware instant), and what happened.

    Raises `EngineError` when the command does not fit the marking or the process cannot go on; the given
    marking is never changed.
    """
    run = Run(net, marking, now)
    if isinstance(command, Start):
        _start(run, marking, command)
    elif not marking.started and isinstance(command, Message | Signal):
        _start_by_event(run, marking, command)
    elif not marking.started:
        raise EngineError("the process has not been started")
    elif isinstance(command, Complete):
        _complete(run, command)
    elif isinstance(command, Message):
        run.assign(command.variables, 0)
        if not deliver(run, command.name, command.at):
            raise EngineError(f"nothing waits for the message «{command.name}»")
    elif isinstance(command, Signal):
        run.assign(command.variables, 0)
        broadcast(run, command.name)
    elif isinstance(command, Tick):
        _tick(run)
    else:
        send_back(run, _held(run, command.token), command.to)
    run.settle()
    return run.outcome()


def _held(run: Run, token: int) -> Token:
    found = run.tokens.get(token)
    if found is None or found.flow != INSIDE:
        raise EngineError(f"no step is open under the number {token}; it may be done or cancelled already")
    return found


def _complete(run: Run, command: Complete) -> None:
    token = _held(run, command.token)
    node = run.net.nodes[token.node]
    if node.mode is not Mode.TASK:
        raise EngineError(f"{describe(node)} is not a task that a person completes")
    run.assign(command.variables, token.id)
    run.complete(token)


def _start(run: Run, marking: Marking, command: Start) -> None:
    if marking.started:
        raise EngineError("the process has been started already")
    starts = [run.net.nodes[i] for i in run.net.starts]
    chosen = next((s for s in starts if s.id == command.at), None) if command.at else starts[0]
    if chosen is None:
        raise EngineError(f"«{command.at}» is no start event of this process")
    run.variables = {**marking.variables, **command.variables}
    run.enter(chosen, 0)


def _start_by_event(run: Run, marking: Marking, command: Message | Signal) -> None:
    kind = Trigger.MESSAGE if isinstance(command, Message) else Trigger.SIGNAL
    for index in run.net.starts:
        if run.net.nodes[index].hears(kind, command.name):
            return _start(run, marking, Start(command.variables, run.net.nodes[index].id))
    raise EngineError(f"no start event waits for «{command.name}»")


def _tick(run: Run) -> None:
    limit = milliseconds(run.now)
    for _ in range(MAX_ALARMS):
        due = [a for a in run.alarms if a.due <= limit]
        if not due:
            return
        alarm = min(due, key=lambda a: a.due)
        run.alarms.remove(alarm)
        event = run.net.nodes[alarm.node]
        if alarm.left:
            _again(run, event, alarm)
        run.fire(event, run.tokens[alarm.host])
        run.settle()
    raise EngineError("too many timers are due at once")


def _again(run: Run, event: NetNode, alarm: Alarm) -> None:
    assert event.timer is not None
    last = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=alarm.due)
    due = timers.next_turn(event.timer, last, dict(run.values(run.tokens[alarm.host].scope)))
    left = FOREVER if alarm.left == FOREVER else alarm.left - 1
    run.alarms.append(Alarm(alarm.host, alarm.node, milliseconds(due), left))


def next_due(marking: Marking) -> datetime | None:
    """When the next timer is due, in UTC; None when none runs."""
    if not marking.alarms:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=min(a.due for a in marking.alarms))


def waiting(net: Net, marking: Marking) -> tuple[Waiting, ...]:
    """What the process waits for, oldest first: open tasks, catch events, events behind an event-based
    gateway.
    """
    found: list[Waiting] = []
    for token in marking.tokens:
        node = net.nodes[token.node]
        if token.flow != INSIDE or node.mode is Mode.SCOPE:
            continue
        if node.mode is Mode.EVENT_BASED:
            found.extend(Waiting(token.id, net.nodes[net.flows[f].target]) for f in node.outs)
        else:
            found.append(Waiting(token.id, node))
    return tuple(found)


def stuck(net: Net, marking: Marking) -> tuple[NetNode, ...]:
    """The joins that wait for tokens, when nothing else is open: a deadlock. Empty otherwise."""
    if waiting(net, marking):
        return ()
    return tuple(dict.fromkeys(net.nodes[t.node] for t in marking.tokens if t.flow >= 0))


def events_heard(net: Net, marking: Marking, now: datetime) -> tuple[tuple[Token, NetNode], ...]:
    """Every event the marking listens to, with the token that does (borders of activities included)."""
    run = Run(net, marking, now)
    return tuple((t, e) for t in run.tokens.values() for e in listening(run, t))
