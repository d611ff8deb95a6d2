"""A test walk on a simulated clock, and the verdict on a file: what `motcua process run` and `process check`
show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.processes import timers
from motcua.processes.bpmn import Model, Process, Trigger, problems, read
from motcua.processes.engine import (
    Command,
    Complete,
    Event,
    Marking,
    Message,
    Signal,
    Start,
    Tick,
    advance,
    events_heard,
    next_due,
    stuck,
    waiting,
)
from motcua.processes.engine.run import describe
from motcua.processes.errors import ModelRefused, Problem, ProcessError, ScriptError, TimerError
from motcua.processes.net import Mode, Net, NetNode, Resolver, compile_net
from motcua.processes.publication import publication_problems
from motcua.processes.soundness import Violation, check_soundness
from motcua.processes.timers import VIETNAM

CLOCK = datetime(2026, 1, 5, 7, 30, tzinfo=VIETNAM)
MAX_STEPS = 10_000
MAX_TIMERS = 10_000
_VERBS = ("complete", "advance", "message", "signal")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said about a file. `remarks` stand against publication, not against a test run."""

    executable: bool
    sound: bool
    states: int
    problems: tuple[Problem, ...]
    violations: tuple[Violation, ...]
    remarks: tuple[Problem, ...]

    @property
    def well(self) -> bool:
        return self.executable and self.sound


def check_file(source: bytes, resolver: Resolver | None = None) -> Verdict:
    """The verdict on a BPMN file; raises nothing for bad input, it tells the reasons."""
    try:
        found = problems(source)
        if found:
            return Verdict(False, False, 0, found, (), ())
        model = read(source)
        nets = [compile_net(model, resolver, p.id) for p in _executed(model)]
    except ModelRefused as error:
        return Verdict(False, False, 0, error.problems, (), ())
    except ProcessError as error:
        return Verdict(False, False, 0, (Problem("xml", "", "", str(error)),), (), ())
    verdicts = [check_soundness(net) for net in nets]
    return Verdict(
        executable=True,
        sound=all(v.sound for v in verdicts),
        states=sum(v.states for v in verdicts),
        problems=(),
        violations=tuple(violation for v in verdicts for violation in v.violations),
        remarks=publication_problems(nets[0]),
    )


def _executed(model: Model) -> list[Process]:
    """The process a dossier runs on, then every other that says it is executable and that none calls."""
    called = {n.called for p in model.processes for n in p.nodes}
    main = model.main
    return [main, *(p for p in model.processes if p is not main and p.executable and p.id not in called)]


def run_script(
    source: bytes, script: Mapping[str, Any], start: datetime = CLOCK, resolver: Resolver | None = None
) -> Iterator[dict[str, Any]]:
    """Walk a file by a script; yields one dict per event, at last the state.

    Automatic steps (service, send, script) pass by themselves, unless the script completes one by name: then
    that one waits for it. A process that begins with a message, signal or timer begins at once, unless the
    script itself brings that message, signal or time first. A message or signal is told by its name or id,
    or by the event that waits for it. Raises `ProcessError` (its kinds) with a clear sentence, after the
    state.
    """
    variables, steps = _read_script(script)
    net = _with_testers(compile_net(read(source), resolver), steps)
    walk = _Walk(net, start)
    try:
        yield from walk.begin(variables, steps)
        for number, step in enumerate(steps, 1):
            try:
                yield from walk.do(step)
            except ProcessError as error:
                raise ScriptError(f"step {number}: {error}") from error
    except ProcessError:
        yield walk.state()  # what was done stays done: the last line says where the process stands
        raise
    yield walk.state()


class _Walk:
    """The net, where it stands, and the clock."""

    def __init__(self, net: Net, start: datetime) -> None:
        self.net = net
        self.now = start
        self.zone = start.tzinfo
        self.marking = Marking()
        self.planned: tuple[datetime, str] | None = None

    def begin(self, variables: dict[str, Any], steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Start now, or wait for the event that the script is going to bring."""
        self.marking = self.marking._replace(variables=variables)
        first = self.net.nodes[self.net.starts[0]]
        starts = [self.net.nodes[i] for i in self.net.starts]
        if steps and steps[0].keys() & {"message", "signal"}:
            kind = Trigger.MESSAGE if "message" in steps[0] else Trigger.SIGNAL
            name = str(steps[0].get("message", steps[0].get("signal")))
            awaited = any(_means(n, kind, name) for n in self._first_waits())
            if any(_means(s, kind, name) for s in starts) and not awaited:
                return
        if first.trigger is Trigger.TIMER and first.timer is not None and steps and "advance" in steps[0]:
            due, _ = timers.due(first.timer, self.now, variables)
            self.planned = (due.astimezone(self.zone), first.id)
            return
        yield from self.send(Start({}, first.id))

    def _first_waits(self) -> list[NetNode]:
        """What the process would wait for if it began by its plain start event."""
        first = self.net.nodes[self.net.starts[0]]
        if first.trigger is not Trigger.NONE:
            return []
        try:
            marking = advance(self.net, self.marking, Start({}, first.id), self.now).marking
        except ProcessError:
            return []
        return [w.node for w in waiting(self.net, marking)] + [
            self.net.nodes[b] for t in marking.tokens for b in self.net.nodes[t.node].boundary
        ]

    def do(self, step: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """One step of the script; nothing but time can happen to a finished process."""
        values = step.get("set", {})
        if "advance" in step:
            yield from self.wait(str(step["advance"]))
            return
        if self.marking.finished:
            raise ScriptError("the process is finished; nothing more can happen in it")
        if "complete" in step:
            yield from self.send(Complete(self.token(str(step["complete"])), values))
        elif "message" in step:
            name, at = self.meant(Trigger.MESSAGE, str(step["message"]))
            yield from self.send(Message(name, values, at))
        else:
            name, _ = self.meant(Trigger.SIGNAL, str(step["signal"]))
            yield from self.send(Signal(name, values))

    def send(self, command: Command) -> Iterator[dict[str, Any]]:
        outcome = advance(self.net, self.marking, command, self.now)
        self.marking = outcome.marking
        for event in outcome.events:
            yield self.told(event)

    def wait(self, text: str) -> Iterator[dict[str, Any]]:
        """Let time pass; every timer on the way fires at its own instant."""
        try:
            until = timers.duration(text).after(self.now).astimezone(self.zone)
        except TimerError as error:
            if not text[:1].isdigit():
                raise error
            until = timers.instant(text).astimezone(self.zone)
            if until < self.now:
                raise ScriptError(f"the clock cannot go back to {text}") from error
        if self.planned is not None and self.planned[0] <= until:
            self.now, planned = self.planned
            self.planned = None
            yield from self.send(Start({}, planned))
        for _ in range(MAX_TIMERS):
            due = next_due(self.marking)
            if due is None or due > until:
                self.now = until
                return
            self.now = max(self.now, due.astimezone(self.zone))
            yield from self.send(Tick())
        raise ScriptError(f"more than {MAX_TIMERS} timers fire within {text}")

    def token(self, wanted: str) -> int:
        """The open task with that id, path or name; of one task with several instances the oldest."""
        open_ = [w for w in waiting(self.net, self.marking) if w.node.mode is Mode.TASK]
        for word in ("id", "path", "name"):
            found = [w for w in open_ if _same(getattr(w.node, word), wanted)]
            if word == "name" and len({w.node.id for w in found}) > 1:
                ids = ", ".join(dict.fromkeys(w.node.id for w in found))
                raise ScriptError(f"several open tasks are called «{wanted}»; say which by its id: {ids}")
            if found:
                return found[0].token
        names = (
            ", ".join(dict.fromkeys(describe(w.node) for w in waiting(self.net, self.marking))) or "nothing"
        )
        known = any(_same(word, wanted) for n in self.net.nodes for word in (n.id, n.name, n.path))
        reason = "is not an open task now" if known else "is not in the process"
        raise ScriptError(f"«{wanted}» {reason}; waiting: {names}")

    def meant(self, trigger: Trigger, told: str) -> tuple[str, str]:
        """The message or signal told by its name or id, else by the one waiting event of that name or id;
        with the path of that event, empty when the name decides.
        """
        if any(n.hears(trigger, told) for n in self.net.nodes):
            return told, ""
        heard = [e for _, e in events_heard(self.net, self.marking, self.now)]
        heard += [] if self.marking.started else [self.net.nodes[i] for i in self.net.starts]
        found = {e.path: e for e in heard if _means(e, trigger, told)}
        if len(found) > 1:
            raise ScriptError(f"several events called «{told}» wait; say which by its id: {', '.join(found)}")
        if found:
            event = next(iter(found.values()))
            return event.event, event.path
        if trigger is Trigger.SIGNAL:
            raise ScriptError(f"the process knows no signal «{told}»")
        return told, ""

    def told(self, event: Event) -> dict[str, Any]:
        return {
            "event": event.what,
            "element": event.element,
            "name": event.name,
            "at": event.at.astimezone(self.zone).isoformat(timespec="seconds"),
        }

    def state(self) -> dict[str, Any]:
        """The last line: finished, or waiting for what (of a deadlock: the joins that wait)."""
        if self.marking.finished:
            return {"state": "finished", "waiting": []}
        if not self.marking.started:
            return {"state": "waiting", "waiting": [self.net.nodes[i].id for i in self.net.starts]}
        open_ = [w.node.id for w in waiting(self.net, self.marking)]
        return {"state": "waiting", "waiting": open_ or [n.id for n in stuck(self.net, self.marking)]}


def _same(text: str, wanted: str) -> bool:
    """Names are compared as they are read: a line break in a drawing counts as a space."""
    return text == wanted or (bool(text) and " ".join(text.split()) == " ".join(wanted.split()))


def _means(node: NetNode, trigger: Trigger, told: str) -> bool:
    """Whether an event waits for that message or signal, told by its name or id or by the event's own."""
    named = any(_same(word, told) for word in (node.id, node.path, node.name))
    return node.trigger is trigger and (named or node.hears(trigger, told))


def _read_script(script: Mapping[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if not isinstance(script, Mapping):
        raise ScriptError("the script must be an object with «variables» and «steps»")
    unknown = set(script) - {"variables", "steps"}
    if unknown:
        raise ScriptError(f"the script has the unknown key «{sorted(map(str, unknown))[0]}»")
    variables, steps = script.get("variables"), script.get("steps")
    variables = {} if variables is None else variables
    steps = [] if steps is None else steps
    if not isinstance(variables, dict) or not isinstance(steps, list):
        raise ScriptError("«variables» must be an object and «steps» a list")
    if len(steps) > MAX_STEPS:
        raise ScriptError(f"the script has more than {MAX_STEPS} steps")
    for number, step in enumerate(steps, 1):
        if not isinstance(step, dict) or sum(v in step for v in _VERBS) != 1 or set(step) - {*_VERBS, "set"}:
            raise ScriptError(
                f"step {number} must say exactly one of complete, advance, message, signal (and set)"
            )
        verb = next(v for v in _VERBS if v in step)
        if not isinstance(step[verb], str) or not isinstance(step.get("set", {}), dict):
            raise ScriptError(f"step {number}: «{verb}» must be a text and «set» an object")
        if verb == "advance" and "set" in step:
            raise ScriptError(f"step {number}: time sets no variables")
    return dict(variables), steps


def _with_testers(net: Net, steps: list[dict[str, Any]]) -> Net:
    """Automatic steps the script completes by name wait for it."""
    modes: dict[int, Mode] = {}
    for wanted in {str(s["complete"]) for s in steps if "complete" in s}:
        meant = [n for n in net.nodes if any(_same(word, wanted) for word in (n.id, n.name, n.path))]
        if not any(n.mode is Mode.TASK for n in meant):
            modes.update({n.index: Mode.TASK for n in meant if n.mode is Mode.AUTOMATIC})
    return net.with_modes(modes) if modes else net
