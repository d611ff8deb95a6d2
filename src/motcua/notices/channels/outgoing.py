"""What a sender is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way. `key` is the same at every try, so that the other side can know a repetition."""

    key: str
    to: str
    text: str
    subject: str = ""
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side took it, under its own number, and is responsible from here on."""

    id: str


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """This message will never be taken: a wrong number or address, say. Trying again is of no use."""


class Later(Exception):  # noqa: N818 - an answer, not an error
    """Not this message, not now; others go through. Greylisting, say."""


class Down(Exception):  # noqa: N818 - an answer, not an error
    """The other side does not answer, or not now. Whether it took the message is not known."""


class Sender(Protocol):
    """Sends one message within a few seconds; raises Refused, Later or Down."""

    def send(self, message: Outgoing) -> Accepted: ...
