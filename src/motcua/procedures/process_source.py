"""The drawing of a procedure's process, made from its steps. Pure; the same steps give the same text."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from motcua.procedures.drafts import limit_of
from motcua.procedures.records import Limit, ProcedureRecord, together
from motcua.procedures.step_plan import PlannedStep, minutes_of, plan, working_minutes
from motcua.processes.steps import END, Next, Split, StepRow, from_steps, printed, standard_seven

# Less than this cannot be shared out among seven steps; the steps then carry no time of their own.
_LEAST_FOR_SEVEN = 16


@dataclass(frozen=True, slots=True)
class Made:
    """A drawing: key of the process, BPMN text, and the working minutes its steps may take together."""

    key: str
    xml: str
    minutes: int | None


def of_record(record: ProcedureRecord, *, across: bool = True) -> Made:
    """The process of a catalogue record: its published steps, or the standard seven in its time.

    `across=False` keeps the steps of all levels of government at the competent office.
    """
    limit = limit_of(record)
    if record.steps is None:
        return standard(record.code, record.name, limit)
    key = key_of(record.code)
    rows = _rows(plan(record.steps, across=across))
    return Made(key, from_steps(rows, key, record.name).decode(), minutes_of(limit))


def standard(code: str, name: str, limit: Limit) -> Made:
    """The standard seven steps, scaled to a limit; without times when it has none in working time."""
    key = key_of(code)
    shared = working_minutes(limit.value, limit.unit)
    rows = standard_seven(shared if shared and shared >= _LEAST_FOR_SEVEN else None)
    return Made(key, from_steps(rows, key, name).decode(), minutes_of(limit))


def key_of(code: str) -> str:
    """The key of a procedure's process: qt- and the code as a slug.

    >>> key_of("1.001193"), key_of("LOCAL-DATDAI-DOITEN")
    ('qt-1-001193', 'qt-local-datdai-doiten')
    """
    slug = "".join(sign if sign.isalnum() else "-" for sign in code.lower())
    return f"qt-{slug}"


def _rows(steps: Sequence[PlannedStep]) -> list[StepRow]:
    """The steps one after the other; those beside each other begin and are waited for together."""
    counted = itertools.count(1)
    numbered = [[(next(counted), step) for step in at_once] for at_once in together(steps)]
    rows = []
    for place, at_once in enumerate(numbered):
        following = [number for number, _step in numbered[place + 1]] if place + 1 < len(numbered) else [END]
        before = numbered[place - 1] if place else []
        for number, step in at_once:
            rows.append(
                StepRow(
                    number=number,
                    name=step.name,
                    role=step.role,
                    unit=step.unit,
                    time=printed(step.minutes),
                    action=step.action,
                    next=tuple(Next(None, other) for other in following),
                    split=Split.ALL if len(following) > 1 else Split.ONE,
                    join=Split.ALL if len(before) > 1 else Split.ONE,
                    status=step.status,
                    office=step.office,
                )
            )
    return rows
