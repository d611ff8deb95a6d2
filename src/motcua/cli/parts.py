"""Processes that belong together: none of them outlives the one that started them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_PATIENCE_SECONDS = 15
_SET_PARENT_DEATH_SIGNAL = 1  # prctl(2), PR_SET_PDEATHSIG

# Looked up before any fork: in the child nothing may be imported any more.
# Not on Linux it is missing, and then only a clean end stops the parts.
_prctl: Any = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)


@dataclass
class Part:
    """One started process, leader of a group of its own."""

    name: str
    child: subprocess.Popen[bytes]

    def has_ended(self) -> bool:
        """Whether it is gone; its group is then cleared, so no grandchild stays."""
        if self.child.poll() is None:
            return False
        _signal_group(self.child.pid, signal.SIGKILL)
        return True


def start(name: str, arguments: Sequence[str], parts: list[Part], descriptors: Sequence[int] = ()) -> Part:
    """Start `motcua ARGUMENTS` and remember it in `parts`.

    It gets a group of its own, so Ctrl-C reaches it only through us, and the system tells it to end when we
    are killed.
    """
    parent = os.getpid()

    def in_the_child() -> None:
        if _prctl is not None:
            _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    child = subprocess.Popen(
        [sys.executable, "-m", "motcua", *arguments],
        stdin=subprocess.DEVNULL,
        pass_fds=tuple(descriptors),
        start_new_session=True,
        preexec_fn=in_the_child,  # noqa: PLW1509 - we have one thread
    )
    part = Part(name, child)
    parts.append(part)
    return part


def stop_all(parts: Sequence[Part], patience_seconds: float = _PATIENCE_SECONDS) -> None:
    """Ask all to end, wait, and kill what does not; afterwards nothing of their groups is left."""
    for part in parts:
        if part.child.poll() is None:
            _signal_group(part.child.pid, signal.SIGTERM)
    end = time.monotonic() + patience_seconds
    for part in parts:
        with contextlib.suppress(subprocess.TimeoutExpired):
            part.child.wait(timeout=max(0.1, end - time.monotonic()))
        _signal_group(part.child.pid, signal.SIGKILL)
        part.child.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
