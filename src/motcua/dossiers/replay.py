"""Judging one dossier: is its chain whole, and do its row, tasks and papers say what the ledger tells?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.dossiers import events as ev
from motcua.dossiers.codec import decode, encode
from motcua.dossiers.commands import Paper
from motcua.dossiers.ledger import GENESIS, chain, kept
from motcua.dossiers.state import DossierState, evolve
from motcua.kernel.search import fold

Columns = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as its row has it, not yet read."""

    seq: int
    type: str
    at: datetime
    actor_id: int | None
    payload: Any
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier as the tables have it: column name → JSON value, instants as text."""

    id: UUID
    last_hash: bytes
    columns: Columns
    tasks: tuple[Columns, ...] = ()
    papers: tuple[Columns, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong; `seq` None when there is no event to name."""

    seq: int | None
    what: str


@dataclass(slots=True)
class _Told:
    """What the ledger tells so far, closed tasks and papers of earlier drafts included."""

    state: DossierState
    hash: bytes = GENESIS
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)


def first_fault(row: Row, ledger: Sequence[StoredEvent]) -> Fault | None:
    """The first broken event, else the first difference between ledger and tables, else None."""
    if not ledger:
        return Fault(None, "there are no events")
    told = _Told(DossierState(id=row.id))
    for number, entry in enumerate(ledger, 1):
        what = _chain_fault(row.id, number, entry, told.hash)
        if what is None:
            try:
                _take(told, entry)
            except Exception as error:  # whatever a damaged payload does to the reader is the fault to report
                what = f"cannot be read ({type(error).__name__}: {error})"
        if what is not None:
            return Fault(entry.seq, what)
    what = next(_differences(row, told), None)
    return None if what is None else Fault(ledger[-1].seq, what)


def _chain_fault(dossier_id: UUID, number: int, entry: StoredEvent, before: bytes) -> str | None:
    if entry.seq != number:
        return f"event {number} is missing" if entry.seq > number else f"the number {entry.seq} is used twice"
    if entry.prev_hash != before:
        return "it does not continue the event before it"
    sealed = chain(before, dossier_id, entry.seq, entry.type, entry.at, entry.actor_id, entry.payload)
    if sealed != entry.hash:
        return "its content does not match its hash: it was changed after it was written"
    if entry.type not in ev.BY_TYPE:
        return f"its type {entry.type!r} is unknown"
    return None


def _take(told: _Told, entry: StoredEvent) -> None:
    event: ev.Event = decode(ev.BY_TYPE[entry.type], entry.payload)
    before = told.state
    told.state = evolve(before, event, entry.at, entry.actor_id)
    told.hash = entry.hash
    told.papers.update({str(paper.id): paper for paper in told.state.papers})
    effect: ev.Effect | None = getattr(event, "effect", None)
    done = "sent_back" if isinstance(event, ev.GIVES_BACK) else "completed"
    for token in (*effect.closed, *effect.cancelled) if effect else ():
        outcome = "cancelled" if effect and token in effect.cancelled else done
        told.tasks[str(ev.task_id(before.id, token))].update(
            closed_at=entry.at, closed_by_id=entry.actor_id, outcome=outcome
        )
    for task in told.state.tasks:
        told.tasks[str(task.id)] = _task_columns(task)


def _task_columns(task: ev.OpenTask) -> dict[str, Any]:
    names = ("token", "element", "name", "action", "role", "unit_id", "opened_at", "due_at", "assignee_id")
    return {name: getattr(task, name) for name in names} | {
        "closed_at": None,
        "closed_by_id": None,
        "outcome": "",
    }


def _differences(row: Row, told: _Told) -> Iterator[str]:
    if row.last_hash != told.hash:
        yield "the dossier's row carries another hash than its last event"
    for name, value in _columns(told.state).items():
        if not _same(row.columns.get(name), value):
            yield _other(name, row.columns.get(name), value)
    yield from _state_differences(row.columns.get("state") or {}, told.state)
    yield from _task_differences(row, told)
    yield from _paper_differences(row, told)


def _columns(state: DossierState) -> dict[str, Any]:
    """The columns of the dossier's row that the ledger alone determines."""
    intake = state.intake
    found: dict[str, Any] = {
        name: getattr(state, name)
        for name in (
            "version", "status", "code", "rule_set_id", "field_group_id", "process_version_id",
            "submitted_at", "received_at", "due_at", "legal_due_at", "provisional", "decision",
            "case_officer_id", "result_number", "next_timer_at", "finished_at", "returned_at", "appointment_at",
        )
    }  # fmt: skip
    found["received_by_id"] = state.received_by
    if intake is not None:
        found |= {
            "receiving_office_id": intake.receiving_office_id,
            "competent_office_id": intake.competent_office_id,
            "returning_office_id": intake.returning_office_id,
            "procedure_version_id": intake.procedure_version_id,
            "case_variant_id": intake.case_variant_id,
            "channel": intake.channel,
            "group_id": str(intake.group.id) if intake.group else None,
            "applicant": encode(intake.applicant),
            "applicant_name": intake.applicant.name,
            "applicant_folded": fold(intake.applicant.name),
        }
    return found


def _state_differences(stored: Columns, state: DossierState) -> Iterator[str]:
    told = kept(state)
    if stored.get("units") != told.get("units"):
        yield "the dossier's row names other units than the ledger"
    if stored.get("marking") != told.get("marking"):
        yield "the dossier's row has the process at another place than the ledger"
    if any(stored.get(name) != told.get(name) for name in ("transfers", "officers")):
        yield "the dossier's row has it between other offices than the ledger"
    if any(stored.get(name) != told.get(name) for name in ("clock", "waiting", "extra")):
        yield "the dossier's row tells its clock otherwise than the ledger"


def _task_differences(row: Row, told: _Told) -> Iterator[str]:
    stored = {task["id"]: task for task in row.tasks}
    if surplus := stored.keys() - told.tasks.keys():
        yield f"{len(surplus)} tasks are in the tables of which the ledger knows nothing"
    open_stored = {task_id for task_id, task in stored.items() if task["closed_at"] is None}
    open_told = {task_id for task_id, task in told.tasks.items() if task["closed_at"] is None}
    if open_stored != open_told:
        yield f"{len(open_stored)} tasks are open in the tables; by the ledger {len(open_told)}, or others"
    closed = len(stored) - len(open_stored), len(told.tasks) - len(open_told)
    if closed[0] != closed[1]:
        yield f"{closed[0]} tasks are closed in the tables, but {closed[1]} by the ledger"
    for task_id in sorted(stored.keys() & told.tasks.keys()):
        for name, value in told.tasks[task_id].items():
            if not _same(stored[task_id].get(name), value):
                yield _other(
                    f"{name} of the task “{told.tasks[task_id]['name']}”", stored[task_id].get(name), value
                )


def _paper_differences(row: Row, told: _Told) -> Iterator[str]:
    stored = {paper["id"]: paper for paper in row.papers}
    if len(stored) != len(told.papers) or stored.keys() != told.papers.keys():
        yield f"{len(stored)} papers are in the tables, but {len(told.papers)} in the ledger, or others"
    for paper_id in sorted(stored.keys() & told.papers.keys()):
        paper, columns = told.papers[paper_id], stored[paper_id]
        for name in ("name", "kind", "originals", "copies", "custody", "requirement_id", "file_name"):
            if columns[name] != getattr(paper, name):
                yield _other(f"{name} of the paper “{paper.name}”", columns[name], getattr(paper, name))
        if columns["file_id"] != paper.sha256:
            yield f"the file of the paper “{paper.name}” is another than in the ledger"


def _other(what: str, stored: Any, told: Any) -> str:
    return f"{what} is {_shown(stored)} in the tables, but {_shown(told)} by the ledger"


def _same(stored: Any, told: Any) -> bool:
    if isinstance(told, datetime):
        return isinstance(stored, str) and datetime.fromisoformat(stored) == told
    return bool(stored == told)  # enums of text equal their text


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "empty" if value in (None, "") else repr(str(value) if not isinstance(value, int) else value)
