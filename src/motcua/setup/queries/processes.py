"""What the pages about processes show."""

from __future__ import annotations

import re
from dataclasses import dataclass

from motcua.kernel.search import fold
from motcua.processes import bpmn
from motcua.processes.errors import ProcessError, StepsError
from motcua.processes.net import compile_net
from motcua.processes.publication import longest
from motcua.processes.queries import ProcessDetail, ProcessLine, detail, processes
from motcua.processes.services import resolver
from motcua.processes.steps import StepRow, to_steps
from motcua.processes.walk import Verdict, check_file
from motcua.setup.process_words import fault_words, node_words, reason_words
from motcua.setup.queries.procedures import ProcessUse, uses_of

SHOWN = 300
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
class FittingUse:
    """A procedure on this process, and whether the steps fit into its time."""

    use: ProcessUse
    fits: bool | None  # None: one of both is not counted in working time


@dataclass(frozen=True, slots=True)
class ProcessPage:
    """Everything the page of a version shows."""

    detail: ProcessDetail
    verdict: Verdict
    faults: tuple[Fault, ...]
    marked: str  # ids of elements with faults, for the drawing
    way: str  # ids of the counter-example's elements
    total: int | None  # working minutes of the longest way
    uses: tuple[FittingUse, ...]
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
    verdict = check_file(one.xml.encode(), resolver())
    total = total_minutes(one.xml)
    return ProcessPage(
        detail=one,
        verdict=verdict,
        faults=_faults(verdict, _names(one.xml)),
        marked=",".join(
            dict.fromkeys(
                [item.element for item in verdict.violations]
                + [item.element for item in (*verdict.problems, *verdict.remarks) if item.element]
            )
        ),
        way=",".join(dict.fromkeys(element for item in verdict.violations for element, _name in item.path)),
        total=total,
        uses=tuple(
            FittingUse(use, None if use.minutes is None or total is None else total <= use.minutes)
            for use in uses_of(version_id)
        ),
        history=tuple(line for line in processes() if line.key == one.line.key),
        table=steps_of(one.xml) is not None,
    )


def total_minutes(xml: str) -> int | None:
    """Working minutes of the longest way through; None for a drawing that cannot be executed."""
    try:
        return longest(compile_net(bpmn.read(xml.encode()), resolver()))[0]
    except ProcessError:
        return None


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
