"""The way of one dossier through its process: tokens of the engine seen as steps of an office. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Step:
    """A step that the process opened: who is to do what, in how many working minutes (None: not counted)."""

    token: int
    element: str
    name: str
    action: str
    role: str
    unit: str
    minutes: int | None
    status: str
    office: str = ""  # at which office of the route: a selector


def part_of(unit: str) -> str:
    """The part that does a step; a step that names none is the division's."""
    return unit if unit in ("desk", "leadership", "clerk") else "division"


@dataclass(frozen=True, slots=True)
class Moved:
    """What one move did: the marking after it, tokens completed and cancelled, steps opened."""

    marking: Any
    completed: tuple[int, ...]
    cancelled: tuple[int, ...]
    opened: tuple[Step, ...]
    next_timer_at: datetime | None
    finished: bool


class Route(Protocol):
    """What the life cycle asks of a process. `asks` names the variables that its conditions look at."""

    @property
    def asks(self) -> frozenset[str]: ...

    def start(self, variables: dict[str, Any], now: datetime) -> Moved: ...

    def complete(self, marking: Any, token: int, variables: dict[str, Any], now: datetime) -> Moved: ...

    def send_back(self, marking: Any, token: int, to_element: str, now: datetime) -> Moved: ...

    def tick(self, marking: Any, now: datetime) -> Moved: ...

    def leads_to(self, element: str, later: str) -> bool: ...

    def moved_to(self, target: Route, marking: Any, places: dict[str, str]) -> Moved: ...

    def earlier_steps(self, element: str) -> tuple[tuple[str, str], ...]: ...

    def decides(self, element: str) -> bool: ...

    def step_name(self, element: str) -> str: ...

    def minutes(self, element: str) -> int | None: ...
