"""Identifiers: UUIDv7 (RFC 9562) for rows, UUIDv5 where the same input must give the same id."""

from __future__ import annotations

import os
import threading
import uuid

from motcua.kernel import time

_HOUSE = uuid.UUID("6a1c2f0e-7d57-5d39-9c4e-5b0f5a2b8e11")

_lock = threading.Lock()
# For the real and the simulated clock: the millisecond read last, the one written, the counter in it.
_last: dict[bool, tuple[int, int, int]] = {False: (0, 0, 0), True: (0, 0, 0)}


def uuid7() -> uuid.UUID:
    """A new id whose order is the order of creation in this process, even within one millisecond.

    The millisecond is that of `kernel.time.now()`; a simulated clock may jump back, and ids then do too.
    """
    simulated = time.is_simulated()
    read = int(time.now().timestamp() * 1000)
    with _lock:
        last_read, millisecond, counter = _last[simulated]
        if read == last_read or (read <= millisecond and not simulated):
            counter += 1
            if counter > 0xFFF:
                millisecond, counter = millisecond + 1, 0
        else:
            millisecond = read
            # Start in the lower half, so that many ids fit before the millisecond must be borrowed.
            counter = int.from_bytes(os.urandom(2), "big") & 0x7FF
        _last[simulated] = (read, millisecond, counter)
    tail = int.from_bytes(os.urandom(8), "big") & 0x3FFF_FFFF_FFFF_FFFF
    return uuid.UUID(int=(millisecond << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | tail)


def _after_fork() -> None:
    # A child must not wait for a lock its parent's other thread held.
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)


def uuid_for(namespace: str, *parts: object) -> uuid.UUID:
    """The id which always belongs to these parts in this namespace (UUIDv5)."""
    name = "\x1f".join([namespace, *(str(part) for part in parts)])
    return uuid.uuid5(_HOUSE, name)
