"""The promise that a reception now would make, and how it comes about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from motcua.calendars import worktime
from motcua.calendars.explanation import line_text
from motcua.calendars.queries import revision_sum, work_calendar
from motcua.calendars.worktime import TimeError, WorkCalendar
from motcua.counter.reception_form import ReceptionForm
from motcua.dossiers.clocks import ReceptionClock, reception_clock, terms_of
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say
from motcua.offices.routing import FIELD_WITHOUT_GROUP, routing
from motcua.procedures.found import Sheet
from motcua.procedures.terms import ProcedureTerms
from motcua.procedures.words import limit_words


@dataclass(frozen=True, slots=True)
class DueDate:
    """The promise that a reception now would make, and how it comes about."""

    due_at: datetime
    legal_due_at: datetime
    provisional: bool
    committed: str
    legal: str
    lines: tuple[str, ...]

    @property
    def beyond_law(self) -> bool:
        """Whether the parts of a group take longer together than the law gives the group."""
        return self.due_at > self.legal_due_at


def said(refusal: Refusal, sheet: Sheet | None) -> Said:
    """The refusal in words, a field by its name: people at the counter do not know the codes."""
    if refusal.code == FIELD_WITHOUT_GROUP and sheet is not None:
        refusal.params["field"] = f"“{sheet.field_name}”"
    return say(refusal)


def promise(
    form: ReceptionForm, procedure: ProcedureTerms, sheet: Sheet, office_id: int
) -> tuple[DueDate | None, Said | None]:
    """The due date of a dossier received now at that competent office, or why none can be promised."""
    start = form.submitted_at or time.now()
    if not has_limit(procedure, form.case_id):
        problem = Said(
            gettext("This procedure has no published time limit, so no due date can be promised."),
            gettext(
                "An administrator enters the limit in the catalogue; until then give guidance and note it."
            ),
        )
        return None, problem
    found = counted(procedure, form.case_id, start, office_id, sheet)
    if isinstance(found, Said):
        return None, found
    calendar, clock = found
    committed, _legal = terms_of(procedure, form.case_id)
    case = next((case for case in sheet.cases if case.id == form.case_id and case.id is not None), None)
    legal = (case.legal if case and case.legal else None) or sheet.legal
    return (
        DueDate(
            due_at=clock.due_at,
            legal_due_at=clock.legal_due_at,
            provisional=clock.provisional,
            committed=limit_words(sheet.committed if not (case and case.legal) else case.legal),
            legal=limit_words(legal),
            lines=_sentences(worktime.explain(calendar, start, committed)),
        ),
        None,
    )


def counted(
    procedure: ProcedureTerms, case_id: int | None, start: datetime, office_id: int, sheet: Sheet
) -> tuple[WorkCalendar, ReceptionClock] | Said:
    """The working time of the competent office and the dates by it, or why none can be told."""
    try:
        calendar = work_calendar(routing(office_id, procedure.field_code).calendar_id, revision_sum())
        return calendar, reception_clock(calendar, start, procedure, case_id)
    except Refusal as refusal:
        return said(refusal, sheet)
    except TimeError as error:
        return Said(gettext("The due date cannot be worked out."), str(error))


def has_limit(procedure: ProcedureTerms, case_id: int | None) -> bool:
    """Whether a time limit is published for the chosen case."""
    own = any(case.id == case_id and case.legal for case in procedure.case_variants)
    return own or procedure.legal is not None or procedure.committed is not None


def _sentences(lines: Iterable[worktime.Line]) -> tuple[str, ...]:
    return tuple(line_text(line, gettext) for line in lines)
