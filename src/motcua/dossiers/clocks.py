"""Due times of a dossier and of its steps, from terms and calendar; never typed in. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from motcua.calendars import worktime
from motcua.calendars.worktime import Terms, WorkCalendar

if TYPE_CHECKING:
    from motcua.procedures.terms import ProcedureTerms


@dataclass(frozen=True, slots=True)
class ReceptionClock:
    """The promise made at reception. `due_at` follows the committed time, `legal_due_at` the legal text's."""

    due_at: datetime
    legal_due_at: datetime
    provisional: bool


def terms_of(terms: ProcedureTerms, case_variant_id: int | None) -> tuple[Terms, Terms]:
    """(committed, legal) limits for the chosen case; the one stands in where the other is not published."""
    legal, committed = terms.legal, terms.committed
    for variant in terms.case_variants:
        if variant.id == case_variant_id and variant.legal is not None:
            legal, committed = variant.legal, variant.legal
    first, second = committed or legal, legal or committed
    assert first is not None
    assert second is not None
    return first, second


def reception_clock(
    calendar: WorkCalendar, start: datetime, terms: ProcedureTerms, case_variant_id: int | None
) -> ReceptionClock:
    """When the result is due for a complete dossier handed in at `start` (NĐ 61 Art 18; time.md conventions)."""
    committed, legal = terms_of(terms, case_variant_id)
    promised = worktime.due(calendar, start, committed)
    lawful = promised if legal == committed else worktime.due(calendar, start, legal)
    assert promised.at is not None
    assert lawful.at is not None
    return ReceptionClock(promised.at, lawful.at, promised.provisional)


def task_due(calendar: WorkCalendar, start: datetime, minutes: int | None) -> datetime | None:
    """When a step opened at `start` is due; None for steps that are not counted (the return)."""
    return worktime.add(calendar, start, minutes) if minutes else None
