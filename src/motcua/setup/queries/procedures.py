"""What the pages about procedures show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from motcua.calendars.worktime import Unit
from motcua.kernel import time
from motcua.kernel.search import fold, sort_key
from motcua.procedures.found import Sheet, TimeLimit
from motcua.procedures.models import Fee, Field, ProcedureVersion, RequiredDocument
from motcua.procedures.step_plan import working_minutes
from motcua.processes.models import ProcessVersion
from motcua.processes.queries import StepLine, step_lines

_KNOWN_TEXTS = 100
STATES = ("in_force", "to_come", "draft", "ended", "lacking")


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure in the list, by the version that matters today; `lacks` says what keeps it from use."""

    version_id: int
    code: str
    name: str
    field_name: str
    state: str
    valid_from: date
    valid_to: date | None
    limit: TimeLimit | None
    lacks: tuple[str, ...]
    draft_id: int | None


@dataclass(frozen=True, slots=True)
class ProcessUse:
    """A procedure that runs on a process, and the working minutes it has for it."""

    version_id: int
    code: str
    name: str
    state: str
    minutes: int | None


def procedures(words: str = "", field: str = "", state: str = "") -> list[ProcedureLine]:
    """Procedures that have all the words in code, name or keywords, by field and name."""
    today = time.today()
    rows = ProcedureVersion.objects.select_related("procedure", "field").order_by("procedure__code", "number")
    if field:
        rows = rows.filter(field_id=field)
    grouped: dict[int, list[ProcedureVersion]] = {}
    for row in rows:
        grouped.setdefault(row.procedure_id, []).append(row)
    wanted = fold(words).split()
    plain_code = "".join(sign for sign in words.lower() if sign.isalnum())
    found = []
    for versions in grouped.values():
        row = _leading(versions, today)
        if not _matches(row, wanted, plain_code):
            continue
        line = _line(row, versions, today)
        if not state or _in_state(line, state):
            found.append(line)
    return sorted(found, key=lambda line: (sort_key(line.field_name), sort_key(line.name)))


def field_choices() -> list[tuple[str, str]]:
    """Every field of the catalogue, by name."""
    return sorted(Field.objects.values_list("code", "name"), key=lambda field: sort_key(field[1]))


def known_texts() -> dict[str, list[str]]:
    """What other procedures say in fields with free words, to choose from; the most used first."""
    sources: dict[str, QuerySet[Any]] = {
        "form": RequiredDocument.objects.all(),
        "replaced_by": RequiredDocument.objects.all(),
        "per": Fee.objects.all(),
        "when": Fee.objects.all(),
        "set_by": Fee.objects.all(),
    }
    return {
        name: list(
            rows.exclude(**{name: ""})
            .values(name)
            .annotate(used=Count("pk"))
            .order_by("-used", name)
            .values_list(name, flat=True)[:_KNOWN_TEXTS]
        )
        for name, rows in sources.items()
    }


def part_choices() -> list[tuple[str, str]]:
    """Code and name of every published procedure that a group may have as a part."""
    rows = ProcedureVersion.objects.filter(
        state=ProcedureVersion.State.PUBLISHED, valid_to=None, group_parts=[]
    )
    return sorted(rows.values_list("procedure__code", "name"), key=lambda choice: sort_key(choice[1]))


def process_choices() -> list[tuple[str, str]]:
    """The newest published version of every process."""
    rows = ProcessVersion.objects.filter(state=ProcessVersion.State.PUBLISHED).order_by(
        "process__key", "-number"
    )
    newest: dict[str, tuple[str, str]] = {}
    for pk, key, name, number in rows.values_list("pk", "process__key", "process__name", "number"):
        newest.setdefault(key, (str(pk), f"{name} ({key}, v{number})"))
    return sorted(newest.values(), key=lambda choice: sort_key(choice[1]))


def uses_of(process_version_id: int) -> list[ProcessUse]:
    """Versions of procedures that run on a version of a process, those in use before ended ones."""
    today = time.today()
    rows = (
        ProcedureVersion.objects.filter(process_version_id=process_version_id)
        .select_related("procedure")
        .order_by("procedure__code", "-number")
    )
    found = [
        ProcessUse(row.pk, row.procedure.code, row.name, _state(row, today), committed_minutes(row))
        for row in rows
    ]
    return [use for use in found if use.state != "ended"] or found


def committed_minutes(row: ProcedureVersion) -> int | None:
    """Working minutes that a procedure may take: the committed time, else the legal one."""
    value: Decimal | None = row.committed_value if row.committed_value is not None else row.legal_value
    return working_minutes(value, Unit(row.time_unit) if row.time_unit else None)


def _leading(versions: Sequence[ProcedureVersion], today: date) -> ProcedureVersion:
    """The version in force; else the next one; else the last one; else the draft."""
    for wanted in ("in_force", "to_come", "ended"):
        fitting = [row for row in versions if _state(row, today) == wanted]
        if fitting:
            return fitting[0] if wanted == "to_come" else fitting[-1]
    return versions[-1]


def _line(row: ProcedureVersion, versions: Sequence[ProcedureVersion], today: date) -> ProcedureLine:
    value = row.committed_value if row.committed_value is not None else row.legal_value
    lacks = []
    if value is None:
        lacks.append("limit")
    if row.process_version_id is None:
        lacks.append("process")
    drafts = [version.pk for version in versions if version.state == ProcedureVersion.State.DRAFT]
    return ProcedureLine(
        version_id=row.pk,
        code=row.procedure.code,
        name=row.name,
        field_name=row.field.name,
        state=_state(row, today),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        limit=TimeLimit(value, row.time_unit, row.mode, row.cutoff) if value is not None else None,
        lacks=tuple(lacks),
        draft_id=drafts[0] if drafts else None,
    )


def _state(row: ProcedureVersion, today: date) -> str:
    if row.state == ProcedureVersion.State.DRAFT:
        return "draft"
    if row.valid_to is not None and (row.valid_to < today or row.valid_to < row.valid_from):
        return "ended"
    return "to_come" if row.valid_from > today else "in_force"


def _in_state(line: ProcedureLine, state: str) -> bool:
    if state == "draft":
        return line.draft_id is not None
    if state == "lacking":
        return bool(line.lacks) and line.state in ("in_force", "to_come")
    return line.state == state


def _matches(row: ProcedureVersion, wanted: Sequence[str], plain_code: str) -> bool:
    if not wanted:
        return True
    if len(plain_code) >= 3 and plain_code in "".join(
        sign for sign in row.procedure.code.lower() if sign.isalnum()
    ):
        return True
    return all(word in row.search_text for word in wanted)


def steps_of(sheet: Sheet) -> tuple[StepLine, ...]:
    """The steps of its process with the office each is done at, as the page of the process tells them."""
    return step_lines(sheet.process_version_id) if sheet.process_version_id else ()
