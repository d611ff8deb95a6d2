"""The ledger in the database: reading it, and writing one event with all that follows from it in one statement.

The update of the dossier's row is a compare-and-set on its version; event, tasks and papers are written only
if it succeeds, so no half of a step can ever be seen.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

from motcua.dossiers import events as ev
from motcua.dossiers import statements as sql
from motcua.dossiers.codec import decode, encode
from motcua.dossiers.commands import GroupPart, Paper
from motcua.dossiers.state import DossierState, evolve
from motcua.dossiers.status import Decision, Status
from motcua.dossiers.timekeeping import Clock
from motcua.kernel.errors import N_, Refusal
from motcua.kernel.search import fold
from motcua.kernel.sql import all_rows, one

Kind = TypeVar("Kind", bound=ev.Event)
GENESIS = bytes(32)
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_WHOLE_ROW = (
    ev.Drafted,
    ev.Received,
    ev.ReceptionRefused,
    ev.Corrected,
    ev.RulesSwitched,
    ev.OfficeTransferred,
    ev.ProcessSwitched,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as stored."""

    seq: int
    at: datetime
    actor_id: int | None
    command_id: UUID
    event: ev.Event
    prev_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """A state, the hash its next event continues, and the number of the event a repeated command left behind."""

    state: DossierState
    last_hash: bytes
    done_seq: int | None = None
    calendar_id: int | None = None
    calendar_revision: int | None = None
    procedure_version_id: int | None = None
    case_variant_id: int | None = None


def chain(
    prev: bytes, dossier_id: UUID, seq: int, kind: str, at: datetime, actor: int | None, payload: Any
) -> bytes:
    """The hash that seals one event to all before it: SHA-256 over the hash before and its canonical JSON."""
    body = _canonical([str(dossier_id), seq, kind, at.astimezone(UTC).isoformat(), actor, payload])
    return hashlib.sha256(prev + body.encode()).digest()


def entries(dossier_id: UUID) -> list[Entry]:
    """The whole ledger of one dossier, in order. One statement."""
    return [read_entry(row) for row in all_rows(sql.READ_EVENTS, [dossier_id])]


def read_entry(row: tuple[Any, ...]) -> Entry:
    """An entry from (seq, type, at, actor, command, payload, previous hash, hash)."""
    seq, kind, at, actor_id, command_id, payload, prev_hash, sealed = row
    event = decode(ev.BY_TYPE[kind], json.loads(payload) if isinstance(payload, str) else payload)
    return Entry(seq, at, actor_id, command_id, event, bytes(prev_hash), bytes(sealed))


def last_event(dossier_id: UUID, kind: type[Kind]) -> tuple[Kind, Entry] | None:
    """The last event of a kind, and its entry. One statement."""
    for entry in reversed(entries(dossier_id)):
        if isinstance(entry.event, kind):
            return entry.event, entry
    return None


def fold_entries(dossier_id: UUID, ledger: Sequence[Entry]) -> DossierState:
    """The state that the ledger tells."""
    state = DossierState(id=dossier_id)
    for entry in ledger:
        state = evolve(state, entry.event, entry.at, entry.actor_id)
    return state


def load_folded(dossier_id: UUID, command_id: UUID) -> Loaded:
    """The state from the ledger itself, papers and intake included. One statement."""
    ledger = entries(dossier_id)
    done = next((entry.seq for entry in ledger if entry.command_id == command_id), None)
    last = ledger[-1].hash if ledger else GENESIS
    return Loaded(fold_entries(dossier_id, ledger), last, done)


def load_row(dossier_id: UUID, command_id: UUID) -> Loaded | None:
    """The state from the dossier's row and open tasks: enough for a step of the process. One statement."""
    row = one(sql.READ_ROW, [command_id, dossier_id])
    return None if row is None else _from_row(dossier_id, row)


def used_elsewhere(dossier_id: UUID, command_id: UUID) -> bool:
    """Whether the command has been carried out on another dossier. One statement."""
    return one(sql.USED_ELSEWHERE, [command_id, dossier_id]) is not None


def only_quiet_since(dossier_id: UUID, seen: int) -> bool:
    """Whether the program alone added facts since that version, and none that a decision could rest on:

    papers it drew, an apology it drafted.
    """
    row = one(sql.ONLY_QUIET_SINCE, [[ev.PaperIssued.type, ev.ExtensionProposed.type], dossier_id, seen])
    return row is not None and bool(row[0])


def _from_row(dossier_id: UUID, row: tuple[Any, ...]) -> Loaded:
    data = json.loads(row[15])
    state = DossierState(
        id=dossier_id,
        version=row[0],
        status=Status(row[1]),
        process_version_id=row[3],
        code=row[4],
        received_at=row[5],
        due_at=row[6],
        legal_due_at=row[7],
        provisional=row[8],
        finished_at=row[9],
        returned_at=row[10],
        decision=Decision(row[11]) if row[11] else None,
        case_officer_id=row[12],
        result_number=row[13],
        next_timer_at=row[14],
        marking=data.get("marking"),
        units=decode(ev.Units, data["units"]) if "units" in data else None,
        tasks=tuple(decode(ev.OpenTask, item) for item in json.loads(row[16] or "[]")),
        clock=decode(Clock, data["clock"]) if "clock" in data else None,
        waiting=decode(ev.Waiting, data["waiting"]) if "waiting" in data else None,
        extra_tasks=data.get("extra", 0),
        transfers=tuple(decode(ev.Transfer, item) for item in data.get("transfers", ())),
        group=decode(GroupPart, data["group"]) if "group" in data else None,
        officers=tuple(decode(ev.Officer, item) for item in data.get("officers", ())),
        appointment_at=row[21],
        rule_set_id=row[22],
    )
    return Loaded(state, bytes(row[2]), row[17], data.get("calendar"), row[18], row[19], row[20])


def append(
    loaded: Loaded,
    event: ev.Event,
    at: datetime,
    actor_id: int | None,
    command_id: UUID,
    calendar_id: int | None,
) -> DossierState | None:
    """Write the event and the row, tasks and papers that follow from it; None when somebody else was quicker."""
    before = loaded.state
    after = evolve(before, event, at, actor_id)
    payload = encode(event)
    effect: ev.Effect | None = getattr(event, "effect", None)
    papers = [paper for paper in after.papers if paper not in before.papers]
    values: dict[str, Any] = {
        "id": after.id,
        "before": before.version,
        "version": after.version,
        "hash": chain(loaded.last_hash, after.id, after.version, event.type, at, actor_id, payload),
        "prev_hash": loaded.last_hash,
        "type": event.type,
        "at": at,
        "actor": actor_id,
        "command": command_id,
        "payload": _json(payload),
        "tasks": _json([encode(task) for task in after.tasks if task not in before.tasks]),
        "gone": [ev.task_id(after.id, token) for token in (*effect.closed, *effect.cancelled)]
        if effect
        else [],
        "cancelled": [ev.task_id(after.id, token) for token in effect.cancelled] if effect else [],
        "outcome": "sent_back" if isinstance(event, ev.GIVES_BACK) else "completed",
        **_moving_columns(after, calendar_id),
    }
    statement = sql.MOVE_STEP
    if papers:
        statement = sql.MOVE_WITH_PAPERS
        values["papers"] = _json([_paper_row(paper, at, actor_id) for paper in papers])
    if isinstance(event, _WHOLE_ROW):
        statement = sql.TAKE_IN
        values |= {"papers": values.get("papers", "[]"), **_intake_columns(after)}
    row = one(statement, values)
    if row is None or not row[0]:
        return None
    if papers and row[1] != len(papers):
        raise Refusal(
            "paper_elsewhere",
            N_("A paper belongs to another dossier already."),
            N_("Load the page again and enter the paper anew."),
        )
    return after


def next_number(office_id: int, day: date) -> int:
    """The next number of the office's day. Held until the transaction ends, so that none is lost or doubled."""
    row = one(sql.NEXT_NUMBER, [office_id, day])
    assert row is not None
    return int(row[0])


def kept(state: DossierState) -> dict[str, Any]:
    """What the row keeps as JSON: all that the next step needs and no column holds. Empty before reception."""
    if state.units is None or state.clock is None:
        return {}
    found = {"marking": state.marking, "units": encode(state.units), "clock": encode(state.clock)}
    if state.waiting is not None:
        found["waiting"] = encode(state.waiting)
    if state.extra_tasks:
        found["extra"] = state.extra_tasks
    if state.transfers:
        found["transfers"] = [encode(item) for item in state.transfers]
    if state.group is not None:
        found["group"] = encode(state.group)
    if state.officers:
        found["officers"] = [encode(item) for item in state.officers]
    return found


def _moving_columns(state: DossierState, calendar_id: int | None) -> dict[str, Any]:
    return {
        "status": state.status.value,
        "due_at": state.due_at,
        "legal_due_at": state.legal_due_at,
        "provisional": state.provisional,
        "finished_at": state.finished_at,
        "returned_at": state.returned_at,
        "decision": state.decision.value if state.decision else None,
        "case_officer": state.case_officer_id,
        "result_number": state.result_number,
        "next_timer_at": state.next_timer_at,
        "appointment_at": state.appointment_at,
        "state": _json(kept(state) | {"calendar": calendar_id}),
    }


def _intake_columns(state: DossierState) -> dict[str, Any]:
    intake = state.intake
    assert intake is not None
    return {
        "code": state.code,
        "receiving": intake.receiving_office_id,
        "competent": intake.competent_office_id,
        "returning": intake.returning_office_id,
        "procedure": intake.procedure_version_id,
        "case_variant": intake.case_variant_id,
        "process": state.process_version_id,
        "rule_set": state.rule_set_id,
        "field_group": state.field_group_id,
        "id_kind": intake.applicant.id_kind,
        "id_number": intake.applicant.id_number,
        "applicant": _json(encode(intake.applicant)),
        "applicant_name": intake.applicant.name,
        "applicant_folded": fold(intake.applicant.name),
        "channel": intake.channel.value,
        "group": intake.group.id if intake.group else None,
        "submitted_at": state.submitted_at,
        "received_at": state.received_at,
        "received_by": state.received_by,
    }


def _paper_row(paper: Paper, at: datetime, actor_id: int | None) -> dict[str, Any]:
    return {
        "id": str(paper.id),
        "requirement_id": paper.requirement_id,
        "name": paper.name,
        "kind": paper.kind,
        "originals": paper.originals,
        "copies": paper.copies,
        "custody": paper.custody,
        "file_id": paper.sha256,
        "file_name": paper.file_name,
        "added_at": at.isoformat(),
        "added_by_id": actor_id,
    }
