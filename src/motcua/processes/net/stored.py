"""A compiled net as JSON and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from motcua.processes.bpmn.model import Kind, Multi, Trigger, Work
from motcua.processes.timers import Timer, TimerKind

if TYPE_CHECKING:
    from motcua.processes.net.structure import NetNode


def node_json(node: NetNode) -> list[Any]:
    timer = None if node.timer is None else [node.timer.kind.value, node.timer.text]
    multi = node.multi
    several = None if multi is None else [
        multi.sequential, multi.cardinality, multi.collection, multi.element, multi.completion
    ]  # fmt: skip
    work = node.work
    return [
        node.id,
        node.name,
        node.path,
        node.kind.value,
        int(node.mode),
        node.scope,
        list(node.ins),
        list(node.outs),
        node.default,
        node.trigger.value,
        node.event,
        node.event_id,
        timer,
        node.host,
        node.interrupting,
        list(node.boundary),
        node.inner,
        several,
        # nets of one office are stored as they always were, so that their hash stays the same
        [work.role, work.unit, work.minutes, work.action, work.status, work.time]
        + ([work.office] if work.office else []),
    ]


def node_values(index: int, d: list[Any]) -> dict[str, Any]:
    return dict(  # noqa: C408 - reads like the constructor it feeds
        index=index,
        id=d[0],
        name=d[1],
        path=d[2],
        kind=Kind(d[3]),
        mode=d[4],
        scope=d[5],
        ins=tuple(d[6]),
        outs=tuple(d[7]),
        default=d[8],
        trigger=Trigger(d[9]),
        event=d[10],
        event_id=d[11],
        timer=None if d[12] is None else Timer(TimerKind(d[12][0]), d[12][1]),
        host=d[13],
        interrupting=d[14],
        boundary=tuple(d[15]),
        inner=d[16],
        multi=None if d[17] is None else Multi(*d[17]),
        work=Work(*d[18]),
    )
