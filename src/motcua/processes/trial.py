"""A sample dossier walked through a net by hand, on a simulated clock: who gets what when, and how long it takes.

Pure: net, calendars and moves in, table of steps out. No dossier is made and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from motcua.calendars import worktime
from motcua.calendars.worktime import Pause, WorkCalendar
from motcua.processes import engine
from motcua.processes.bpmn.model import Work
from motcua.processes.errors import ScriptError
from motcua.processes.net import Mode, Net, NetNode

MAX_MOVES = 100
MAX_TIMERS = 1000
OUTSIDE = "tax"  # while such a step is open, the dossier's clock stands
UNCOUNTED = "return"  # once only such steps are open, the promise is kept


class Act(StrEnum):
    """What the tester does with a step, or lets the clock do."""

    COMPLETE = "complete"
    BACK = "back"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Move:
    """One thing done at an instant; `to` is the element that work goes back to."""

    act: Act
    at: datetime
    token: int = 0
    to: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """The office of a step, and the working time it keeps. Offices of one name are told apart by `office_id`."""

    office: str
    calendar: WorkCalendar
    office_id: int = 0


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One turn of somebody. `minutes`: working minutes allowed (None: not counted); `worked`: those it took;
    `total`: those that the whole dossier had used when it ended. `outcome`: completed, back or cancelled.
    `sent_from`: the other office whose work led here; the desk here has to acknowledge that by `answer_by`.
    """

    token: int
    element: str
    name: str
    action: str
    role: str
    unit: str
    minutes: int | None
    opened: datetime
    due: datetime | None
    done: datetime | None = None
    outcome: str = ""
    worked: int | None = None
    total: int | None = None
    office: str = ""
    sent_from: str = ""
    answer_by: datetime | None = None

    @property
    def late(self) -> bool:
        """Whether it was done after its own time."""
        return self.due is not None and self.done is not None and self.done > self.due


@dataclass(frozen=True, slots=True)
class Trial:
    """Where the sample stands at `now`. `used`: working minutes that the dossier has taken so far."""

    now: datetime
    steps: tuple[TrialStep, ...]
    finished: bool
    used: int
    timer_at: datetime | None
    waits: tuple[str, ...]  # events that only a person or system outside can bring
    variables: Mapping[str, Any]

    @property
    def open(self) -> tuple[TrialStep, ...]:
        """The steps that wait for somebody."""
        return tuple(step for step in self.steps if step.done is None)


def walk(
    net: Net,
    calendar: WorkCalendar,
    start: datetime,
    moves: Iterable[Move] = (),
    variables: Any = None,
    where: Callable[[Work], Place] | None = None,
    acknowledge: int = 0,
) -> Trial:
    """The table of steps after these moves of a dossier handed in at `start`.

    `calendar` counts the dossier as a whole; each step counts in the working time of its place, by default the
    same. `acknowledge`: working minutes of the dossier that a desk has to acknowledge what another office sends it.

    Raises ProcessError (its kinds) for a move that does not fit or a process that cannot go on, and
    calendars.TimeError where the calendar ends.
    """
    sample = _Sample(net, calendar, start, where or (lambda _work: Place("", calendar)), acknowledge)
    sample.do(engine.Start(dict(variables or {})))
    for number, move in enumerate(moves, 1):
        if number > MAX_MOVES:
            raise ScriptError(f"a test run has at most {MAX_MOVES} moves")
        sample.move(move)
    return sample.told()


class _Sample:
    """The net, where it stands, the clock, and every turn so far."""

    def __init__(
        self,
        net: Net,
        calendar: WorkCalendar,
        start: datetime,
        where: Callable[[Work], Place],
        acknowledge: int,
    ) -> None:
        self.net, self.calendar, self.where, self.acknowledge = net, calendar, where, acknowledge
        self.start = self.now = start
        self.marking = engine.Marking()
        self.steps: dict[int, TrialStep] = {}
        self.places: dict[int, Place] = {}
        self.pauses: list[Pause] = []
        self.ended: datetime | None = None

    def move(self, move: Move) -> None:
        if move.at < self.now:
            raise ScriptError(f"the clock cannot go back to {move.at:%Y-%m-%d %H:%M}")
        self.timers(move.at)
        self.now = move.at
        if move.act is Act.WAIT:
            return
        step = self.steps.get(move.token)
        if step is None or step.done is not None:
            raise ScriptError("this step is not open any more")
        if move.act is Act.COMPLETE:
            self.do(engine.Complete(move.token, dict(move.values)))
        else:
            self.do(engine.SendBack(move.token, move.to), back=move.token)

    def timers(self, until: datetime) -> None:
        """Every timer on the way fires at its own instant."""
        for _ in range(MAX_TIMERS):
            due = engine.next_due(self.marking)
            if due is None or due > until:
                return
            self.now = max(self.now, due.astimezone(self.start.tzinfo))
            self.do(engine.Tick())
        raise ScriptError(f"more than {MAX_TIMERS} timers fire on the way")

    def do(self, command: engine.Command, back: int = 0) -> None:
        outcome = engine.advance(self.net, self.marking, command, self.now)
        self.marking = outcome.marking
        sender = self.sender(command, outcome.events)
        for event in outcome.events:
            node = self.net.nodes[event.node]
            if node.mode is not Mode.TASK or not event.token:
                continue
            if event.what == engine.ENTERED:
                self.steps[event.token] = self.opened(event.token, node, sender)
            elif event.token in self.steps:
                ending = "back" if event.token == back else event.what
                self.steps[event.token] = replace(self.steps[event.token], done=self.now, outcome=str(ending))
        self.clock()
        for token, step in self.steps.items():
            if step.done == self.now and step.total is None:
                worked = worktime.elapsed(self.places[token].calendar, step.opened, self.now)
                self.steps[token] = replace(step, worked=worked, total=self.used())

    def sender(self, command: engine.Command, events: Iterable[engine.Event]) -> Place:
        """Whose step ended with this move; at first where it was handed in, else the competent office's (a timer)."""
        ended = (event.token for event in events if event.what != engine.ENTERED)
        places = (self.places[token] for token in ended if token in self.places)
        first = isinstance(command, engine.Start)
        return next(places, None) or self.where(Work(unit="desk") if first else Work())

    def opened(self, token: int, node: NetNode, sender: Place) -> TrialStep:
        work = node.work
        place = self.places[token] = self.where(work)
        counted = work.minutes if work.action != UNCOUNTED else None
        due = worktime.add(place.calendar, self.now, counted) if counted else None
        came = bool(self.acknowledge) and (place.office, place.office_id) != (sender.office, sender.office_id)
        return TrialStep(
            token,
            node.id,
            node.name or node.id,
            work.action,
            work.role,
            work.unit,
            counted,
            self.now,
            due,
            office=place.office,
            sent_from=sender.office if came else "",
            answer_by=worktime.add(self.calendar, self.now, self.acknowledge) if came else None,
        )

    def clock(self) -> None:
        """The dossier's own clock: it stands at the tax office and ends when only the return is left."""
        waiting = [step for step in self.steps.values() if step.done is None]
        outside = any(step.action == OUTSIDE for step in waiting)
        standing = bool(self.pauses) and self.pauses[-1].end is None
        if outside and not standing:
            self.pauses.append(Pause(self.now, None))
        elif standing and not outside:
            self.pauses[-1] = Pause(self.pauses[-1].start, self.now)
        done = self.marking.finished or (bool(waiting) and all(step.action == UNCOUNTED for step in waiting))
        if not done:
            self.ended = None
        elif self.ended is None:
            self.ended = self.now

    def used(self) -> int:
        until = self.ended or self.now
        pauses = [p for p in self.pauses if p.start <= until]
        return worktime.elapsed(self.calendar, self.start, until, pauses)

    def told(self) -> Trial:
        events = [
            waiting.node.name or waiting.node.event or waiting.node.id
            for waiting in engine.waiting(self.net, self.marking)
            if waiting.node.mode is not Mode.TASK and waiting.node.timer is None
        ]
        return Trial(
            now=self.now,
            steps=tuple(self.steps.values()),
            finished=self.marking.finished,
            used=self.used(),
            timer_at=engine.next_due(self.marking),
            waits=tuple(events),
            variables=self.marking.variables,
        )
