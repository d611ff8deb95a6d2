"""Which steps a procedure's process gets: the published ones put into our roles, or the standard seven. Pure.

What the office adds to a published list, because no dossier may be stranded: a reception at the beginning, a
deciding signature if none is listed (before the clerk or the return), a return at the end. Added steps carry
no time, so that the sum stays the published one.

Steps that a list gives to several levels of government ("part: commune", "part: province") are done at the
office of that level on the way of each dossier (R-52). The first reception stays with the desk that takes the
dossier in, wherever that is, and the last return with the desk that gives the result out.

Process steps are timed in minutes of working time. Calendar time is put at five working days in seven, months
at thirty days, both rounded down, so that the steps never promise more than the limit gives (convention).
Clock hours stay uncounted: nights and holidays are part of them, and the dossier's own clock watches them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

from motcua.calendars.worktime import Unit
from motcua.procedures.records import Limit, StepRecord, StepRole, StepsRecord
from motcua.procedures.step_words import in_vietnamese


class Action(StrEnum):
    """What is done in a step, as the dossier room knows it."""

    RECEIVE = "receive"
    ASSIGN = "assign"
    EXAMINE = "examine"
    REVIEW = "review"
    CONSULT = "consult"
    COUNCIL = "council"
    TAX = "tax"
    SIGN = "sign"
    CLERK = "clerk"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step: `role` and `unit` are kinds of `offices.roles`; `minutes` None when not counted."""

    name: str
    role: str
    unit: str
    action: Action
    status: str
    minutes: int | None
    office: str = ""
    beside: bool = False  # at the same time as the step before


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    role: str
    unit: str
    action: Action
    status: str


_MINUTES = {
    Unit.WH: Decimal(60),
    Unit.WD: Decimal(480),
    Unit.SAME_DAY: Decimal(480),
    Unit.CD: Decimal(480 * 5) / 7,
    Unit.MO: Decimal(480 * 5 * 30) / 7,
}
_CONVERTED = frozenset({Unit.CD, Unit.MO})

_PROCESSING = "in_processing"
_PARTS = {
    StepRole.RECEPTION: _Part("Tiếp nhận hồ sơ", "receptionist", "desk", Action.RECEIVE, "received"),
    StepRole.DESK_HEAD: _Part("Kiểm tra, chuyển hồ sơ", "desk_head", "desk", Action.REVIEW, "in_transfer"),
    StepRole.ASSIGN: _Part("Phân công thụ lý", "head_of_unit", "division", Action.ASSIGN, _PROCESSING),
    StepRole.EXAMINE: _Part("Thẩm định hồ sơ", "case_officer", "division", Action.EXAMINE, _PROCESSING),
    StepRole.REVIEW: _Part("Xem xét, trình ký", "head_of_unit", "division", Action.REVIEW, _PROCESSING),
    StepRole.SIGN: _Part("Ký duyệt", "signing_leader", "leadership", Action.SIGN, _PROCESSING),
    StepRole.CLERK: _Part("Vào sổ, đóng dấu", "clerk", "clerk", Action.CLERK, _PROCESSING),
    StepRole.CONSULT: _Part("Lấy ý kiến", "case_officer", "division", Action.CONSULT, "in_consultation"),
    StepRole.COUNCIL: _Part("Họp hội đồng", "head_of_unit", "division", Action.COUNCIL, _PROCESSING),
    StepRole.TAX: _Part(
        "Chờ nghĩa vụ tài chính", "case_officer", "division", Action.TAX, "waiting_financial_duty"
    ),
    StepRole.CITIZEN: _Part(
        "Chờ người dân thực hiện", "case_officer", "division", Action.EXAMINE, "waiting_financial_duty"
    ),
    StepRole.RETURN: _Part("Trả kết quả", "receptionist", "desk", Action.RETURN, "result_ready"),
}
# A signature that is not the last one hands the dossier on; only the last one decides it.
_APPROVE = _Part("Ký trình", "signing_leader", "leadership", Action.REVIEW, _PROCESSING)
# A reception at the next office on the way is a hand-over, not a second reception of the citizen.
_TAKE_OVER = _Part("Tiếp nhận hồ sơ liên thông", "desk_head", "desk", Action.REVIEW, "in_transfer")


_LEVELS = frozenset({"commune", "district", "province", "ministry", "facility"})


def plan(steps: StepsRecord, *, across: bool = True) -> tuple[PlannedStep, ...]:
    """The steps of a published list, each with its label, put into our roles and completed at both ends.

    `across=False` leaves the steps of every level to the competent office.
    """
    items = _at_their_levels(steps.items) if across else steps.items
    last_sign = max((at for at, step in enumerate(items) if step.role is StepRole.SIGN), default=None)
    planned: list[PlannedStep] = []
    for place, step in enumerate(items):
        part = _PARTS[step.role]
        if step.role is StepRole.SIGN and place != last_sign:
            part = _APPROVE
        elif step.role is StepRole.RECEPTION and planned and not step.office:
            part = _TAKE_OVER  # with an office named, the desk there receives and acknowledges in one
        elif step.role is StepRole.RETURN and place != len(items) - 1:
            part = _hand_on(part)
        planned.append(_step(part, step, steps.time_unit))
    return _completed(planned)


def _at_their_levels(items: Sequence[StepRecord]) -> tuple[StepRecord, ...]:
    if len({step.part for step in items} & _LEVELS) < 2:
        return tuple(items)
    last = len(items) - 1
    placed = []
    for at, step in enumerate(items):
        with_the_citizen = (at == 0 and step.role is StepRole.RECEPTION) or (
            at == last and step.role is StepRole.RETURN
        )
        goes = step.part in _LEVELS and not step.office and not with_the_citizen
        placed.append(replace(step, office=f"level:{step.part}") if goes else step)
    return tuple(placed)


def _step(part: _Part, step: StepRecord, unit: Unit) -> PlannedStep:
    label = in_vietnamese(step.unit)[:200]
    name = f"{part.name} ({label})" if label else part.name
    minutes = working_minutes(step.value, unit)
    return PlannedStep(
        name, part.role, part.unit, part.action, part.status, minutes, step.office, step.beside
    )


def _hand_on(part: _Part) -> _Part:
    """A return in the middle of a list gives something to another office; the citizen's return comes last."""
    return replace(part, action=Action.REVIEW, status="in_transfer")


def _completed(planned: Sequence[PlannedStep]) -> tuple[PlannedStep, ...]:
    steps = list(planned)
    if not steps or steps[0].action is not Action.RECEIVE:
        steps.insert(0, _added(StepRole.RECEPTION))
    if steps[-1].action is not Action.RETURN:
        steps.append(_added(StepRole.RETURN))
    if not any(step.action is Action.SIGN for step in steps):
        before = len(steps) - 1
        while steps[before - 1].action is Action.CLERK:
            before -= 1
        steps.insert(before, _added(StepRole.SIGN))
    return tuple(steps)


def _added(role: StepRole) -> PlannedStep:
    part = _PARTS[role]
    return PlannedStep(part.name, part.role, part.unit, part.action, part.status, None)


def working_minutes(value: Decimal | None, unit: Unit | None) -> int | None:
    """A time as minutes of working time for a step; None for no time and for clock hours.

    Converted calendar time is cut to half days, or half hours when it is less: nobody can keep 171 minutes.

    >>> working_minutes(Decimal("0.5"), Unit.WD), working_minutes(Decimal(15), Unit.CD)
    (240, 5040)
    """
    exact = _exact(value, unit)
    if exact is None or unit not in _CONVERTED:
        return exact
    grain = 240 if exact >= 240 else 30
    return max(30, exact // grain * grain)


def minutes_of(limit: Limit) -> int | None:
    """The whole limit as minutes of working time: what its steps may take together."""
    return _exact(limit.value, limit.unit)


def _exact(value: Decimal | None, unit: Unit | None) -> int | None:
    if not value or unit is None or unit is Unit.CH:
        return None
    return max(1, int((value * _MINUTES[unit]).to_integral_value(ROUND_FLOOR)))
