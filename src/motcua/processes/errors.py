"""Typed refusals of the process room: every bad input ends in one of these, never in a traceback."""

from __future__ import annotations

from dataclasses import dataclass

OUTSIDE = "outside-subset"  # legal BPMN 2.0 that is not executed here


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason against a model: where (element id and name) and why, in a sentence a clerk can read."""

    code: str
    element: str
    name: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.element} ({self.name})" if self.name else self.element
        reason = f"outside the executed subset: {self.reason}" if self.code == OUTSIDE else self.reason
        return f"{where}: {reason}" if where else reason


class ProcessError(ValueError):
    """Base of everything this room refuses."""


class XmlRefused(ProcessError):  # noqa: N818 - a refusal, as the house calls it
    """The bytes are not XML we are willing to read (broken, too large, too deep, entities, DTD)."""


class ModelRefused(ProcessError):  # noqa: N818
    """The model violates BPMN 2.0 or uses what is outside the executed subset; carries every problem
    found.
    """

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(p) for p in problems))


class ConditionError(ProcessError):
    """A condition cannot be read, or cannot be decided on the values given."""


class TimerError(ProcessError):
    """A timer's text is not an ISO 8601 duration, instant or repetition."""


class EngineError(ProcessError):
    """A command does not fit the marking, or the process cannot go on; names the element."""


class ScriptError(ProcessError):
    """A test script has the wrong shape or asks for something that is not waiting."""


class StepsError(ProcessError):
    """A table of steps contradicts itself, or a process cannot be written as a table of steps."""
