"""The rows of a table of steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from motcua.processes.bpmn.attributes import STATUS_OF_ACTION, UNIT_OF_ROLE

END = 0


class Split(StrEnum):
    """How the ways out of a step, or into it, belong together."""

    ONE = "one"
    ALL = "all"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next: a row's number (`END` = the end), under a condition or otherwise."""

    condition: str | None
    to: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """One row. `time` as printed (``0.5wd``, ``4wh``, ``3cd``, ``30min``; empty = not counted).

    What follows from the rest is not repeated: a status that the action implies is kept empty, a unit or
    action that the role implies is filled in. `element` is the id of the task in the drawing that the row came
    from, so that it stays the same task when rows move.
    """

    number: int
    name: str
    role: str
    unit: str
    time: str
    action: str
    next: tuple[Next, ...]
    split: Split = Split.ONE
    join: Split = Split.ONE
    status: str = ""
    office: str = ""  # at which office of the route; see `bpmn.attributes.OFFICE`
    element: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        action = self.action.strip() or ("tax" if self.role == "tax" else "")
        implied = STATUS_OF_ACTION.get(action, "")
        settled = {
            "name": self.name.strip(),
            "time": self.time.strip(),
            "office": self.office.strip(),
            "action": action,
            "unit": self.unit.strip() or UNIT_OF_ROLE.get(self.role, ""),
            "status": "" if self.status == implied else self.status,
        }
        for word, value in settled.items():
            object.__setattr__(self, word, value)
