"""One walk of the engine: a mutable copy of a marking, moved until nothing can move, then frozen again.

Order, so that every run is the same: tokens move first in, first out, along outgoing flows in document
order; signals are thrown when everything else of the instant has moved, so a neighbour on its way to wait
for one still hears it; inclusive joins are decided last, when nothing else moves.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from motcua.processes import timers
from motcua.processes.bpmn.model import Kind, Trigger
from motcua.processes.engine import decisions, multi
from motcua.processes.engine.commands import CANCELLED, COMPLETED, ENTERED, Event, Outcome, Sent
from motcua.processes.engine.marking import BODY, INSIDE, Alarm, Marking, Token
from motcua.processes.errors import EngineError, TimerError
from motcua.processes.net import Mode, Net, NetNode

MAX_MOVES = 20_000
MAX_OPEN = 2_000  # or one for every node and flow: more than that is open at once only by mistake
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Run:
    """Moves tokens of one net at one instant. Use through `engine.advance`."""

    def __init__(self, net: Net, marking: Marking, now: datetime) -> None:
        self.net = net
        self.now = now
        self.next = marking.next or 1
        self.tokens = {t.id: t for t in marking.tokens}
        self.alarms = list(marking.alarms)
        self.local = dict(marking.local)
        self.variables = marking.variables
        self.events: list[Event] = []
        self.sent: list[Sent] = []
        self.queue: deque[tuple[int, int]] = deque()
        self.thrown: deque[tuple[int, int]] = deque()
        self.moves = 0

    def outcome(self) -> Outcome:
        """Freeze."""
        marking = Marking(
            self.next, tuple(self.tokens.values()), tuple(self.alarms), self.local, self.variables
        )
        return Outcome(marking, tuple(self.events), tuple(self.sent))

    # ── telling ────────────────────────────────────────────────────────────────────────────────────────
    def tell(self, what: str, node: NetNode, token: int = 0) -> None:
        """Record an event."""
        self.events.append(Event(what, node.index, node.id, node.name, token, self.now))

    def passed(self, node: NetNode) -> None:
        """Entered and completed in one instant."""
        self.tell(ENTERED, node)
        self.tell(COMPLETED, node)

    # ── values ─────────────────────────────────────────────────────────────────────────────────────────
    def values(self, scope: int) -> Mapping[str, Any]:
        """The variables seen inside a scope: the process's, overlaid by those of the instances around."""
        found: dict[str, Any] | None = None
        while scope:
            own = self.local.get(scope, {}).get("v")
            if own:
                found = {**own, **(found or {})}
            scope = self.tokens[scope].scope
        return self.variables if found is None else {**self.variables, **found}

    def assign(self, values: Mapping[str, Any], scope: int) -> None:
        """Set variables: where an instance around already has the name, there; else in the process."""
        if not values:
            return
        rest = dict(values)
        while scope and rest:
            own = self.local.get(scope, {}).get("v")
            if own:
                mine = {k: rest.pop(k) for k in list(rest) if k in own}
                if mine:
                    self.local[scope] = {**self.local[scope], "v": {**own, **mine}}
            scope = self.tokens[scope].scope
        if rest:
            self.variables = {**self.variables, **rest}

    # ── moving ─────────────────────────────────────────────────────────────────────────────────────────
    def settle(self) -> None:
        """Move until nothing moves by itself."""
        while True:
            if self.queue:
                flow, scope = self.queue.popleft()
                if scope == 0 or scope in self.tokens:
                    self.enter(self.net.nodes[self.net.flows[flow].target], scope, flow)
            elif self.undecided():
                return
            elif self.thrown:
                index, scope = self.thrown.popleft()
                if scope == 0 or scope in self.tokens:
                    self.throw(self.net.nodes[index], scope)
            elif not decisions.fire_inclusive(self):
                return

    def undecided(self) -> bool:
        """Whether a way out is still to be chosen; only in analysis."""
        return False

    def enter(self, node: NetNode, scope: int, flow: int = INSIDE) -> None:
        """A token arrives at a node."""
        self.moves += 1
        if self.moves > MAX_MOVES:
            raise EngineError(f"the process runs in an endless loop through {describe(node)}")
        mode = node.mode
        if node.multi is not None:
            multi.begin(self, node, scope)
        elif mode is Mode.TASK or mode is Mode.WAIT or mode is Mode.EVENT_BASED:
            self.stay(node, scope)
        elif mode is Mode.AUTOMATIC:
            self.work(node)
            self.leave(node, scope)
        elif mode is Mode.PARALLEL or mode is Mode.INCLUSIVE:
            decisions.join(self, node, scope, flow)
        elif mode is Mode.SCOPE:
            token = self.stay(node, scope)
            self.enter(self.net.nodes[node.inner], token.id)
        elif mode is Mode.SIGNAL or (mode is Mode.END and node.trigger is Trigger.SIGNAL):
            self.thrown.append((node.index, scope))
        elif mode is Mode.END or mode is Mode.TERMINATE:
            self.end(node, scope)
        else:
            self.passed(node)
            if node.kind is Kind.THROW and node.trigger is Trigger.MESSAGE:
                self.sent.append(Sent(node.event, node.id))
            self.leave(node, scope)

    def stay(self, node: NetNode, scope: int, local: dict[str, Any] | None = None) -> Token:
        """A token waits in a node, which begins; its timers start."""
        if len(self.tokens) > max(MAX_OPEN, len(self.net.nodes) + len(self.net.flows)):
            raise EngineError(f"too much is open at once: {describe(node)} begins again and again")
        token = Token(self.next, node.index, scope, INSIDE)
        self.next += 1
        self.tokens[token.id] = token
        if local is not None:
            self.local[token.id] = {"v": local}
        self.tell(ENTERED, node, token.id)
        self.arm_all(node, token)
        return token

    def work(self, node: NetNode) -> None:
        """An automatic step: done in the instant."""
        self.passed(node)
        if node.kind is Kind.SEND:
            self.sent.append(Sent(node.event or node.name or node.id, node.id))

    def leave(self, node: NetNode, scope: int) -> None:
        """Send tokens out of a node."""
        outs = node.outs
        if len(outs) == 1 and (node.mode is not Mode.EXCLUSIVE or self.net.flows[outs[0]].condition is None):
            self.queue.append((outs[0], scope))
        else:
            self.choose(node, scope)

    def choose(self, node: NetNode, scope: int) -> None:
        """Decide among several ways out by their conditions."""
        for flow in decisions.ways_out(self.net, node, self.values(scope)):
            self.queue.append((flow, scope))

    def throw(self, node: NetNode, scope: int) -> None:
        """A signal goes to everybody who waits for it now; then its own token goes on, if it still lives."""
        self.passed(node)
        decisions.broadcast(self, node.event, node.event_id)
        if scope == 0 or scope in self.tokens:
            if node.mode is Mode.END:
                self.check_scope(scope)
            else:
                self.leave(node, scope)

    def end(self, node: NetNode, scope: int) -> None:
        """A token is consumed; a terminate end takes everything else of its scope along."""
        self.passed(node)
        if node.trigger is Trigger.MESSAGE:
            self.sent.append(Sent(node.event, node.id))
        if node.mode is Mode.TERMINATE:
            for token in [t for t in self.tokens.values() if t.scope == scope]:
                self.cancel(token)
            self.queue = deque(q for q in self.queue if q[1] != scope)
            self.thrown = deque(q for q in self.thrown if q[1] != scope)
        self.check_scope(scope)

    def check_scope(self, scope: int) -> None:
        """A sub-process is complete when no token is left inside."""
        if scope == 0 or any(t.scope == scope for t in self.tokens.values()):
            return
        if any(q[1] == scope for q in self.queue) or any(q[1] == scope for q in self.thrown):
            return
        self.complete(self.tokens[scope])

    def count(self, node: NetNode, scope: int) -> tuple[int, list[Any] | None]:
        """How many instances a multi-instance activity has here, and their elements."""
        return multi.count(self, node, scope)

    def decides(self, node: NetNode, values: dict[str, Any]) -> bool:
        """Whether a multi-instance activity ends early."""
        return multi.decide(node, values)

    # ── ending work ────────────────────────────────────────────────────────────────────────────────────
    def complete(self, token: Token) -> None:
        """The activity or event that holds the token is done; the token goes on."""
        node = self.net.nodes[token.node]
        self.drop(token)
        self.tell(COMPLETED, node, token.id)
        around = self.tokens.get(token.scope)
        if around is not None and around.flow == BODY:
            multi.done(self, node, around)
        else:
            self.leave(node, token.scope)

    def cancel(self, token: Token) -> None:
        """Take a token away with everything inside it, the innermost first."""
        for inner in [t for t in self.tokens.values() if t.scope == token.id]:
            self.cancel(inner)
        self.drop(token)
        if token.flow == INSIDE:
            self.tell(CANCELLED, self.net.nodes[token.node], token.id)

    def drop(self, token: Token) -> None:
        """Forget a token, its timers and its local values."""
        del self.tokens[token.id]
        self.local.pop(token.id, None)
        if self.alarms:
            self.alarms = [a for a in self.alarms if a.host != token.id]

    # ── events ─────────────────────────────────────────────────────────────────────────────────────────
    def arm_all(self, node: NetNode, token: Token) -> None:
        """Start the timers a waiting token listens to."""
        for event in self.heard(node, token):
            if event.timer is not None:
                self.arm(event, token)

    def heard(self, node: NetNode, token: Token) -> list[NetNode]:
        """The events that a token waits for: its own, those behind an event-based gateway, those on its
        border.
        """
        nodes, flows = self.net.nodes, self.net.flows
        around = self.tokens.get(token.scope)
        instance = around is not None and around.flow == BODY
        found = [] if instance else [nodes[b] for b in node.boundary]
        if token.flow == BODY:
            return found
        if node.mode is Mode.WAIT:
            return [node, *found]
        if node.mode is Mode.EVENT_BASED:
            return [nodes[flows[f].target] for f in node.outs]
        return found

    def arm(self, event: NetNode, token: Token) -> None:
        """Start one timer."""
        assert event.timer is not None
        try:
            due, left = timers.due(event.timer, self.now, dict(self.values(token.scope)))
        except TimerError as error:
            raise EngineError(f"the timer of {describe(event)}: {error}") from error
        repeats = left if event.kind is Kind.BOUNDARY and not event.interrupting else 0
        self.alarms.append(Alarm(token.id, event.index, milliseconds(due), repeats))

    def fire(self, event: NetNode, token: Token) -> None:
        """What a token waited for has happened."""
        node = self.net.nodes[token.node]
        if event.index == node.index:
            self.complete(token)
        elif node.mode is Mode.EVENT_BASED:
            self.drop(token)
            self.tell(COMPLETED, node, token.id)
            self.passed(event)
            self.leave(event, token.scope)
        else:
            if event.interrupting:
                self.cancel(token)
            self.passed(event)
            self.leave(event, token.scope)


def milliseconds(instant: datetime) -> int:
    """Milliseconds since 1970."""
    delta = instant - _EPOCH
    return delta.days * 86_400_000 + delta.seconds * 1000 + delta.microseconds // 1000


def describe(node: NetNode) -> str:
    """An element for a sentence."""
    return f"«{node.name}» ({node.id})" if node.name else f"«{node.id}»"
