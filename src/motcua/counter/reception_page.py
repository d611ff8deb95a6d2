"""Everything the reception page shows, made from the form as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from django.core.cache import cache
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from motcua.counter import group_parts, people, queries, reception_form
from motcua.counter.choices import (
    CaseRow,
    OfficeChoice,
    case_rows,
    fitting_case,
    office_choices,
    proposed_office,
)
from motcua.counter.group_parts import PartRow
from motcua.counter.promise import DueDate, promise
from motcua.counter.reception_form import PaperLine, ReceptionForm
from motcua.counter.uploads import make_token
from motcua.dossiers.queries import visible_dossiers
from motcua.dossiers.status import Channel
from motcua.kernel.errors import Refusal
from motcua.kernel.wording import Said, say
from motcua.offices.actors import Actor
from motcua.offices.pages import deciding_offices, public_offices
from motcua.offices.routing import FIELD_WITHOUT_GROUP
from motcua.procedures import fees
from motcua.procedures.found import Hit, Sheet, SheetDocument
from motcua.procedures.queries import procedure_sheet, search, terms

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
class ReceptionPage:
    """The page as a value: templates only write it down."""

    form: ReceptionForm
    sheet: Sheet | None = None
    parts: tuple[PartRow, ...] = ()  # of a group of procedures
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
    def decided_elsewhere(self) -> bool:
        """Whether no due date can be told because the chosen office does not deal with the field."""
        return self.due_problem is not None and self.due_problem.code == FIELD_WITHOUT_GROUP

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
    own = group_parts.sheets_of(sheet)
    if sheet.parts:
        form = group_parts.fitted(form, sheet, own, office_id, deciding)
        parts, due, problem = group_parts.part_rows(form, sheet, own, office_id, deciding)
    else:
        parts = ()
        if form.competent_id is None:
            form = replace(form, competent_id=proposed_office(sheet, office_id, deciding))
        due, problem = promise(form, procedure, sheet, form.competent_id or office_id)
    place = queries.office_head(office_id).place
    return ReceptionPage(
        form=replace(form, procedure_words=sheet.name),
        sheet=sheet,
        parts=parts,
        cases=case_rows(sheet, form.case_id),
        rows=_rows(form, sheet, actor.person_id or 0),
        person=person,
        due=due,
        due_problem=problem,
        fees=fees.due(_fee_rows(sheet, own.values()), channel=form.channel, place=place),
        same_day=procedure.same_day and not parts,
        channels=tuple(channel for channel in sheet.channels if channel != Channel.ONLINE),
        competent=() if parts else office_choices(deciding, form.competent_id or office_id),
        returning=office_choices(desks, form.returning_id or office_id),
    )


def _fee_rows(sheet: Sheet, parts: Iterable[Sheet]) -> tuple[fees.FeeRow, ...]:
    """What the procedure costs; a group costs what its parts cost."""
    return (*sheet.fees, *chain.from_iterable(part.fees for part in parts))


def _usage(office_id: int) -> dict[str, int]:
    key = f"counter-usage-{office_id}"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        known = queries.usage(office_id)
        cache.set(key, known, _USAGE_SECONDS)
    return known


def _fitted(form: ReceptionForm, sheet: Sheet) -> ReceptionForm:
    """The form with a case and channel that this procedure has; the first case is the usual one."""
    open_here = [channel for channel in sheet.channels if channel != Channel.ONLINE]
    channel = form.channel if form.channel in open_here or not open_here else open_here[0]
    sets = form.document_sets if form.lines else sheet.document_sets
    return replace(
        form, case_id=fitting_case(sheet, form.case_id), channel=channel, document_sets=max(1, sets)
    )


def _documents(sheet: Sheet, case_id: int | None) -> tuple[SheetDocument, ...]:
    return tuple(
        document for case in sheet.cases if case.id in (None, case_id) for document in case.documents
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
