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
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.sql import one
from motcua.offices.actors import Actor
from motcua.offices.models import Unit
from motcua.offices.roles import Role

LAST = 999_999
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


def next_for_unit(unit_id: int) -> NextNumber:
    """The same for the office of a unit. Two statements."""
    office = _office_of(unit_id)
    return next_numbers([office])[office]


def begin_book(office_id: int, first: int, actor: Actor) -> NextNumber:
    """Let this year's book go on from a number, for an office whose earlier results were numbered on paper.

    Only before the book's first number: what follows has no gap. Repeating it is harmless. Refuses everybody
    but the office's clerk, a number below 1, and a book that has begun.
    """
    if not actor.has_in_office(Role.CLERK, office_id):
        raise Refusal(
            "only_the_clerk",
            N_("The clerk of the office keeps the book of results."),
            N_("Ask the clerk."),
            status=HttpStatus.FORBIDDEN,
        )
    if not 1 < first <= LAST:
        raise Refusal(
            "no_first_number",
            N_("The book goes on from a number between 2 and 999,999."),
            N_("A book nobody has written in begins with 1 by itself."),
        )
    book, _made = ResultCounter.objects.get_or_create(
        office_id=office_id, year=time.today().year, defaults={"last": first - 1, "sign": FIRST_SIGN}
    )
    if book.last != first - 1:
        raise Refusal(
            "book_begun",
            N_("The book of this year has begun already: its last number is %(last)s."),
            N_("Give single results their own number where they were numbered elsewhere."),
            params={"last": book.last},
            status=HttpStatus.STALE,
        )
    return NextNumber(first, book.sign)


def with_number(
    state: DossierState, command: cmd.CompleteTask, event: ev.StepCompleted, now: datetime
) -> ev.StepCompleted:
    """The event with the next number of the book, when the step asks for one and none was typed.

    Call inside the transaction that appends the event: what is rolled back gives its number back.
    """
    task, sign = open_task(state, command.task_id), command.number_sign.strip()
    if not sign or event.result_number or not must_number(state, task):
        return event
    row = one(_NEXT, [_office_of(task.unit_id), time.local(now).year, sign])
    assert row is not None
    return replace(event, result_number=number_text(int(row[0]), sign))


def _office_of(unit_id: int) -> int:
    return Unit.objects.values_list("office_id", flat=True).get(pk=unit_id)
