"""The book of results: each result gets the next number of its office and year, in the transaction of its step.

Numbers are drawn like codes: one counter row per office and year, held until the transaction ends, so that a
refused step uses none and two clerks never get the same (NĐ 30/2020/NĐ-CP Art 15: one sequence a year).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.dossiers import commands as cmd
from motcua.dossiers import events as ev
from motcua.dossiers.checks import open_task
from motcua.dossiers.lifecycle.steps import must_number
from motcua.dossiers.models import ResultCounter
from motcua.dossiers.state import DossierState
from motcua.kernel import time
from motcua.kernel.sql import one
from motcua.offices.models import Unit

FIRST_SIGN = "KQ"  # kết quả; the sign used last is proposed from then on

_NEXT = """
INSERT INTO dossiers_resultcounter (office_id, year, sign, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (office_id, year) DO UPDATE SET last = dossiers_resultcounter.last + 1, sign = excluded.sign
RETURNING last
"""


@dataclass(frozen=True, slots=True)
class NextNumber:
    """What the next result of an office would be called, if nobody else is quicker."""

    number: int
    sign: str

    @property
    def text(self) -> str:
        """As printed."""
        return number_text(self.number, self.sign)


def number_text(number: int, sign: str) -> str:
    """ "05/KQ": below ten with a zero in front (NĐ 30/2020/NĐ-CP, Annex I)."""
    return f"{number:02}/{sign}"


def next_numbers(office_ids: Collection[int]) -> Mapping[int, NextNumber]:
    """What would be given next at each office this year. One statement; takes no number."""
    year = time.today().year
    known = {
        row.office_id: NextNumber(row.last + 1, row.sign)
        for row in ResultCounter.objects.filter(office_id__in=office_ids, year=year)
    }
    return {office: known.get(office, NextNumber(1, FIRST_SIGN)) for office in office_ids}


def with_number(
    state: DossierState, command: cmd.CompleteTask, event: ev.StepCompleted, now: datetime
) -> ev.StepCompleted:
    """The event with the next number of the book, when the step asks for one and none was typed.

    Call inside the transaction that appends the event: what is rolled back gives its number back.
    """
    task, sign = open_task(state, command.task_id), command.number_sign.strip()
    if not sign or event.result_number or not must_number(state, task):
        return event
    office = Unit.objects.values_list("office_id", flat=True).get(pk=task.unit_id)
    row = one(_NEXT, [office, time.local(now).year, sign])
    assert row is not None
    return replace(event, result_number=number_text(int(row[0]), sign))
