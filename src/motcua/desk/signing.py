"""What waits for a leader's signature, with all that is needed to review it, and the command that signs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from motcua.desk.task_rows import TaskRow, Ticked
from motcua.desk.ticked import on_task
from motcua.dossiers import commands as cmd
from motcua.dossiers.engine_route import route_of
from motcua.dossiers.lifecycle.effects import SIGN_EXTENSION
from motcua.dossiers.models import Document
from motcua.dossiers.status import Decision
from motcua.files.responses import SAFE_INLINE
from motcua.offices.roles import Role
from motcua.papers.queries import PaperLine, papers_of_many

# The facts that prepare a signature, with the payload's name for what was written.
_WRITTEN = {
    "step_completed": "note",
    "opinion_given": "answer",
    "sent_back": "reason",
    "extension_proposed": "reason",
}
_PREPARING = """
SELECT e.dossier_id, e.type, e.at, coalesce(p.full_name, ''), e.payload
FROM dossiers_dossierevent e LEFT JOIN offices_person p ON p.id = e.actor_id
WHERE e.dossier_id = ANY(%s) AND e.type = ANY(%s) ORDER BY e.dossier_id, e.seq
"""
_NOTES_SHOWN = 3


class Wanted(StrEnum):
    """What a signature does."""

    DECISION = "decision"  # the final decision on the dossier
    EXTENSION = "extension"  # the apology with a new appointment (M04)
    STEP = "step"  # any other step of a leader


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote on the way to the signature."""

    who: str
    at: datetime
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A paper of the dossier; `inline` when its file can be shown beside the list."""

    id: UUID
    name: str
    kind: str
    has_file: bool
    inline: bool


@dataclass(frozen=True, slots=True)
class ToSign:
    """One thing to sign: what, for whom, who prepared it and what they wrote, and every paper."""

    task: TaskRow
    wanted: Wanted
    prepared_by: str
    prepared_at: datetime | None
    appointment_at: datetime | None  # the new date that an apology promises
    remarks: tuple[Remark, ...]
    papers: tuple[Attached, ...]
    issued: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What came before a signature: the last act of a person, and the apology as drafted last, if there is one."""

    by: str = ""
    at: datetime | None = None
    drafted_by: str = ""  # empty: the clock itself
    drafted_at: datetime | None = None
    appointment_at: datetime | None = None
    remarks: tuple[Remark, ...] = ()


def to_sign(tasks: Sequence[TaskRow]) -> tuple[ToSign, ...]:
    """These tasks with what a leader reads before signing. Three statements, however many they are."""
    dossiers = {task.dossier_id for task in tasks}
    prepared, attached, issued = _prepared(dossiers), _attached(dossiers), papers_of_many(dossiers)
    rows = []
    for task in tasks:
        before = prepared.get(task.dossier_id, _Prepared())
        drafted = task.action == SIGN_EXTENSION
        rows.append(
            ToSign(
                task=task,
                wanted=wanted(task),
                prepared_by=before.drafted_by if drafted else before.by,
                prepared_at=before.drafted_at if drafted else before.at,
                appointment_at=before.appointment_at if drafted else None,
                remarks=before.remarks,
                papers=tuple(attached.get(task.dossier_id, ())),
                issued=tuple(issued.get(task.dossier_id, ())),
            )
        )
    return tuple(rows)


def wanted(task: TaskRow) -> Wanted:
    """What signing this task would do. Whatever is no leader's step counts as a decision, and is refused as one."""
    if task.action == SIGN_EXTENSION:
        return Wanted.EXTENSION
    decides = task.process_version_id is not None and route_of(task.process_version_id).decides(task.element)
    if task.role == Role.SIGNING_LEADER and (task.decision is not None or not decides):
        return Wanted.STEP
    return Wanted.DECISION


def sign_command(item: Ticked, task: TaskRow | None, wish_id: UUID, note: str) -> cmd.Command:
    """The command that signs a row; one that is gone is judged by the rules and refused with the reason."""
    sent = on_task(item, wish_id)
    what = wanted(task) if task is not None else Wanted.DECISION
    if what is Wanted.EXTENSION:
        return cmd.SignExtension(**sent)
    if what is Wanted.STEP:
        return cmd.CompleteTask(**sent, note=note)
    return cmd.DecideDossier(**sent, decision=Decision.APPROVED, note=note)


def _prepared(dossiers: Iterable[UUID]) -> Mapping[UUID, _Prepared]:
    with connection.cursor() as cursor:
        cursor.execute(_PREPARING, [list(dossiers), list(_WRITTEN)])
        rows = cursor.fetchall()
    found: dict[UUID, _Prepared] = {}
    for dossier, kind, at, who, payload in rows:
        before = found.get(dossier, _Prepared())
        text = str(payload.get(_WRITTEN[kind]) or "")
        remark = (Remark(who, at, str(payload.get("step") or ""), text),) if text else ()
        after = replace(before, remarks=(*before.remarks, *remark)[-_NOTES_SHOWN:])
        if kind == "extension_proposed":
            appointment = datetime.fromisoformat(payload["appointment_at"])
            after = replace(after, drafted_by=who, drafted_at=at, appointment_at=appointment)
        elif who:
            after = replace(after, by=who, at=at)
        found[dossier] = after
    return found


def _attached(dossiers: Iterable[UUID]) -> Mapping[UUID, list[Attached]]:
    found: dict[UUID, list[Attached]] = {}
    for paper in Document.objects.select_related("file").filter(dossier_id__in=list(dossiers)):
        shown = paper.file is not None and paper.file.media_type in SAFE_INLINE
        found.setdefault(paper.dossier_id, []).append(
            Attached(paper.pk, paper.name, paper.kind, paper.file is not None, shown)
        )
    return found
