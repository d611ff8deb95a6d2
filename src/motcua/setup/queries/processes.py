"""What the pages about processes show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from motcua.kernel.errors import N_, Refusal
from motcua.kernel.errors import Status as HttpStatus
from motcua.kernel.search import fold
from motcua.processes import bpmn
from motcua.processes.errors import ProcessError, StepsError
from motcua.processes.net import Net, compile_net
from motcua.processes.publication import longest
from motcua.processes.queries import (
    ProcessDetail,
    ProcessLine,
    RecordLine,
    StepLine,
    detail,
    processes,
    records,
)
from motcua.processes.queries import steps_of as lines_of
from motcua.processes.services import resolver
from motcua.processes.steps import StepRow, from_steps, to_steps
from motcua.processes.sums import running_sums
from motcua.processes.walk import Verdict, check_file
from motcua.setup.process_words import fault_words, node_words, reason_words
from motcua.setup.queries.procedures import ProcessUse, uses_of
from motcua.setup.step_form import TypedRow, to_rows

_UNNAMED = re.compile(r"«([\w.-]+)»")


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process in the list: its newest published version, and the draft that waits."""

    leading: ProcessLine
    draft: ProcessLine | None
    versions: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason against publishing: where, why, and the way of a dossier that leads there."""

    where: str
    title: str
    reason: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What stands against a drawing. `marked`, `way`: ids of its elements with faults, and on the way there."""

    verdict: Verdict
    net: Net | None  # None: the drawing cannot be executed
    faults: tuple[Fault, ...]
    marked: tuple[str, ...]
    way: tuple[str, ...]
    total: int | None  # working minutes of the longest way
    uses: tuple[FittingUse, ...]


@dataclass(frozen=True, slots=True)
class FittingUse:
    """A procedure on this process, and whether the steps fit into its time."""

    use: ProcessUse
    fits: bool | None  # None: one of both is not counted in working time


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """Everything the page of a version shows."""

    detail: ProcessDetail
    judged: Judgement
    records: tuple[RecordLine, ...]
    history: tuple[ProcessLine, ...]
    table: bool  # whether it can be written as a table of steps


def rows(words: str = "", state: str = "") -> list[ProcessRow]:
    """Processes whose name or key has all the words, by name; `state` draft: only those with a draft."""
    grouped: dict[str, list[ProcessLine]] = {}
    for line in processes():
        grouped.setdefault(line.key, []).append(line)
    wanted = fold(words).split()
    found = []
    for lines in grouped.values():
        published = [line for line in lines if line.state == "published"]
        draft = next((line for line in lines if line.state == "draft"), None)
        leading = published[0] if published else lines[0]
        if state == "draft" and draft is None:
            continue
        if all(word in fold(f"{leading.name} {leading.key}") for word in wanted):
            found.append(ProcessRow(leading, draft, len(lines)))
    return sorted(found, key=lambda row: fold(row.leading.name))


def page(version_id: int) -> ProcessPage:
    """One version with its verdict, put into words."""
    one = detail(version_id)
    return ProcessPage(
        detail=one,
        judged=judged(one.xml, uses_of(version_id)),
        records=records(version_id),
        history=tuple(processes(key=one.line.key)),
        table=steps_of(one.xml) is not None,
    )


def draft(version_id: int) -> ProcessDetail:
    """A version that can still be changed. Raises Refusal for a published one."""
    one = detail(version_id)
    if one.line.state != "draft":
        raise Refusal(
            "process_published",
            N_("A published process is never changed."),
            N_("Make a new draft from it, change that, and publish it."),
            status=HttpStatus.STALE,
        )
    return one


def judged(xml: str, uses: Iterable[ProcessUse]) -> Judgement:
    """The verdict on a drawing, put into words, and whether it fits into the times of these procedures."""
    verdict = check_file(xml.encode(), resolver())
    try:
        net = net_of(xml)
    except ProcessError:
        net = None
    total = None if net is None else longest(net)[0]
    elements = [item.element for item in verdict.violations]
    elements += [item.element for item in (*verdict.problems, *verdict.remarks)]
    return Judgement(
        verdict=verdict,
        net=net,
        faults=_faults(verdict, _names(xml)),
        marked=tuple(dict.fromkeys(element for element in elements if element)),
        way=tuple(dict.fromkeys(element for item in verdict.violations for element, _name in item.path)),
        total=total,
        uses=fitting(uses, total),
    )


def fitting(uses: Iterable[ProcessUse], total: int | None) -> tuple[FittingUse, ...]:
    """Whether that many working minutes fit into the time of each procedure."""
    return tuple(
        FittingUse(use, None if use.minutes is None or total is None else total <= use.minutes)
        for use in uses
    )


def net_of(xml: str) -> Net:
    """The drawing as a dossier would run on it. Raises ProcessError for one that cannot be executed."""
    return compile_net(bpmn.read(xml.encode()), resolver())


def uses_around(line: ProcessLine) -> list[ProcessUse]:
    """Procedures on this version; of a version that none has chosen yet, those on the newest one that has any."""
    for version in [line, *processes(key=line.key)]:
        if found := uses_of(version.version_id):
            return found
    return []


def summed(net: Net | None) -> tuple[tuple[StepLine, int | None], ...]:
    """The steps of a net, each with the working minutes that are gone behind it; none without a net."""
    if net is None:
        return ()
    sums = running_sums(net)
    return tuple((line, sums.get(line.element)) for line in lines_of(net))


def typed_sums(rows: Sequence[TypedRow]) -> tuple[int | None, ...]:
    """The running sum of working minutes behind each row as typed; None while the table contradicts itself."""
    try:
        model = bpmn.read(from_steps(to_rows(rows), "p", "p"))
        sums = running_sums(compile_net(model, resolver()))
        return tuple(sums.get(row.element) for row in to_steps(model))
    except ProcessError:
        return (None,) * len(rows)


def steps_of(xml: str) -> tuple[StepRow, ...] | None:
    """The drawing as a table of steps; None when it is too rich for one."""
    try:
        return to_steps(bpmn.read(xml.encode()))
    except (StepsError, ProcessError):
        return None


def _names(xml: str) -> dict[str, str]:
    try:
        model = bpmn.read(xml.encode())
    except ProcessError:
        return {}
    return {node.id: node_words(node) for process in model.processes for node in process.nodes}


def _faults(verdict: Verdict, names: dict[str, str]) -> tuple[Fault, ...]:
    def called(element: str, name: str) -> str:
        return name or names.get(element, element)

    def named(reason: str) -> str:
        return reason_words(_UNNAMED.sub(lambda match: names.get(match[1], match[0]), reason))

    problems = [
        Fault(called(item.element, item.name), "", named(item.reason))
        for item in (*verdict.problems, *verdict.remarks)
    ]
    violations = [
        Fault(
            called(item.element, item.name),
            fault_words(item.fault),
            named(item.reason),
            tuple(called(element, name) for element, name in item.path),
        )
        for item in verdict.violations
    ]
    return (*violations, *problems)
