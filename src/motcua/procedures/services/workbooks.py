"""Procedures from a spreadsheet: tried first, then taken over whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from motcua.kernel import time as clock
from motcua.kernel.errors import N_
from motcua.kernel.search import sort_key
from motcua.procedures import process_source
from motcua.procedures.drafts import Draft
from motcua.procedures.models import Field, Procedure, ProcedureVersion
from motcua.procedures.queries import versions_in_force
from motcua.procedures.services import storing
from motcua.procedures.step_plan import minutes_of
from motcua.procedures.workbook.contents import Wanted, codes_of, contents, same
from motcua.procedures.workbook.reading import WorkbookRefused, read_rows
from motcua.procedures.workbook.writing import workbook
from motcua.processes.queries import problems_of
from motcua.processes.services import publish_source

_State = ProcedureVersion.State


class RowFate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class WorkbookLine:
    """One procedure of the workbook and what becomes of it; `places` are what changes (see comparison)."""

    row: int
    code: str
    name: str
    fate: RowFate
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkbookReport:
    """What an import did, or would do."""

    lines: tuple[WorkbookLine, ...]
    dry_run: bool

    def count(self, fate: RowFate) -> int:
        """How many procedures met that fate."""
        return sum(line.fate is fate for line in self.lines)


@dataclass(frozen=True, slots=True)
class Decision:
    """From when on, and by which decision, a workbook is in force."""

    valid_from: date
    number: str
    signed: date | None = None
    order: str = "province"


def import_workbook(
    data: bytes, decision: Decision, *, dry_run: bool, actor: int | None = None
) -> WorkbookReport:
    """Publish what is new or different in a workbook, from the decision's first day on.

    A procedure whose time changes gets the standard steps within its new time; others keep their process.
    Raises WorkbookRefused with every error by row and column, Refusal for a file that is no workbook; then,
    and with `dry_run`, nothing is changed. `actor` is the person's id.
    """
    rows, problems = read_rows(data)
    lines: list[WorkbookLine] = []
    with transaction.atomic():
        present = _present(codes_of(rows))
        drafts = {code: storing.read(version) for code, version in present.items()}
        fields = dict(Field.objects.values_list("code", "name"))
        wanted = contents(rows, drafts, fields, decision.valid_from)
        _check_days(wanted.procedures, present, decision)
        if problems:
            raise WorkbookRefused(problems)
        Field.objects.bulk_create(Field(code=code, name=name) for code, name in wanted.fields.items())
        for one in wanted.procedures:
            lines.append(_one(one, present.get(one.code), drafts.get(one.code), decision, actor))
        transaction.set_rollback(dry_run)
    return WorkbookReport(tuple(lines), dry_run)


def template(*, filled: bool) -> bytes:
    """The workbook to fill in: with every procedure in force today, or with headings and fields only."""
    today = clock.today()
    fields = dict(sorted(Field.objects.values_list("code", "name"), key=lambda field: sort_key(field[1])))
    rows = versions_in_force(today).select_related("procedure", "field")
    known = sorted(rows, key=lambda row: (sort_key(row.field.name), sort_key(row.name))) if filled else []
    return workbook({row.procedure.code: storing.read(row) for row in known}, fields, clock.now())


def _present(codes: list[str]) -> dict[str, ProcedureVersion]:
    """The last published version of each procedure, locked, leaving out what never was in force."""
    list(Procedure.objects.select_for_update().filter(code__in=codes).order_by("code"))
    rows = (
        ProcedureVersion.objects.filter(procedure__code__in=codes, state=_State.PUBLISHED)
        .exclude(valid_to__lt=F("valid_from"))
        .select_related("procedure")
        .order_by("valid_from", "number")
    )
    return {row.procedure.code: row for row in rows}


def _check_days(
    wanted: Sequence[Wanted], present: Mapping[str, ProcedureVersion], decision: Decision
) -> None:
    for one in wanted:
        last = present.get(one.code)
        if last is not None and last.valid_from > decision.valid_from:
            one.row.say(
                "code",
                N_("A version of %(code)s is published from %(day)s on, after the first day chosen here."),
                N_("Choose a later first day, or leave this row out."),
                code=one.code,
                day=last.valid_from.strftime("%d/%m/%Y"),
            )


def _one(
    wanted: Wanted,
    last: ProcedureVersion | None,
    before: Draft | None,
    decision: Decision,
    actor: int | None,
) -> WorkbookLine:
    content = replace(
        wanted.content,
        valid_from=decision.valid_from,
        decision_number=decision.number,
        decision_date=decision.signed,
        decision_order=decision.order,
    )
    line = WorkbookLine(wanted.row.number, wanted.code, content.name, RowFate.NEW)
    if last is not None and before is not None:
        holds = last.valid_to is None or last.valid_to >= decision.valid_from
        if holds and same(content, before):
            return replace(line, fate=RowFate.UNCHANGED)
        if content.fees == before.fees:
            content = replace(content, fee_trust=before.fee_trust)
    procedure, _made = Procedure.objects.get_or_create(code=wanted.code)
    row = ProcedureVersion(
        procedure=procedure,
        number=(procedure.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        state=_State.PUBLISHED,
        published_at=clock.now(),
        source=_kept_source(last, before, content),
        process_version_id=_process(wanted.code, content, last, before, actor),
    )
    row.valid_to = storing.supersede(procedure.versions.filter(state=_State.PUBLISHED), decision.valid_from)
    storing.insert(row, content, last)
    if last is None:
        return line
    return replace(line, fate=RowFate.CHANGED, places=tuple(row.changed_places))


def _process(
    code: str, content: Draft, last: ProcedureVersion | None, before: Draft | None, actor: int | None
) -> int:
    """The process of the version before while it fits the time, else the standard steps."""
    same_time = before is not None and before.limit == content.limit
    known = last.process_version_id if last is not None else None
    if known is not None and (same_time or not problems_of(known, minutes_of(content.limit))):
        return known
    made = process_source.standard(code, content.name, content.limit)
    return publish_source(made.key, content.name, made.xml, actor_id=actor, committed_minutes=made.minutes)


def _kept_source(last: ProcedureVersion | None, before: Draft | None, content: Draft) -> dict[str, Any]:
    """What the record behind the old version says beside its columns; its appointments go with its time."""
    if last is None or before is None:
        return {}
    kept = storing.record_of(last)
    if before.limit != content.limit:
        kept.pop("segments", None)
    return kept
