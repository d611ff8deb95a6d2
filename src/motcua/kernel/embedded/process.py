"""The server's process: started apart from our terminal, stopped cleanly, cleaned up after a kill."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from motcua.kernel.embedded.binaries import Binaries
from motcua.kernel.embedded.layout import EmbeddedError, Layout
from motcua.kernel.embedded.making import server_environment

_STOP_SECONDS = 60


@dataclass
class Server:
    """A server process this process has started."""

    child: subprocess.Popen[bytes]

    def has_ended(self) -> bool:
        """Whether it is gone; also collects it, so no zombie stays."""
        return self.child.poll() is not None


def start(layout: Layout, binaries: Binaries) -> Server:
    """Start the server in a session of its own: Ctrl-C in our terminal does not reach it."""
    with layout.log.open("ab") as log:
        try:
            child = subprocess.Popen(
                [str(binaries.folder / "postgres"), "-D", str(layout.data)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=server_environment(),
                start_new_session=True,
                **layout.account.run_as(),  # type: ignore[call-overload]
            )
        except OSError as error:
            raise EmbeddedError(f"{binaries.folder}/postgres cannot be run: {error.strerror}.") from error
    return Server(child)


def stop(layout: Layout, server: Server | None) -> None:
    """Stop the server: connections are cut, everything acknowledged is kept. Returns when it is gone."""
    pid = recorded_pid(layout.data)
    if pid is None or not is_alive(pid):
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" shutdown
    end = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < end:
        gone = server.has_ended() if server and server.child.pid == pid else not is_alive(pid)
        if gone:
            return
        time.sleep(0.02)
    raise EmbeddedError(f"The embedded database (process {pid}) does not stop; see {layout.log}.")


def clear_traces_of_a_killed_server(layout: Layout) -> None:
    """After `kill -9`, wait until its helpers have ended, then remove the pid file they leave behind.

    A dead server may stay as a zombie, and PostgreSQL would take its pid for a living one. Nothing is
    removed while any process still works in the data folder.
    """
    pid_file = layout.data / "postmaster.pid"
    pid = recorded_pid(layout.data)
    if pid is None:
        return
    end = time.monotonic() + _STOP_SECONDS
    while _works_in(layout.data):
        if time.monotonic() > end:
            raise EmbeddedError(
                f"A former database server still works in {layout.data} (recorded process {pid}) "
                "but does not answer. Wait, or end it, then try again."
            )
        time.sleep(0.05)
    with contextlib.suppress(FileNotFoundError):
        pid_file.unlink()
        (layout.sockets / ".s.PGSQL.5432").unlink()
    with contextlib.suppress(FileNotFoundError):
        (layout.sockets / ".s.PGSQL.5432.lock").unlink()


def recorded_pid(data: Path) -> int | None:
    """The process id in postmaster.pid."""
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, PermissionError, ValueError):
        return None


def is_alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return after_name.split()[0] not in "ZX"


def last_words(layout: Layout, lines: int = 12) -> str:
    """The end of the server's log."""
    try:
        return "\n".join(layout.log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"


def _works_in(data: Path) -> list[int]:
    """The living processes whose working folder is the data folder, as PostgreSQL's always is."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            if Path(os.readlink(entry / "cwd")) == data and is_alive(int(entry.name)):
                found.append(int(entry.name))
    return found
