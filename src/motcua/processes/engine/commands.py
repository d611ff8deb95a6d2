"""What can be asked of a running process, and what it tells in return."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from motcua.processes.engine.marking import Marking

_NONE: Mapping[str, Any] = {}


class Start(NamedTuple):
    """Begin; at the start event without trigger unless another is named by its id."""

    variables: Mapping[str, Any] = _NONE
    at: str = ""


class Complete(NamedTuple):
    """A person has done the work of the waiting task that holds this token."""

    token: int
    variables: Mapping[str, Any] = _NONE


class Message(NamedTuple):
    """A message arrived: the oldest that waits for it takes it; it can also begin a process not yet
    started. `at` (the path of an event) says that only this one takes it.
    """

    name: str
    variables: Mapping[str, Any] = _NONE
    at: str = ""


class Signal(NamedTuple):
    """A signal was raised: everybody who waits for it hears it."""

    name: str
    variables: Mapping[str, Any] = _NONE


class Tick(NamedTuple):
    """Time has passed: every timer due at the given `now` fires, the earliest first."""


class SendBack(NamedTuple):
    """Take the token out of its activity and put one on an earlier activity of the same process or
    sub-process.
    """

    token: int
    to: str


Command = Start | Complete | Message | Signal | Tick | SendBack

ENTERED, COMPLETED, CANCELLED = "entered", "completed", "cancelled"


class Event(NamedTuple):
    """One fact about one flow node; `token` is stable from entered to completed or cancelled (0 for passing
    through).
    """

    what: str
    node: int
    element: str
    name: str
    token: int
    at: datetime


class Sent(NamedTuple):
    """A message that left the process towards another participant."""

    message: str
    element: str


class Outcome(NamedTuple):
    """The new marking, what happened in order, and the messages that left."""

    marking: Marking
    events: tuple[Event, ...]
    sent: tuple[Sent, ...]
