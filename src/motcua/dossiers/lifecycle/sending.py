"""A dossier that goes on at another office: the desk there gets a task to acknowledge it (R-52, R-57).

The electronic part is there at once (R-35), so the step's own time runs from the sending; but until the desk has
acknowledged, the step waits, and the time is the desk's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from motcua.calendars import worktime
from motcua.dossiers import events as ev
from motcua.dossiers.state import DossierState
from motcua.rules.parameters import ACKNOWLEDGE_HOURS

if TYPE_CHECKING:
    from motcua.dossiers.lifecycle.context import Context
    from motcua.dossiers.route import Moved

ACCEPT = "accept_transfer"
ACCEPT_PAPERS = "accept_papers"
RETURNING = "returning"  # the seat of the desk that gives the result out, when it is another office's


@dataclass(frozen=True, slots=True)
class Sender:
    """The office that worked last, and its step; `office` None: nobody, so nothing is handed over."""

    office: int | None
    element: str = ""


NOBODY = Sender(None)


def sender_of(state: DossierState, moved: Moved, units: ev.Units) -> Sender:
    """Whose work made this move: the step that was done, else one that was broken off, else the lead office."""
    for token in (*moved.completed, *moved.cancelled):
        task = next((task for task in state.tasks if task.token == token), None)
        if task is not None:
            return Sender(units.office_of(task.unit_id), task.element)
    return Sender(units.competent)


def hand_overs(
    state: DossierState, units: ev.Units, opened: tuple[ev.Opened, ...], sender: Sender, context: Context
) -> tuple[tuple[ev.Opened, ...], tuple[ev.Transfer, ...]]:
    """One task and one hand-over for each other office at which steps open now."""
    if sender.office is None:
        return (), ()
    places: dict[int, list[int]] = {}
    for step in opened:
        office = units.office_of(step.unit_id)
        # A result on its way to a third desk that gives it out has lists of its own (`delivery`).
        given_out = step.action == "return" and step.unit_id == units.playing(RETURNING, "desk")
        if office is not None and office != sender.office and not given_out:
            places.setdefault(office, []).append(step.token)
    tasks: list[ev.Opened] = []
    sent: list[ev.Transfer] = []
    for office, steps in places.items():
        desk = units.desk_of(office)
        if desk is None:
            continue
        token = -(state.extra_tasks + len(tasks) + 1)
        tasks.append(_acknowledging(token, desk, context))
        sent.append(ev.Transfer(token, sender.office, office, tuple(steps), sender.element))
    return tuple(tasks), tuple(sent)


def _acknowledging(token: int, desk: int, context: Context) -> ev.Opened:
    # An act that is only tried, to show whether it is open, knows no rules; its instants are not looked at.
    minutes = context.rules.transfer_acknowledge_minutes if context.rules else 60 * ACKNOWLEDGE_HOURS
    assert context.calendar is not None
    return ev.Opened(
        token=token,
        element="",
        name="Tiếp nhận hồ sơ chuyển đến",
        action=ACCEPT,
        role="receptionist",
        unit_id=desk,
        due_at=worktime.add(context.calendar, context.now, minutes),
    )


def settled(state: DossierState, gone: set[int]) -> list[int]:
    """Tasks of hand-overs that have nothing left to wait for: all their steps are gone."""
    return [t.token for t in state.transfers if t.token not in gone and gone.issuperset(t.steps)]
