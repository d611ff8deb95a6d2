"""What the receiver answers, signed by it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from motcua.exchange import reading
from motcua.exchange.refusals import Reason


class State(StrEnum):
    """What became of a message."""

    ACCEPTED = "accepted"  # it has had its effect, now
    ALREADY_HAD = "already_had"  # it had its effect before
    WAITING = "waiting"  # kept until the one before it is here; it will be asked for again
    FILES_WANTED = "files_wanted"  # nothing is kept: send the files, then the message again
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """`about` is the message's id as far as it could be read; `waiting_for` the number that is missing."""

    state: State
    about: UUID | None = None
    waiting_for: int = 0
    files: tuple[str, ...] = ()
    reason: Reason | None = None
    detail: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the message needs no further try."""
        return self.state in (State.ACCEPTED, State.ALREADY_HAD)


def write(answer: Answer, sender: str, receiver: str) -> bytes:
    """The bytes to sign and answer."""
    return reading.canonical(
        {
            "from": sender,
            "to": receiver,
            "id": str(answer.about) if answer.about else "",
            "state": answer.state.value,
            "waiting_for": answer.waiting_for,
            "files": list(answer.files),
            "reason": answer.reason.value if answer.reason else "",
            "detail": answer.detail[:300],
        }
    )


def read(data: bytes) -> Answer:
    """The answer in the bytes. Raises NotTakenError (unreadable)."""
    values = reading.read_object(data)
    state, reason, about = (
        reading.text(values, "state", 30),
        reading.text(values, "reason", 30, needed=False),
        reading.text(values, "id", 36, needed=False),
    )
    files = values.get("files", [])
    if state not in set(State) or not isinstance(files, list) or not all(isinstance(f, str) for f in files):
        raise reading.unreadable("no answer")
    return Answer(
        state=State(state),
        about=reading.identifier(values, "id") if about else None,
        waiting_for=reading.number(values, "waiting_for"),
        files=tuple(files[:500]),
        # A reason that a newer version of the other side made up is the message's own fault.
        reason=(Reason(reason) if reason in set(Reason) else Reason.NOT_CARRIED_OUT) if reason else None,
        detail=reading.text(values, "detail", 300, needed=False),
    )
