"""What a check of the installation says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How serious it is."""

    WELL = "well"
    WARNING = "warning"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One checked thing: its state, what was seen, and how to mend it."""

    name: str
    state: State
    what: str
    mend: str = ""
