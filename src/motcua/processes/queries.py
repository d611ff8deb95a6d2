"""Reads of processes: the list, one version with its table of steps, and the compiled net kept in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Subquery

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.processes import bpmn
from motcua.processes.errors import ProcessError
from motcua.processes.models import ProcessRecord, ProcessVersion
from motcua.processes.net import Mode, Net, compile_net
from motcua.processes.services import check, resolver
from motcua.processes.services.approval import acts_alone

_KEPT = 2048
_nets: dict[int, Net] = {}


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One version in the list."""

    version_id: int
    key: str
    name: str
    number: int
    state: str
    decision_number: str
    created_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A human step: who does it, in how many working minutes (None: not counted), and what comes next."""

    element: str
    name: str
    role: str
    unit: str
    minutes: int | None
    time: str
    action: str
    status: str
    follows: tuple[str, ...]
    office: str = ""  # at which office of the route; see `bpmn.attributes.OFFICE`


@dataclass(frozen=True, slots=True)
class ProcessDetail:
    """One version with its drawing and its steps."""

    line: ProcessLine
    xml: str
    sha256: str
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One act on a version: asked, declined, approved, alone or withdrawn; `current`: about the present drawing."""

    act: str
    at: datetime
    who: str
    words: str
    current: bool


@dataclass(frozen=True, slots=True)
class Request:
    """A draft that waits for a second person: `bound` are those who asked or drew last."""

    line: ProcessLine
    at: datetime
    who: str
    note: str
    bound: frozenset[int | None]


def records(version_id: int) -> tuple[RecordLine, ...]:
    """Who did what with a version, newest first. One statement."""
    rows = ProcessRecord.objects.filter(version=version_id).order_by("-pk")
    return tuple(
        RecordLine(act, at, who or "", words, sha == present)
        for act, at, who, words, sha, present in rows.values_list(
            "act", "at", "actor__full_name", "words", "sha256", "version__source_sha256"
        )
    )


def requests() -> tuple[Request, ...]:
    """Drafts whose present drawing waits for approval, oldest request first."""
    last = ProcessRecord.objects.filter(version=OuterRef("version")).order_by("-pk").values("pk")[:1]
    rows = (
        ProcessRecord.objects.filter(
            pk=Subquery(last),
            act=ProcessRecord.Act.ASKED,
            sha256=F("version__source_sha256"),
            version__state=ProcessVersion.State.DRAFT,
        )
        .select_related("actor", "version__process")
        .defer("version__source", "version__net")
        .order_by("at", "pk")
    )
    return tuple(
        Request(
            line_of(row.version),
            row.at,
            row.actor.full_name if row.actor else "",
            row.words,
            frozenset({row.actor_id, row.version.changed_by_id}),
        )
        for row in rows
    )


def alone(version_id: int, actor_id: int | None) -> bool:
    """Whether this person would approve without a second one."""
    version = ProcessVersion.objects.filter(pk=version_id).first()
    return version is not None and actor_id is not None and acts_alone(version, actor_id)


def previous(line: ProcessLine) -> ProcessLine | None:
    """The newest published version before this one, of the same process."""
    found = (
        ProcessVersion.objects.select_related("process")
        .defer("source", "net")
        .filter(process__key=line.key, number__lt=line.number, state=ProcessVersion.State.PUBLISHED)
        .order_by("-number")
        .first()
    )
    return line_of(found) if found else None


def follows(version_id: int, other_id: int) -> bool:
    """Whether the other is a published version of the same process."""
    return ProcessVersion.objects.filter(
        pk=other_id, state=ProcessVersion.State.PUBLISHED, process__versions=version_id
    ).exists()


def processes(state: str = "", key: str = "") -> list[ProcessLine]:
    """Every version, by key, newest first; only those in `state` and of `key` when given. One statement."""
    rows = ProcessVersion.objects.order_by("process__key", "-number")
    if state:
        rows = rows.filter(state=state)
    if key:
        rows = rows.filter(process__key=key)
    return [
        ProcessLine(*row)
        for row in rows.values_list(
            "id",
            "process__key",
            "process__name",
            "number",
            "state",
            "decision_number",
            "created_at",
            "published_at",
        )
    ]


def detail(version_id: int) -> ProcessDetail:
    """One version: its drawing and its steps. Raises Refusal when there is none."""
    version = ProcessVersion.objects.select_related("process").filter(pk=version_id).first()
    if version is None:
        raise _unknown()
    return ProcessDetail(line_of(version), version.source, version.source_sha256, _steps(version))


def line_of(version: ProcessVersion) -> ProcessLine:
    """A version as lists show it."""
    return ProcessLine(
        version.pk,
        version.process.key,
        version.process.name,
        version.number,
        version.state,
        version.decision_number,
        version.created_at,
        version.published_at,
    )


def compiled(version_id: int) -> Net:
    """The net of a published version: one statement the first time, none afterwards.

    Raises Refusal for an unknown version and for a draft.
    """
    net = _nets.get(version_id)
    if net is None:
        stored = (
            ProcessVersion.objects.filter(pk=version_id, net__isnull=False)
            .values_list("net", flat=True)
            .first()
        )
        if stored is None:
            raise _unknown()
        net = Net.from_json(stored)
        if len(_nets) >= _KEPT:
            _nets.clear()
        _nets[version_id] = net
    return net


def step_lines(version_id: int) -> tuple[StepLine, ...]:
    """The human steps of a published version, in the order of the drawing."""
    return steps_of(compiled(version_id))


def steps_of(net: Net) -> tuple[StepLine, ...]:
    """The human steps of a net; `follows` are the steps that can come next, gateways passed through."""
    return tuple(
        StepLine(
            element=node.id,
            name=node.name,
            role=node.work.role,
            unit=node.work.unit,
            minutes=node.work.minutes,
            time=node.work.time,
            action=node.work.action,
            status=node.work.status,
            follows=_following(net, node.index),
            office=node.work.office,
        )
        for node in net.nodes
        if node.mode is Mode.TASK
    )


def _following(net: Net, index: int) -> tuple[str, ...]:
    found: dict[str, None] = {}
    seen: set[int] = set()
    waiting = [net.flows[flow].target for flow in net.nodes[index].outs]
    while waiting:
        here = net.nodes[waiting.pop(0)]
        if here.index in seen:
            continue
        seen.add(here.index)
        if here.mode is Mode.TASK:
            found[here.name or here.id] = None
            continue
        waiting += [net.flows[flow].target for flow in here.outs]
        if here.inner >= 0:
            waiting.append(here.inner)
        elif not here.outs and here.scope >= 0:
            waiting += [net.flows[flow].target for flow in net.nodes[here.scope].outs]
    return tuple(found)


def _steps(version: ProcessVersion) -> tuple[StepLine, ...]:
    if version.net is not None:
        return steps_of(Net.from_json(version.net))

    try:
        return steps_of(compile_net(bpmn.read(version.source.encode()), resolver()))
    except ProcessError:
        return ()


def _unknown() -> Refusal:
    return Refusal(
        "unknown_process",
        N_("There is no such process."),
        N_("Choose it again from the list."),
        status=HttpStatus.NOT_FOUND,
    )


def problems_of(version_id: int, committed_minutes: int | None) -> tuple[str, ...]:
    """What stands against running a procedure of that time on this version: unsound, too long …"""
    version = ProcessVersion.objects.filter(pk=version_id).first()
    if version is None or version.state != ProcessVersion.State.PUBLISHED:
        return ("the process is not published",)
    return check(version.source, committed_minutes)
