"""Published versions out to other installations, and in from them. What is published is never overwritten."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from motcua.kernel import time as clock
from motcua.kernel.errors import N_, Refusal
from motcua.procedures.exchange import ExchangedVersion
from motcua.procedures.exchange import read as read_file
from motcua.procedures.exchange import write as write_file
from motcua.procedures.models import Field, Procedure, ProcedureVersion
from motcua.procedures.services import storing
from motcua.procedures.step_plan import minutes_of
from motcua.processes.models import ProcessVersion
from motcua.processes.services import publish_source

_PUBLISHED = ProcedureVersion.State.PUBLISHED


class Fate(StrEnum):
    """What becomes of a version of the file."""

    NEW = "new"  # taken over
    KNOWN = "known"  # the same version is here already
    ENDED = "ended"  # the same version is here and gets its last day
    CONFLICT = "conflict"  # nothing of its procedure is taken over


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One version of the file and its fate; `reason` is an English msgid, for a conflict only."""

    code: str
    number: int
    name: str
    fate: Fate
    reason: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExchangeReport:
    """What an import did, or would do."""

    lines: tuple[ExchangeLine, ...]
    dry_run: bool

    def count(self, fate: Fate) -> int:
        """How many versions met that fate."""
        return sum(line.fate is fate for line in self.lines)

    @property
    def conflicts(self) -> tuple[ExchangeLine, ...]:
        """The versions that were not taken over, with the reasons."""
        return tuple(line for line in self.lines if line.fate is Fate.CONFLICT)


class _ConflictError(Exception):
    def __init__(self, reason: str, **params: object) -> None:
        super().__init__(reason)
        self.reason, self.params = reason, params


def export_catalogue(codes: Collection[str] = ()) -> str:
    """Every published version of some procedures, or of all, as a file for another installation.

    Raises Refusal for a code that is not in the catalogue.
    """
    unknown = set(codes) - set(Procedure.objects.filter(code__in=codes).values_list("code", flat=True))
    if unknown:
        raise Refusal(
            "unknown_procedure",
            N_("There is no procedure %(codes)s."),
            N_("Write the codes as the catalogue does."),
            params={"codes": ", ".join(sorted(unknown))},
        )
    rows = ProcedureVersion.objects.filter(state=_PUBLISHED, process_version__isnull=False)
    if codes:
        rows = rows.filter(procedure__code__in=codes)
    return write_file([_exchanged(row) for row in _with_all(rows.order_by("procedure__code", "number"))])


def import_exchange(data: str | bytes, *, dry_run: bool = False, actor: int | None = None) -> ExchangeReport:
    """Take over an export. Safe to repeat: what is here already, with the same hash, stays as it is.

    A procedure of which one version contradicts what is here is left out whole and told in the report; the
    others are taken over in one transaction. With `dry_run` nothing is changed. Raises Refusal for a file
    that cannot be read. `actor` is the person's id.
    """
    versions = read_file(data)
    lines: list[ExchangeLine] = []
    with transaction.atomic():
        for code, members in _by_code(versions).items():
            lines += _procedure(code, members, actor)
        transaction.set_rollback(dry_run)
    return ExchangeReport(tuple(lines), dry_run)


def _procedure(code: str, versions: list[ExchangedVersion], actor: int | None) -> list[ExchangeLine]:
    """All versions of one procedure, or none of them when one is in conflict."""
    done: list[ExchangeLine] = []
    try:
        with transaction.atomic():
            for version in versions:
                done.append(_line(version, _one(version, actor)))
    except (_ConflictError, Refusal) as error:
        stuck = versions[len(done)]
        reason, params = _reason(error)
        others = N_("version %(number)s of the same procedure is in conflict")
        return [
            _line(version, Fate.CONFLICT, reason, params)
            if version is stuck
            else _line(version, Fate.CONFLICT, others, {"number": stuck.number})
            for version in versions
        ]
    return done


def _one(version: ExchangedVersion, actor: int | None) -> Fate:
    content = version.content
    Field.objects.get_or_create(code=content.field_code, defaults={"name": version.field_name})
    procedure, _made = Procedure.objects.get_or_create(
        code=version.code, defaults={"code_trust": version.code_trust}
    )
    here = {
        row.number: row
        for row in _with_all(
            ProcedureVersion.objects.select_for_update(of=("self",)).filter(procedure=procedure)
        )
    }
    if version.number in here:
        return _same(here[version.number], version)
    for row in here.values():
        if row.state == _PUBLISHED and _overlap(row, version):
            raise _ConflictError(
                N_("its days overlap with version %(number)s, which is published here"), number=row.number
            )
    process = publish_source(
        version.process_key,
        version.process_name,
        version.process_xml,
        actor_id=actor,
        committed_minutes=minutes_of(content.limit),
    )
    row = ProcedureVersion(
        procedure=procedure,
        number=version.number,
        state=_PUBLISHED,
        valid_to=version.valid_to,
        source=_source(version),
        published_at=clock.now(),
        withdrawn_at=clock.now() if version.repealed else None,
        process_version_id=process,
    )
    before = [one for one in here.values() if one.state == _PUBLISHED and one.number < row.number]
    storing.insert(row, content, max(before, key=lambda one: one.number, default=None))
    return Fate.NEW


def _same(row: ProcedureVersion, version: ExchangedVersion) -> Fate:
    """A version of that number is here: it must say the same, and may only get its end."""
    if row.state != _PUBLISHED:
        raise _ConflictError(N_("a draft has this number here; publish it or throw it away first"))
    if _exchanged(row).hash != version.hash:
        raise _ConflictError(N_("it is published here with another content"))
    if row.valid_to == version.valid_to:
        return Fate.KNOWN
    if row.valid_to is not None:
        if version.valid_to is None:
            return Fate.KNOWN  # the file is older than the end that was entered here
        raise _ConflictError(N_("it ended here on another day"))
    row.valid_to = version.valid_to
    if version.repealed:
        row.source = _source(version)
        row.withdrawn_at = clock.now()
    row.save(update_fields=["valid_to", "source", "withdrawn_at"])
    return Fate.ENDED


def _overlap(row: ProcedureVersion, version: ExchangedVersion) -> bool:
    first, last = version.content.valid_from, version.valid_to
    if (last is not None and last < first) or (row.valid_to is not None and row.valid_to < row.valid_from):
        return False  # one of them was replaced before it began
    return (row.valid_to is None or row.valid_to >= first) and (last is None or last >= row.valid_from)


def _exchanged(row: ProcedureVersion) -> ExchangedVersion:
    process: ProcessVersion | None = row.process_version
    assert process is not None
    return ExchangedVersion(
        code=row.procedure.code,
        code_trust=row.procedure.code_trust,
        number=row.number,
        field_name=row.field.name,
        valid_to=row.valid_to,
        withdrawn_by=str(row.source.get("withdrawn_by", "")),
        content=storing.read(row),
        source=json.dumps(storing.record_of(row), ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        process_key=process.process.key,
        process_name=process.process.name,
        process_xml=process.source,
    )


def _source(version: ExchangedVersion) -> dict[str, object]:
    kept: dict[str, object] = json.loads(version.source)
    return {**kept, "withdrawn_by": version.withdrawn_by} if version.repealed else kept


def _with_all(rows: QuerySet[ProcedureVersion]) -> QuerySet[ProcedureVersion]:
    return rows.select_related("procedure", "field", "process_version__process")


def _by_code(versions: Iterable[ExchangedVersion]) -> dict[str, list[ExchangedVersion]]:
    """In the order in which they can be taken over: ends before beginnings, so by number."""
    found: dict[str, list[ExchangedVersion]] = defaultdict(list)
    for version in versions:
        found[version.code].append(version)
    return found


def _line(
    version: ExchangedVersion, fate: Fate, reason: str = "", params: Mapping[str, object] | None = None
) -> ExchangeLine:
    return ExchangeLine(version.code, version.number, version.content.name, fate, reason, params or {})


def _reason(error: _ConflictError | Refusal) -> tuple[str, Mapping[str, object]]:
    if isinstance(error, _ConflictError):
        return error.reason, error.params
    return str(error.raw_message), error.params
