"""The envelope of a message: who to whom, about which dossier, the how-manieth. Pure.

    {"version": 1, "id": …, "from": …, "to": …, "dossier": …, "code": …, "sequence": 3, "kind": "progress",
     "sent_at": …, "body": {…}}

`dossier` is the id of the dossier at the installation that handed it over, in both directions; `sequence`
counts 1, 2, 3 … for one sender, one receiver and one dossier, without gaps.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.exchange import reading

VERSION = 1
LONGEST_NAME = 60


class Kind(StrEnum):
    """What a message says."""

    HAND_OVER = "hand_over"
    ACKNOWLEDGED = "acknowledged"
    REFUSED_BACK = "refused_back"
    PROGRESS = "progress"
    RESULT = "result"
    RECALLED = "recalled"  # who handed over no longer waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One message. The bytes that were signed are kept beside it, never made anew."""

    id: UUID
    sender: str
    receiver: str
    dossier: UUID
    code: str
    sequence: int
    kind: Kind
    sent_at: datetime
    body: Mapping[str, Any]


def write(envelope: Envelope) -> bytes:
    """The bytes to sign and send."""
    return reading.canonical(
        {
            "version": VERSION,
            "id": str(envelope.id),
            "from": envelope.sender,
            "to": envelope.receiver,
            "dossier": str(envelope.dossier),
            "code": envelope.code,
            "sequence": envelope.sequence,
            "kind": envelope.kind.value,
            "sent_at": envelope.sent_at.astimezone(UTC).isoformat(),
            "body": envelope.body,
        }
    )


def sender_of(data: bytes) -> str:
    """Who says that they wrote it; believed only after the signature has been checked with their key."""
    return reading.text(reading.read_object(data), "from", LONGEST_NAME)


def read(data: bytes) -> Envelope:
    """The message in the bytes. Raises NotTakenError."""
    values = reading.read_object(data)
    reading.number(values, "version", VERSION, VERSION)
    kind = reading.text(values, "kind", 30)
    if kind not in set(Kind):
        raise reading.unreadable(f"unknown kind {kind}")
    return Envelope(
        id=reading.identifier(values, "id"),
        sender=reading.text(values, "from", LONGEST_NAME),
        receiver=reading.text(values, "to", LONGEST_NAME),
        dossier=reading.identifier(values, "dossier"),
        code=reading.text(values, "code", 64, needed=False),
        sequence=reading.number(values, "sequence", 1),
        kind=Kind(kind),
        sent_at=reading.instant(values, "sent_at"),
        body=reading.part(values, "body"),
    )


def digest(data: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def chain(digests: Iterable[str]) -> str:
    """One hash over messages in their order, equal on both sides exactly when all of them are; "" for none."""
    last = ""
    for one in digests:
        last = hashlib.sha256(f"{last}{one}".encode()).hexdigest()
    return last
