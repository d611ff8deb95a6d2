"""The published steps of a procedure record. Pure."""

from __future__ import annotations

from decimal import Decimal

from motcua.calendars.worktime import Unit
from motcua.kernel.errors import N_
from motcua.procedures.nodes import Node
from motcua.procedures.reading import Group, Report
from motcua.procedures.reading_parts import trust
from motcua.procedures.records import Limit, StepRecord, StepRole, StepsRecord, comparable_minutes
from motcua.processes.bpmn.attributes import OFFICE

_STEP = (
    *("seq", "role", "unit", "hours", "days", "note", "segment", "part", "loop", "returns_to", "office"),
    "beside",
)
_AT_ONCE = frozenset({StepRole.EXAMINE, StepRole.REVIEW, StepRole.CONSULT, StepRole.COUNCIL})
_STEP_UNITS = {
    Unit.WH: "hours",
    Unit.CH: "hours",
    Unit.WD: "days",
    Unit.CD: "days",
}


def steps(report: Report, node: Node, path: str) -> StepsRecord | None:
    """Published steps, numbered from 1, whose times make up the stated total."""
    group = report.group(node, path, ("trust", "source", "time_unit", "total_hours", "total_days", "items"))
    trust(group)
    group.text("source", 500)
    unit_name = group.choice("time_unit", [*_STEP_UNITS], required=True)
    items = group.need("items")
    if not unit_name or items is None:
        return None
    unit = Unit(unit_name)
    measure = _STEP_UNITS[unit]
    found = report.items(items, group.at("items"), lambda n, p: _step(report, n, p, measure))
    if not found:
        group.problem(items, "items", N_("There is no step that can be read."))
    _check_numbers(group, items, found)
    other = "total_days" if measure == "hours" else "total_hours"
    if group.has(other):
        group.problem(
            group.entries[other],
            other,
            N_("Steps in %(unit)s are summed in %(measure)s."),
            unit=unit.value,
            measure=measure,
        )
    group.need(f"total_{measure}")
    total = group.number(f"total_{measure}")
    summed = sum((step.value for step in found if step.value is not None), Decimal(0))
    if total is not None and len(found) == len(items.items) and summed != total:
        message = N_("The steps add up to %(sum)s, but the total says %(total)s.")
        group.problem(items, f"total_{measure}", message, sum=f"{summed:g}", total=f"{total:g}")
    return StepsRecord(unit, total, found) if total is not None and found else None


def _step(report: Report, node: Node, path: str, measure: str) -> StepRecord | None:
    group = report.group(node, path, _STEP)
    number = group.whole("seq", least=1, most=999, required=True)
    role = group.choice("role", list(StepRole), required=True)
    unit = group.text("unit", 300, required=True)
    value = group.number(measure, zero=True)
    if not group.has(measure) and not group.broken:
        message = N_('The field "%(name)s" is missing; write null when the time is not counted.')
        group.problem(node, measure, message, name=measure)
    wrong = "days" if measure == "hours" else "hours"
    if group.has(wrong):
        group.problem(node, wrong, N_("These steps are measured in %(measure)s."), measure=measure)
    group.text("loop", 300)
    group.text("segment", 100)
    back = group.whole("returns_to", least=1, most=999)
    office = group.text("office", 60)
    if office and not OFFICE.fullmatch(office):
        message = N_("“%(office)s” names no office of a route.")
        group.problem(group.entries["office"], "office", message, office=office)
    beside = group.flag("beside")
    if number is None or not role:
        return None
    return StepRecord(
        number,
        StepRole(role),
        unit,
        value,
        part=group.text("part", 100),
        note=group.text("note", 300),
        returns_to=back,
        office=office,
        beside=beside,
    )


def _check_numbers(group: Group, items: Node, found: tuple[StepRecord, ...]) -> None:
    if len(found) != len(items.items):
        return  # a step that could not be read is reported already
    for place, (node, step) in enumerate(zip(items.items, found, strict=True), 1):
        if step.number != place:
            message = N_("Step %(place)s has the number %(number)s; number the steps 1, 2, 3 … in order.")
            group.problem(node, "items", message, place=place, number=step.number)
        if step.returns_to is not None and step.returns_to >= step.number:
            group.problem(node, "items", N_("A step can only send back to an earlier step."))
        if step.beside and not (place > 1 and {step.role, found[place - 2].role} <= _AT_ONCE):
            message = N_("Only steps that examine, review, consult or meet can be done at the same time.")
            group.problem(node, "items", message)


def check_fits(group: Group, found: StepsRecord, bound: Limit) -> None:
    """The steps may not take longer than the limit they serve (rule R-43)."""
    if bound.value is None or bound.unit is None:
        return
    needed = comparable_minutes(found.longest, found.time_unit, bound.unit)
    allowed = comparable_minutes(bound.value, bound.unit, found.time_unit)
    if needed is not None and allowed is not None and needed > allowed:
        message = N_("The steps take %(total)s %(unit)s, longer than the limit of %(limit)s %(limit_unit)s.")
        group.problem(
            group.entries["steps"],
            "steps",
            message,
            total=f"{found.longest:g}",
            unit=found.time_unit.value,
            limit=f"{bound.value:g}",
            limit_unit=bound.unit.value,
        )
