"""The way of one dossier after its reception: every act at its instant, in working time. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from motcua.calendars import worktime
from motcua.calendars.worktime import WorkCalendar
from motcua.dossiers.clocks import reception_clock
from motcua.procedures.terms import ProcedureTerms
from motcua.scenarios.shares import Fate, Left, Lot, Pardon

_DAY = 480  # minutes of a working day
_LEAST = 30  # minutes that any limit is put at, at least
_NEVER_BROUGHT = 16 * _DAY  # the law waits for fifteen days
_UNTIMED = 60  # the weight of a step without a time of its own
ACCEPT, ACCEPT_RESULT = "accept", "accept_result"


class Kind(StrEnum):
    """What is done; each makes one event."""

    STEP = "step"  # whichever step of the drawing is open
    ACKNOWLEDGE = "acknowledge"  # the desk of the next office takes it over, papers and all
    SEND_BACK = "send_back"
    HAND_OVER = "hand_over"
    SEND_BY_POST = "send_by_post"
    ASK_SUPPLEMENT = "ask_supplement"
    TELL_SUPPLEMENT = "tell_supplement"
    BRING_SUPPLEMENT = "bring_supplement"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_OPINION = "ask_opinion"
    GIVE_OPINION = "give_opinion"
    WITHDRAW = "withdraw"
    CLOSE = "close"  # the time to supplement has passed
    CORRECT = "correct"
    PROPOSE_EXTENSION = "propose_extension"
    SIGN_EXTENSION = "sign_extension"
    APOLOGISE = "apologise"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done; `manner` is that of an apology."""

    at: datetime
    kind: Kind = Kind.STEP
    manner: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A step between reception and return, with its minutes (0: no time of its own).

    The actions "accept" and "accept_result" are no steps of the drawing: another office's desk acknowledges
    what was sent on, or the receiving desk the result.
    """

    action: str
    minutes: int


@dataclass(slots=True)
class _Walk:
    """Goes along the steps and notes every act. The last leg's start and due instant stay for apologies."""

    calendar: WorkCalendar
    terms: ProcedureTerms
    lot: Lot
    draw: random.Random
    at: datetime
    acts: list[Act] = field(default_factory=list)
    leg_start: datetime | None = None
    leg_due: datetime | None = None

    def act(self, kind: Kind, least: int, most: int) -> None:
        """Do this some working minutes later."""
        self.at = worktime.add(self.calendar, self.at, self.draw.randrange(least, most))
        self.acts.append(Act(self.at, kind))

    def spread(self, parts: Sequence[tuple[Kind, int]], minutes: float) -> None:
        """Do these one after the other within so many working minutes, each as long as its weight."""
        weights = [max(1, weight) * self.draw.uniform(0.5, 1.0) for _kind, weight in parts]
        start, spent = self.at, 0.0
        for (kind, _weight), weight in zip(parts, weights, strict=True):
            spent += weight / sum(weights) * minutes
            self.at = worktime.add(self.calendar, start, max(1, round(spent)))
            self.acts.append(Act(self.at, kind))

    def leg(self, parts: Sequence[tuple[Kind, int]], due: datetime, *, late: bool) -> None:
        """Do these before the due instant, or not in time."""
        allowed = self._allowed(due)
        share = self.draw.uniform(1.05, 1.4) if late else self.draw.uniform(0.25, 0.9)
        self.leg_start, self.leg_due = self.at, due
        self.spread(parts, allowed * share)

    def run(self, works: Sequence[Work], *, late: bool) -> None:
        """All these steps in a limit that begins now; the tax office's time lies outside of it."""
        due = reception_clock(self.calendar, self.at, self.terms, None).due_at
        tax = next((place for place, work in enumerate(works) if work.action == "tax"), None)
        if tax is None:
            self.leg(_parts(works, self.lot.sent_back), due, late=late)
            return
        start = self.at
        self.leg(_parts(works[:tax], False), due, late=False)
        left = self._allowed(due) - worktime.elapsed(self.calendar, start, self.at)
        self.act(Kind.STEP, 2 * _DAY, 10 * _DAY)
        self.leg(_parts(works[tax + 1 :], False), self._second_due(left), late=late)

    def up_to(self, works: Sequence[Work], kind: Kind) -> int:
        """These steps, and then something in the middle of the next one; gives the minutes left by then."""
        allowed = self._allowed(reception_clock(self.calendar, self.at, self.terms, None).due_at)
        spent = allowed * self.draw.uniform(0.1, 0.4)
        self.spread([*_parts(works, False), (kind, _UNTIMED)], spent)
        return max(_LEAST, allowed - round(spent))

    def after(self, minutes: int) -> datetime:
        """So many working minutes from now."""
        return worktime.add(self.calendar, self.at, minutes)

    def insert(self, at: datetime, kind: Kind, manner: str = "") -> None:
        """Something beside the steps, where it belongs by time."""
        place = next((n for n, act in enumerate(self.acts) if act.at > at), len(self.acts))
        self.acts.insert(place, Act(at, kind, manner))

    def cut_after(self, kind: Kind) -> None:
        """Nothing happens after this."""
        place = next((n for n, act in enumerate(self.acts) if act.kind is kind), len(self.acts))
        del self.acts[place + 1 :]

    def _allowed(self, due: datetime) -> int:
        return max(_LEAST, worktime.elapsed(self.calendar, self.at, max(self.at, due)))

    def _second_due(self, left: int) -> datetime:
        if len(self.terms.segments) > 1:
            found = worktime.due(self.calendar, self.at, self.terms.segments[1]).at
            assert found is not None
            return found
        return self.after(max(_LEAST, left))


def way(
    calendar: WorkCalendar,
    terms: ProcedureTerms,
    works: Sequence[Work],
    lot: Lot,
    draw: random.Random,
    received: datetime,
) -> tuple[Act, ...]:
    """Every act after the reception, in order. What takes a day or less is never sent for papers or paused."""
    comes_back = bool(works) and works[-1].action == ACCEPT_RESULT
    if comes_back:
        works = works[:-1]
    walk = _Walk(calendar, terms, lot, draw, received)
    first = next((place for place, work in enumerate(works) if work.action == "examine"), 0)
    fate = Fate.PLAIN if terms.same_day else lot.fate
    if fate is Fate.PAUSED and any(work.action == "tax" for work in works):
        fate = Fate.PLAIN  # it stands while the tax is awaited
    match fate:
        case Fate.WITHDRAWN:
            walk.up_to(works[:first], Kind.WITHDRAW)
            return tuple(walk.acts)
        case Fate.UNSUPPLEMENTED:
            walk.up_to(works[:first], Kind.ASK_SUPPLEMENT)
            walk.act(Kind.TELL_SUPPLEMENT, 20, 240)
            walk.act(Kind.CLOSE, _NEVER_BROUGHT, _NEVER_BROUGHT + _DAY)
            return tuple(walk.acts)
        case Fate.SUPPLEMENT:
            walk.up_to(works[:first], Kind.ASK_SUPPLEMENT)
            walk.act(Kind.TELL_SUPPLEMENT, 20, 240)
            walk.act(Kind.BRING_SUPPLEMENT, _DAY, 7 * _DAY)
            walk.run(works[first:], late=lot.late)
        case Fate.PAUSED:
            left = walk.up_to(works[:first], Kind.PAUSE)
            walk.act(Kind.RESUME, 2 * _DAY, 12 * _DAY)
            walk.leg(_parts(works[first:], False), walk.after(left), late=lot.late)
        case _:
            walk.run(works, late=lot.late)
    if fate is Fate.OPINION:
        _ask_around(walk, received, first)
    if lot.corrected:
        walk.insert(worktime.add(calendar, received, draw.randrange(5, 60)), Kind.CORRECT)
    if comes_back:
        walk.act(Kind.ACKNOWLEDGE, 10, 110)
    _give_back(walk, lot)
    if lot.late:
        _beg_pardon(walk, lot)
    if lot.left is not None:
        walk.cut_after(_LAST_ACT[lot.left])
    return tuple(walk.acts[: len(walk.acts) // 2] if lot.stalled else walk.acts)


_LAST_ACT = {
    Left.SUPPLEMENT: Kind.TELL_SUPPLEMENT,
    Left.PAUSED: Kind.PAUSE,
    Left.OPINION: Kind.ASK_OPINION,
    Left.EXTENSION: Kind.PROPOSE_EXTENSION,
}


def finish_of(acts: Sequence[Act]) -> int:
    """The place of the act that ends the processing."""
    return max(place for place, act in enumerate(acts) if act.kind in (Kind.STEP, Kind.WITHDRAW, Kind.CLOSE))


def held_back(
    calendar: WorkCalendar, acts: tuple[Act, ...], draw: random.Random, edge: datetime
) -> tuple[Act, ...]:
    """The same acts, put off so that the processing ends only after an instant."""
    finish = finish_of(acts)
    if acts[finish].at > edge:
        return acts
    place = draw.randrange(0, finish + 1)
    start = worktime.add(calendar, edge, draw.randrange(20, 3 * _DAY))
    moved = (
        replace(
            act, at=worktime.add(calendar, start, max(1, worktime.elapsed(calendar, acts[place].at, act.at)))
        )
        for act in acts[place:]
    )
    return (*acts[:place], *moved)


def _parts(works: Sequence[Work], sent_back: bool) -> list[tuple[Kind, int]]:
    kinds = {ACCEPT: Kind.ACKNOWLEDGE}
    parts = [(kinds.get(work.action, Kind.STEP), work.minutes or _UNTIMED) for work in works]
    if sent_back and len(works) >= 5 and [work.action for work in works[1:3]] == ["examine", "review"]:
        parts[2:2] = [(Kind.SEND_BACK, parts[2][1]), parts[1]]
    return parts


def _ask_around(walk: _Walk, received: datetime, first: int) -> None:
    """An opinion is asked for and given while the officer examines; the clock runs on."""
    begin = walk.acts[first - 1].at if first else received
    minutes = worktime.elapsed(walk.calendar, begin, walk.acts[first].at)
    if minutes < 6:
        return
    walk.insert(worktime.add(walk.calendar, begin, minutes // 3), Kind.ASK_OPINION)
    walk.insert(worktime.add(walk.calendar, begin, 2 * minutes // 3), Kind.GIVE_OPINION)


def _give_back(walk: _Walk, lot: Lot) -> None:
    if lot.by_post_back:
        walk.act(Kind.SEND_BY_POST, 30, 400)
        walk.act(Kind.HAND_OVER, _DAY, 3 * _DAY)
    else:
        walk.act(Kind.HAND_OVER, 10, 1200)


def _beg_pardon(walk: _Walk, lot: Lot) -> None:
    """A new appointment before the due instant (NĐ 61/2018 Art 19(9)), or an apology after it."""
    assert walk.leg_start is not None
    assert walk.leg_due is not None
    if lot.pardon is Pardon.EXTENDED:
        allowed = worktime.elapsed(walk.calendar, walk.leg_start, max(walk.leg_start, walk.leg_due))
        proposed = round(min(allowed * 0.6, 4 * _DAY) if lot.left else allowed * walk.draw.uniform(0.5, 0.7))
        walk.insert(worktime.add(walk.calendar, walk.leg_start, max(1, proposed)), Kind.PROPOSE_EXTENSION)
        signed = worktime.add(walk.calendar, walk.leg_start, max(2, round(allowed * 0.85)))
        walk.insert(signed, Kind.SIGN_EXTENSION)
    elif lot.pardon is Pardon.APOLOGISED:
        told = worktime.add(walk.calendar, walk.leg_due, walk.draw.randrange(20, 600))
        walk.insert(told, Kind.APOLOGISE, lot.manner)
