"""What somebody sees who is to approve a process."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from motcua.processes.queries import (
    ProcessDetail,
    ProcessLine,
    RecordLine,
    StepLine,
    previous,
    records,
    step_lines,
)
from motcua.setup.queries.processes import Judgement, judged, uses_around
from motcua.setup.words import action_words, role_words, work_time


@dataclass(frozen=True, slots=True)
class Review:
    """A draft with its verdict, what was done with it, and what it changes. `waits`: approval is asked for."""

    detail: ProcessDetail
    judged: Judgement
    records: tuple[RecordLine, ...]
    waits: RecordLine | None
    alone: bool
    before: ProcessLine | None
    changes: tuple[str, ...]


def review(one: ProcessDetail, alone: bool) -> Review:
    """Everything about a draft that a decision rests on."""
    before = previous(one.line)
    done = records(one.line.version_id)
    return Review(
        detail=one,
        judged=judged(one.xml, uses_around(one.line)),
        records=done,
        waits=waiting(done),
        alone=alone,
        before=before,
        changes=changes(step_lines(before.version_id), one.steps) if before else (),
    )


def waiting(done: tuple[RecordLine, ...]) -> RecordLine | None:
    """The request that waits for an answer, of the records newest first."""
    return done[0] if done and done[0].act == "asked" and done[0].current else None


def changes(old: tuple[StepLine, ...], new: tuple[StepLine, ...]) -> tuple[str, ...]:
    """What differs between two tables of steps, in sentences; the same element is the same step."""
    was, now = {step.element: step for step in old}, {step.element: step for step in new}
    found = [_("New step: %(name)s") % {"name": step.name} for step in new if step.element not in was]
    found += [_("Gone: %(name)s") % {"name": step.name} for step in old if step.element not in now]
    for element, step in now.items():
        if element in was:
            found += _changed(was[element], step)
    return tuple(found)


def _changed(old: StepLine, new: StepLine) -> list[str]:
    pairs = (
        (old.name, new.name),
        (role_words(old.role), role_words(new.role)),
        (action_words(old.action), action_words(new.action)),
        (work_time(old.minutes), work_time(new.minutes)),
        (", ".join(old.follows), ", ".join(new.follows)),
    )
    return [
        _("%(name)s: “%(new)s” instead of “%(old)s”") % {"name": new.name, "new": after, "old": before}
        for before, after in pairs
        if before != after
    ]
