"""In whose court the ball was, minute by minute: the time of a dossier divided among those who held it. Pure.

One plain rule, so that nobody's time is counted twice and none is lost (R-60):

1. While something outside is awaited (a supplement, a payment, a court), the time is the outside's.
2. While the dossier is at an agency with an installation of its own and a step waits for it, the time is that
   agency's, until it has answered or nobody waits for it any more.
3. A step that another office has sent, and this one's desk has not acknowledged, is the desk's.
4. While several branches are open at once, the time is the lead office's (the competent one) if it has one of
   them; else the branch's that ended last. Of branches that are still open it is the one opened first.
5. A step beside the drawing (an opinion, a signature) counts only while nothing else is open.

So every instant from reception to the end of processing has exactly one holder, and the shares add up to the
whole by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from motcua.dossiers import events as ev
from motcua.dossiers.lifecycle.partners import AWAIT_PARTNER
from motcua.dossiers.lifecycle.sending import ACCEPT
from motcua.dossiers.state import DossierState, evolve
from motcua.dossiers.status import Status

Name = TypeVar("Name", bound=Hashable)


class Told(Protocol):
    """An entry of a ledger: an event, when, and whose."""

    @property
    def at(self) -> datetime: ...

    @property
    def actor_id(self) -> int | None: ...

    @property
    def event(self) -> ev.Event: ...


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the ball: a unit of an office, a person if one is named; or somebody `outside` (see `WAITING_WORDS`)."""

    office_id: int | None = None
    unit_id: int | None = None
    person_id: int | None = None
    step: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One stretch of time with one holder."""

    holder: Holder
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """Minutes that one holder had, and those of them after the due date."""

    held: int = 0
    over: int = 0

    def __add__(self, other: Charge) -> Charge:
        return Charge(self.held + other.held, self.over + other.over)


@dataclass(frozen=True, slots=True)
class _Moment:
    at: datetime
    state: DossierState


def held(
    ledger: Iterable[Told], first: DossierState, offices: Mapping[int, int], until: datetime
) -> tuple[Held, ...]:
    """The stretches from reception to the end of processing, or to `until`; none before reception.

    `first` is the empty state of the dossier, `offices` says which office a unit belongs to where the events do
    not. Neighbouring stretches have different holders; together they cover the time without gap or overlap.
    """
    moments = _moments(ledger, first)
    ends = _ends(moments)
    found: list[Held] = []
    for place, moment in enumerate(moments):
        if moment.state.received_at is None or moment.state.finished_at is not None:
            continue
        end = moments[place + 1].at if place + 1 < len(moments) else max(until, moment.at)
        holder = holder_of(moment.state, offices, lambda task: ends.get(task.token, len(moments)))
        if found and found[-1].holder == holder:
            found[-1] = Held(holder, found[-1].start, end)
        elif end > moment.at or not found:
            found.append(Held(holder, moment.at, end))
    return tuple(found)


def at_work(state: DossierState) -> list[ev.OpenTask]:
    """The steps that somebody can do now; of what travels to another office, its desk's acknowledgement."""
    travelling = {token for transfer in state.transfers for token in transfer.steps}
    return [
        task
        for task in state.tasks
        if task.token not in travelling and (task.token > 0 or task.action == ACCEPT)
    ]


def holder_of(
    state: DossierState, offices: Mapping[int, int], ended: Callable[[ev.OpenTask], int] = lambda task: 0
) -> Holder:
    """Who has the ball as the dossier stands; `ended` orders branches by when they end, for the rule above."""
    if state.waiting is not None:
        return Holder(outside=state.waiting.kind)
    if state.status == Status.AT_OTHER_AGENCY and state.task_for(AWAIT_PARTNER) is not None:
        return Holder(outside="partner")
    steps = at_work(state) or list(state.tasks)
    if not steps:
        return Holder(outside="process")  # a timer or a message of the drawing
    lead = [task for task in steps if _office(state, task.unit_id, offices) == _lead(state)]
    task = min(lead or steps, key=lambda task: (-ended(task), task.opened_at, abs(task.token)))
    return Holder(_office(state, task.unit_id, offices), task.unit_id, task.assignee_id, task.name)


def shares(
    stretches: Sequence[Held], worked: Callable[[datetime, datetime], int], by: Callable[[Holder], Name]
) -> dict[Name, int]:
    """Minutes per holder as `by` names them; they add up to `worked` over the whole, exactly.

    `worked` gives the full minutes between two instants, of working time or of the clock. Each stretch gets what
    the running total grows by, so that parts of minutes are never dropped.
    """
    found: dict[Name, int] = {}
    for stretch, minutes in _minutes(stretches, worked):
        name = by(stretch.holder)
        found[name] = found.get(name, 0) + minutes
    return found


def charges(
    stretches: Sequence[Held],
    due_at: datetime,
    worked: Callable[[datetime, datetime], int],
    by: Callable[[Holder], Name],
) -> dict[Name, Charge]:
    """The shares, and what of each lies after the due date; all of these together are the delay."""
    found: dict[Name, Charge] = {}
    cut = [part for stretch in stretches for part in _cut(stretch, due_at)]
    for stretch, minutes in _minutes(cut, worked):
        name = by(stretch.holder)
        more = Charge(minutes, minutes if stretch.start >= due_at else 0)
        found[name] = found.get(name, Charge()) + more
    return found


def _minutes(
    stretches: Sequence[Held], worked: Callable[[datetime, datetime], int]
) -> Iterator[tuple[Held, int]]:
    before = 0
    for stretch in stretches:
        total = worked(stretches[0].start, stretch.end)
        yield stretch, total - before
        before = total


def _cut(stretch: Held, at: datetime) -> tuple[Held, ...]:
    if not stretch.start < at < stretch.end:
        return (stretch,)
    return Held(stretch.holder, stretch.start, at), Held(stretch.holder, at, stretch.end)


def _moments(ledger: Iterable[Told], state: DossierState) -> list[_Moment]:
    found = []
    for entry in ledger:
        state = evolve(state, entry.event, entry.at, entry.actor_id)
        found.append(_Moment(entry.at, state))
    return found


def _ends(moments: Sequence[_Moment]) -> dict[int, int]:
    """The last place at which each step that is closed now was open."""
    open_now = {task.token for task in moments[-1].state.tasks} if moments else set()
    return {
        task.token: place
        for place, moment in enumerate(moments)
        for task in moment.state.tasks
        if task.token not in open_now
    }


def _office(state: DossierState, unit_id: int, offices: Mapping[int, int]) -> int | None:
    told = state.units.office_of(unit_id) if state.units else None
    return told if told is not None else offices.get(unit_id)


def _lead(state: DossierState) -> int | None:
    if state.units is not None and state.units.competent is not None:
        return state.units.competent
    return state.intake.competent_office_id if state.intake else None
