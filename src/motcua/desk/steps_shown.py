"""The way of a dossier in words: walked, here, to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.dossiers.page import DossierPage, StepState
from motcua.processes.queries import step_lines


@dataclass(frozen=True, slots=True)
class StepToCome:
    """A step of the way, as the list in words shows it."""

    title: str
    state: str
    who: str = ""
    at: object = None
    note: str = ""


_STATES = {StepState.SENT_BACK: "waiting", StepState.CANCELLED: "waiting"}


def steps(page: DossierPage) -> tuple[StepToCome, ...]:
    """The way so far, then the steps still to come as the drawing has them."""
    notes = {StepState.SENT_BACK: _("sent back"), StepState.CANCELLED: _("no longer needed")}
    walked = [
        StepToCome(
            title=step.name,
            state=_STATES.get(step.state, step.state.value),
            who=step.who or step.unit,
            at=step.closed_at or step.opened_at,
            note=notes.get(step.state, ""),
        )
        for step in page.way
    ]
    return tuple(_reception(page) + walked + list(_to_come(page)))


def reception_elements(page: DossierPage) -> tuple[str, ...]:
    """The first step of the drawing: the reception itself is its work, so it is never a task."""
    version = page.state.process_version_id
    lines = step_lines(version) if version else ()
    return tuple(line.element for line in lines[:1] if line.action == "receive")


def _reception(page: DossierPage) -> list[StepToCome]:
    if page.state.received_at is None or not reception_elements(page):
        return []
    return [StepToCome(_("Reception"), "done", page.received_by, page.state.received_at)]


def _to_come(page: DossierPage) -> Iterable[StepToCome]:
    """The steps that the drawing has after the present ones; of branches, all."""
    if page.state.process_version_id is None or not page.tasks:
        return
    lines = step_lines(page.state.process_version_id)
    here = set(page.current_elements)
    after = max((number for number, line in enumerate(lines) if line.element in here), default=len(lines))
    for line in lines[after + 1 :]:
        yield StepToCome(line.name or line.element, "waiting")
