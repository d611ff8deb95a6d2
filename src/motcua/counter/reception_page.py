"""Everything the reception page shows, made from the form as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.cache import cache
from django.utils.functional import Promise as Words
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.calendars import worktime
from motcua.calendars.explanation import line_text
from motcua.calendars.queries import revision_sum, work_calendar
from motcua.calendars.worktime import TimeError
from motcua.counter import people, queries, reception_form
from motcua.counter.reception_form import PaperLine, ReceptionForm
from motcua.counter.uploads import make_token
from motcua.dossiers.clocks import reception_clock, terms_of
from motcua.dossiers.queries import visible_dossiers
from motcua.dossiers.status import Channel
from motcua.kernel import time
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say
from motcua.offices.actors import Actor
from motcua.offices.models import Office
from motcua.offices.pages import deciding_offices, public_offices
from motcua.offices.routing import routing
from motcua.procedures import fees
from motcua.procedures.found import Hit, Sheet, SheetDocument
from motcua.procedures.queries import procedure_sheet, search, terms
from motcua.procedures.terms import ProcedureTerms
from motcua.procedures.words import limit_words

_USAGE_SECONDS = 600
_SHOWN = 8

REASONS: dict[str, Words] = {
    "papers_incomplete": _("The papers are incomplete"),
    "papers_invalid": _("A paper is not valid or not legible"),
    "not_entitled": _("The person does not meet the conditions"),
    "no_authorisation": _("The person is not authorised to hand in"),
    "outside_competence": _("Another authority is competent"),
    "already_settled": _("The matter is being dealt with or settled already"),
    "other": _("Another reason"),
}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of the checklist; `digit` is the key that ticks it."""

    digit: str
    document: SheetDocument
    line: PaperLine

    @property
    def obligatory(self) -> bool:
        """Whether the paper is asked of everybody."""
        return not self.document.only_if


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case to choose; `key` is the letter that chooses it."""

    id: int
    name: str
    limit: str
    chosen: bool
    key: str


@dataclass(frozen=True, slots=True)
class DueDate:
    """The promise that a reception now would make, and how it comes about."""

    due_at: datetime
    legal_due_at: datetime
    provisional: bool
    committed: str
    legal: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficeChoice:
    """An office to choose, and whether it is chosen."""

    id: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ReceptionPage:
    """The page as a value: templates only write it down."""

    form: ReceptionForm
    sheet: Sheet | None = None
    cases: tuple[CaseRow, ...] = ()
    rows: tuple[DocumentRow, ...] = ()
    person: people.PersonSeen | None = None
    due: DueDate | None = None
    due_problem: Said | None = None
    fees: fees.Statement | None = None
    same_day: bool = False
    channels: tuple[str, ...] = ()
    competent: tuple[OfficeChoice, ...] = ()  # empty where there is only one office
    returning: tuple[OfficeChoice, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """Obligatory papers that are not ticked."""
        return tuple(row.document.name for row in self.rows if row.obligatory and not row.line.got)


def find_procedures(words: str, office_id: int) -> list[Hit]:
    """What three letters mean at this desk: its most used procedures come first."""
    return search(words, usage=_usage(office_id), limit=_SHOWN)


def documents(form: ReceptionForm) -> tuple[SheetDocument, ...]:
    """The papers asked for in the chosen case. Refuses an unknown procedure."""
    return _documents(procedure_sheet(form.procedure_id), form.case_id) if form.procedure_id else ()


def build(form: ReceptionForm, actor: Actor, office_id: int) -> ReceptionPage:
    """The whole page for the form. An unknown procedure leaves the choice open instead of failing."""
    person = people.seen(form, visible_dossiers(actor))
    try:
        sheet = procedure_sheet(form.procedure_id) if form.procedure_id else None
        procedure = terms(form.procedure_id) if form.procedure_id else None
    except Refusal as refusal:
        return ReceptionPage(replace(form, procedure_id=None), person=person, due_problem=say(refusal))
    if sheet is None or procedure is None:
        return ReceptionPage(form, person=person)
    form = _fitted(form, sheet)
    deciding, desks = list(deciding_offices()), list(public_offices())
    form = replace(
        form,
        competent_id=form.competent_id if form.competent_id in {one.pk for one in deciding} else None,
        returning_id=form.returning_id if form.returning_id in {one.pk for one in desks} else None,
    )
    due, problem = _due(form, procedure, sheet, form.competent_id or office_id)
    place = queries.office_head(office_id).place
    return ReceptionPage(
        form=replace(form, procedure_words=sheet.name),
        sheet=sheet,
        cases=_cases(form, sheet),
        rows=_rows(form, sheet, actor.person_id or 0),
        person=person,
        due=due,
        due_problem=problem,
        fees=fees.due(sheet.fees, channel=form.channel, place=place),
        same_day=procedure.same_day,
        channels=tuple(channel for channel in sheet.channels if channel != Channel.ONLINE),
        competent=_choices(deciding, form.competent_id or office_id),
        returning=_choices(desks, form.returning_id or office_id),
    )


def _choices(offices: Sequence[Office], chosen: int) -> tuple[OfficeChoice, ...]:
    if len(offices) < 2:
        return ()
    return tuple(OfficeChoice(office.pk, office.name, office.pk == chosen) for office in offices)


def _usage(office_id: int) -> dict[str, int]:
    key = f"counter-usage-{office_id}"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        known = queries.usage(office_id)
        cache.set(key, known, _USAGE_SECONDS)
    return known


def _fitted(form: ReceptionForm, sheet: Sheet) -> ReceptionForm:
    """The form with a case and channel that this procedure has; the first case is the usual one."""
    cases = [case.id for case in sheet.cases if case.id is not None]
    case = form.case_id if form.case_id in cases else (cases[0] if cases else None)
    open_here = [channel for channel in sheet.channels if channel != Channel.ONLINE]
    channel = form.channel if form.channel in open_here or not open_here else open_here[0]
    sets = form.document_sets if form.lines else sheet.document_sets
    return replace(form, case_id=case, channel=channel, document_sets=max(1, sets))


def _documents(sheet: Sheet, case_id: int | None) -> tuple[SheetDocument, ...]:
    return tuple(
        document for case in sheet.cases if case.id in (None, case_id) for document in case.documents
    )


def _cases(form: ReceptionForm, sheet: Sheet) -> tuple[CaseRow, ...]:
    named = [case for case in sheet.cases if case.id is not None]
    return tuple(
        CaseRow(
            id=case.id or 0,
            name=case.name,
            limit=limit_words(case.legal),
            chosen=case.id == form.case_id,
            key="abcdefgh"[number] if number < 8 else "",
        )
        for number, case in enumerate(named)
    )


def _rows(form: ReceptionForm, sheet: Sheet, person_id: int) -> tuple[DocumentRow, ...]:
    return tuple(
        DocumentRow(str(number), document, _line(form, document, person_id))
        for number, document in enumerate(_documents(sheet, form.case_id), 1)
    )


def _line(form: ReceptionForm, document: SheetDocument, person_id: int) -> PaperLine:
    line = form.line(document.id)
    if line is None:
        return PaperLine(
            requirement_id=document.id,
            got=False,
            originals=document.originals,
            copies=document.copies,
            manner=reception_form.usual_manner(document),
        )
    if line.upload and not line.token:
        return replace(line, token=make_token(line.upload, person_id))
    return line


def _due(
    form: ReceptionForm, procedure: ProcedureTerms, sheet: Sheet, office_id: int
) -> tuple[DueDate | None, Said | None]:
    start = form.submitted_at or time.now()
    if not _has_limit(procedure, form.case_id):
        problem = Said(
            gettext("This procedure has no published time limit, so no due date can be promised."),
            gettext(
                "An administrator enters the limit in the catalogue; until then give guidance and note it."
            ),
        )
        return None, problem
    try:
        place = routing(office_id, procedure.field_code)
        calendar = work_calendar(place.calendar_id, revision_sum())
        clock = reception_clock(calendar, start, procedure, form.case_id)
        committed, _legal = terms_of(procedure, form.case_id)
        lines = _sentences(worktime.explain(calendar, start, committed))
    except Refusal as refusal:
        return None, say(refusal)
    except TimeError as error:
        return None, Said(gettext("The due date cannot be worked out."), str(error))
    case = next((case for case in sheet.cases if case.id == form.case_id and case.id is not None), None)
    legal = (case.legal if case and case.legal else None) or sheet.legal
    return (
        DueDate(
            due_at=clock.due_at,
            legal_due_at=clock.legal_due_at,
            provisional=clock.provisional,
            committed=limit_words(sheet.committed if not (case and case.legal) else case.legal),
            legal=limit_words(legal),
            lines=lines,
        ),
        None,
    )


def _has_limit(procedure: ProcedureTerms, case_id: int | None) -> bool:
    own = any(case.id == case_id and case.legal for case in procedure.case_variants)
    return own or procedure.legal is not None or procedure.committed is not None


def _sentences(lines: Iterable[worktime.Line]) -> tuple[str, ...]:
    return tuple(line_text(line, gettext) for line in lines)
