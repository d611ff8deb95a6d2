"""A group of procedures at the desk: its parts with their cases, offices and dates, and what is taken in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from motcua.calendars.queries import revision_sum, work_calendar
from motcua.counter.choices import (
    CaseRow,
    OfficeChoice,
    case_rows,
    fitting_case,
    office_choices,
    proposed_office,
)
from motcua.counter.promise import DueDate, counted, has_limit
from motcua.counter.reception_form import ReceptionForm
from motcua.dossiers.clocks import limits_of, reception_clock
from motcua.dossiers.commands import ChosenPart, Intake, Paper
from motcua.dossiers.group_due import PartTime, ends, overall
from motcua.dossiers.groups import Part
from motcua.kernel import ids, time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.wording import Said, say
from motcua.offices.models import Office
from motcua.offices.routing import calendar_of_office
from motcua.procedures.found import Sheet, SheetPart
from motcua.procedures.queries import procedure_sheet, terms
from motcua.procedures.words import limit_words


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part: what may be chosen, and when it is due if each takes its whole time."""

    number: int
    code: str
    name: str
    after: int | None
    limit: str = ""
    cases: tuple[CaseRow, ...] = ()
    competent: tuple[OfficeChoice, ...] = ()
    due_at: datetime | None = None
    problem: Said | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    row: PartRow
    time: PartTime | None = None


def sheets_of(sheet: Sheet) -> dict[int, Sheet]:
    """The parts' own sheets, by number; without those that are not in force."""
    return {part.number: procedure_sheet(part.version_id) for part in sheet.parts if part.version_id}


def fitted(
    form: ReceptionForm, sheet: Sheet, parts: Mapping[int, Sheet], office_id: int, deciding: Sequence[Office]
) -> ReceptionForm:
    """The form with one choice for each part: a case the part has, an office that decides (or the nearest)."""
    offices = {office.pk for office in deciding}
    chosen = []
    for place, part in enumerate(sheet.parts):
        choice = form.parts[place] if place < len(form.parts) else ChosenPart()
        own = parts.get(part.number)
        office = choice.competent_office_id if choice.competent_office_id in offices else None
        if own is None:
            chosen.append(ChosenPart(None, office))
            continue
        office = office or proposed_office(own, office_id, deciding)
        chosen.append(ChosenPart(fitting_case(own, choice.case_variant_id), office))
    return replace(form, parts=tuple(chosen))


def part_rows(
    form: ReceptionForm, sheet: Sheet, parts: Mapping[int, Sheet], office_id: int, deciding: Sequence[Office]
) -> tuple[tuple[PartRow, ...], DueDate | None, Said | None]:
    """The parts of a fitted form, the promise for the whole, and what stands against it."""
    start = form.submitted_at or time.now()
    read = [
        _read(part, parts.get(part.number), choice, start, office_id, deciding)
        for part, choice in zip(sheet.parts, form.parts, strict=True)
    ]
    problem = next((one.row.problem for one in read if one.row.problem), None)
    if problem is not None:
        return tuple(one.row for one in read), None, problem
    times = [one.time for one in read if one.time is not None]
    rows = tuple(replace(one.row, due_at=end) for one, end in zip(read, ends(times), strict=True))
    whole = overall(times)
    if whole is None:
        return rows, None, say(_unordered())
    provisional = any(one.calendar.is_provisional(start.date(), whole.date()) for one in times)
    return rows, _promise(sheet, start, office_id, whole, provisional=provisional), None


def intakes(whole: Intake, form: ReceptionForm, sheet: Sheet) -> list[Part]:
    """What each part takes in. The papers lie in the first; the others see what was handed in as a file."""
    found = []
    for part, choice in zip(sheet.parts, form.parts, strict=True):
        if part.version_id is None:
            raise _not_in_force(part)
        found.append(
            Part(
                replace(
                    whole,
                    procedure_version_id=part.version_id,
                    case_variant_id=choice.case_variant_id,
                    competent_office_id=choice.competent_office_id or whole.receiving_office_id,
                    papers=whole.papers if part.number == 1 else _seen(whole.papers, part.number),
                    without_receipt=False,
                    parts=(),
                ),
                part.after,
            )
        )
    return found


def _seen(papers: Sequence[Paper], number: int) -> tuple[Paper, ...]:
    """What another part sees of the papers: those handed in as files, without the originals."""
    return tuple(
        replace(
            paper,
            id=ids.uuid_for("group paper", paper.id, number),
            kind="submitted",
            originals=0,
            copies=0,
            custody="none",
        )
        for paper in papers
        if paper.sha256
    )


def _read(
    part: SheetPart,
    own: Sheet | None,
    choice: ChosenPart,
    start: datetime,
    office_id: int,
    deciding: Sequence[Office],
) -> _Read:
    row = PartRow(part.number, part.code, part.name or part.code, part.after)
    if own is None:
        return _Read(replace(row, problem=say(_not_in_force(part))))
    office = choice.competent_office_id or office_id
    row = replace(
        row,
        limit=limit_words(own.committed or own.legal),
        cases=case_rows(own, choice.case_variant_id),
        competent=office_choices(deciding, office),
    )
    try:
        procedure = terms(own.version_id)
        if not has_limit(procedure, choice.case_variant_id):
            raise _no_limit(part)
    except Refusal as refusal:
        return _Read(replace(row, problem=say(refusal)))
    found = counted(procedure, choice.case_variant_id, start, office, own)
    if isinstance(found, Said):
        return _Read(replace(row, problem=found))
    calendar, clock = found
    limit = limits_of(procedure, choice.case_variant_id)[0].committed
    begins = clock.due_at if part.after is None else None
    return _Read(row, PartTime(part.number, part.after, begins, calendar, limit))


def _promise(sheet: Sheet, start: datetime, office_id: int, whole: datetime, *, provisional: bool) -> DueDate:
    legal = whole
    if sheet.legal is not None:
        calendar = work_calendar(calendar_of_office(office_id), revision_sum())
        legal = reception_clock(calendar, start, terms(sheet.version_id), None).legal_due_at
    return DueDate(
        due_at=whole,
        legal_due_at=legal,
        provisional=provisional,
        committed=limit_words(sheet.committed),
        legal=limit_words(sheet.legal),
        lines=(),
    )


def _unordered() -> Refusal:
    return Refusal(
        "group_unordered",
        N_("A part of the group waits for one that does not stand before it."),
        N_("An administrator corrects the group in the catalogue; until then receive its parts one by one."),
    )


def _not_in_force(part: SheetPart) -> Refusal:
    return Refusal(
        "part_not_in_force",
        N_("Part %(number)s of the group, %(code)s, is not in force today."),
        N_("An administrator corrects the group in the catalogue; until then receive its parts one by one."),
        params={"number": part.number, "code": part.code},
    )


def _no_limit(part: SheetPart) -> Refusal:
    return Refusal(
        "part_without_limit",
        N_("Part %(number)s of the group, %(code)s, has no published time limit."),
        N_("An administrator enters the limit in the catalogue; until then give guidance and note it."),
        params={"number": part.number, "code": part.code},
    )
