"""Reads of dossiers: one public function, one screen's data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext

from motcua.calendars import worktime
from motcua.calendars.explanation import line_text
from motcua.calendars.queries import revision_sum, work_calendar
from motcua.calendars.worktime import Pause, WorkCalendar
from motcua.dossiers import ledger
from motcua.dossiers.clocks import limits_of
from motcua.dossiers.codes import normalise_typed
from motcua.dossiers.commands import Paper
from motcua.dossiers.courts import courts
from motcua.dossiers.groups import group_page
from motcua.dossiers.history import Names, history, offices_in, people_in, units_in
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.page import DossierPage, ShownPaper, ShownTask
from motcua.dossiers.sight import visible_to
from motcua.dossiers.state import DossierState
from motcua.dossiers.status import Channel
from motcua.dossiers.timekeeping import Clock
from motcua.dossiers.way import way
from motcua.files.models import StoredFile
from motcua.kernel import formats, time
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.offices.routing import routing
from motcua.procedures.queries import terms

if TYPE_CHECKING:
    from motcua.offices.actors import Actor


def visible_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """All dossiers the person may see, drafts of the own desk included."""
    return Dossier.objects.filter(visible_to(actor))


def check_visible(dossier_id: UUID, actor: Actor) -> None:
    """Refuse (404), before anything else is looked at, a dossier that is not there or not for this person."""
    if not visible_dossiers(actor).filter(pk=dossier_id).exists():
        raise unknown_dossier()


def find_by_code(code: str, actor: Actor) -> Dossier | None:
    """The dossier of that code, typed in any case and with stray blanks, if the person may see it."""
    return visible_dossiers(actor).filter(code=normalise_typed(code)).first()


def ledgers(dossier_ids: Collection[UUID], until: datetime) -> dict[UUID, list[ledger.Entry]]:
    """The ledgers of several dossiers as they stood at an instant. One statement."""
    found: dict[UUID, list[ledger.Entry]] = defaultdict(list)
    rows = DossierEvent.objects.filter(dossier__in=dossier_ids, at__lte=until).order_by("dossier", "seq")
    columns = ("seq", "type", "at", "actor_id", "command_id", "payload", "prev_hash", "hash")
    for dossier_id, *row in rows.values_list("dossier_id", *columns):
        found[dossier_id].append(ledger.read_entry(tuple(row)))
    return found


def dossier_page(dossier_id: UUID, actor: Actor) -> DossierPage:
    """Everything one screen shows of a dossier, in four statements.

    Raises Refusal (404) when there is none, and in the same words when the person may not see it.
    """
    row = (
        visible_dossiers(actor)
        .filter(pk=dossier_id)
        .select_related(
            "procedure_version__procedure",
            "procedure_version__field",
            "case_variant",
            "field_group",
            "receiving_office",
            "competent_office",
            "returning_office",
            "process_version__process",
        )
        .first()
    )
    if row is None:
        raise unknown_dossier()
    entries = ledger.entries(dossier_id)
    state = ledger.fold_entries(dossier_id, entries)
    people = people_in(entries) | {task.assignee_id for task in state.tasks if task.assignee_id is not None}
    units = units_in(entries) | {task.unit_id for task in state.tasks}
    names = _names(people, units, offices_in(entries), row.competent_office_id)
    variant, process = row.case_variant, row.process_version
    court, times = courts(state, entries, names, row.state.get("calendar"))
    return DossierPage(
        id=dossier_id,
        state=state,
        procedure_code=row.procedure_version.procedure.code,
        procedure_name=row.procedure_version.name,
        field_name=row.procedure_version.field.name,
        case_variant=variant.name if variant else "",
        group_name=row.field_group.name,
        receiving_office=row.receiving_office.name,
        competent_office=row.competent_office.name,
        returning_office=row.returning_office.name,
        process_name=process.process.name if process else "",
        received_by=names.person(state.received_by) if state.received_by else "",
        case_officer=names.person(state.case_officer_id) if state.case_officer_id else "",
        takes_part=takes_part(state, actor),
        court=court,
        times=times,
        group=group_page(state.group.id, actor) if state.group else None,
        tasks=_shown_tasks(state, names),
        papers=_shown_papers(state.papers),
        way=way(entries, names, time.now()),
        history=history(entries, names),
    )


def unknown_dossier() -> Refusal:
    """The answer for a dossier that is not there, or not for this person: nobody learns which."""
    return Refusal(
        "unknown_dossier",
        N_("There is no such dossier."),
        N_("Check the code and search again."),
        status=HttpStatus.NOT_FOUND,
    )


def takes_part(state: DossierState, actor: Actor) -> bool:
    """Whether the person belongs to a unit that plays a part in the dossier."""
    if actor.system:
        return True
    if state.units is None:
        return state.intake is not None and state.intake.receiving_office_id in actor.offices()
    units = {task.unit_id for task in state.tasks} | state.units.all()
    return not units.isdisjoint(actor.units())


def calendar_of(state: DossierState) -> WorkCalendar | None:
    """The calendar that the dossier is counted by, as it is now; None for one that no desk has seen yet.

    Raises Refusal when the office was abolished since and has none.
    """
    if state.intake is None:
        return None
    place = routing(state.intake.competent_office_id, terms(state.intake.procedure_version_id).field_code)
    return work_calendar(place.calendar_id, revision_sum())


def due_explanation(state: DossierState, calendar: WorkCalendar | None = None) -> tuple[str, ...]:
    """How the promised date was worked out, line by line, in the active language; empty before reception.

    By the calendar that is given, else by `calendar_of`. When the date stands from an earlier calendar, a last
    line says so.
    """
    intake, clock = state.intake, state.clock
    if intake is None or state.received_at is None or clock is None:
        return ()
    procedure = terms(intake.procedure_version_id)
    calendar = calendar or calendar_of(state)
    assert calendar is not None
    start = state.received_at
    if intake.channel == Channel.POST and intake.submitted_at is not None:
        start = intake.submitted_at
    limits = limits_of(procedure, intake.case_variant_id)
    committed = limits[min(clock.segment, len(limits) - 1)].committed
    pauses = [Pause(span.start, span.end) for span in clock.pauses]
    restarted = clock.counts_from if clock.segment == 0 and clock.counts_from != start else None
    told = worktime.explain(
        calendar, clock.counts_from if clock.segment else start, committed, pauses, restarted
    )
    lines = [line_text(line, gettext) for line in told if not (clock.segment and line.key == "received")]
    if clock.segment:
        lines.insert(0, _next_appointment_words(clock))
    if worktime.due(calendar, clock.counts_from, committed, pauses).at != state.due_at:
        lines.append(gettext("The calendar has changed since; the date promised to the applicant stands."))
    return tuple(lines)


def _next_appointment_words(clock: Clock) -> str:
    return gettext(
        "Appointment %(number)s counts from %(at)s, when the step outside the office was done."
    ) % {
        "number": clock.segment + 1,
        "at": formats.instant(clock.counts_from),
    }


_NAMES = """
SELECT 'person', id, full_name, NULL::bigint FROM offices_person WHERE id = ANY(%(people)s)
UNION ALL SELECT 'unit', id, name, office_id FROM offices_unit WHERE id = ANY(%(units)s)
UNION ALL SELECT 'office', id, short_name, NULL FROM offices_office
  WHERE id = ANY(%(offices)s) OR id IN (SELECT office_id FROM offices_unit WHERE id = ANY(%(units)s))
"""


def _names(people: Collection[int], units: Collection[int], offices: Collection[int], home: int) -> Names:
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"people": list(people), "units": list(units), "offices": list(offices)})
        rows = cursor.fetchall()
    named = {kind: {row_id: name for told, row_id, name, _ in rows if told == kind} for kind, *_ in rows}
    return Names(
        named.get("person", {}),
        named.get("unit", {}),
        named.get("office", {}),
        {row_id: office for kind, row_id, _name, office in rows if kind == "unit"},
        home,
    )


def _shown_tasks(state: DossierState, names: Names) -> tuple[ShownTask, ...]:
    return tuple(
        ShownTask(
            id=task.id,
            element=task.element,
            name=task.name,
            action=task.action,
            role=task.role,
            unit_id=task.unit_id,
            unit=names.unit(task.unit_id),
            opened_at=task.opened_at or time.now(),
            due_at=task.due_at,
            assignee_id=task.assignee_id,
            holder=names.person(task.assignee_id) if task.assignee_id else "",
        )
        for task in state.tasks
    )


def _shown_papers(papers: tuple[Paper, ...]) -> tuple[ShownPaper, ...]:
    hashes = [paper.sha256 for paper in papers if paper.sha256]
    files = StoredFile.objects.in_bulk(hashes) if hashes else {}
    shown = []
    for paper in papers:
        file = files.get(paper.sha256 or "")
        shown.append(
            ShownPaper(
                id=paper.id,
                name=paper.name,
                kind=paper.kind,
                originals=paper.originals,
                copies=paper.copies,
                custody=paper.custody,
                file_name=paper.file_name,
                sha256=paper.sha256 or "",
                size=file.size if file else 0,
                media_type=file.media_type if file else "",
            )
        )
    return tuple(shown)
