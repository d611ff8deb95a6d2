"""An installation of the drills' own: its home, its processes, and looking into its database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from motcua.kernel.embedded import Cluster, Role
from motcua.kernel.embedded.process import is_alive, recorded_pid

TREE = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds until a drill gives up waiting


def wait_until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first true answer; an error that says what was waited for."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:.0f} s in vain until {what}")


@dataclass
class Installation:
    """A home folder with an embedded server that keeps what it has promised (fsync on)."""

    home: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.home)

    @property
    def notes(self) -> Path:
        """The acknowledged commands: id, dossier, number of the event."""
        return self.home / "acknowledged"

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a process of the installation in a group of its own."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        environment |= {"MOTCUA_HOME": str(self.home), "DJANGO_SETTINGS_MODULE": "motcua.settings"}
        output = (self.home / "output").open("a")
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=TREE,
            env=environment,
            stdout=subprocess.PIPE if arguments[-1] in ("verify", "mend") else output,
            stderr=output,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def run(self, *arguments: str) -> str:
        """Run a process to its good end; gives what it printed."""
        process = self.start(*arguments)
        printed, _ = process.communicate(timeout=2 * PATIENCE)
        assert process.returncode == 0, f"{arguments}: {process.returncode}, {printed}\n{self.output}"
        return printed or ""

    @property
    def output(self) -> str:
        return (self.home / "output").read_text()[-3000:]

    def drill(self, *arguments: str) -> subprocess.Popen[str]:
        return self.start("tests.drills.worker_of_drills", *arguments)

    def acknowledged(self) -> list[tuple[str, str, int]]:
        """What was promised; a last line cut off by the kill was not."""
        if not self.notes.exists():
            return []
        lines = self.notes.read_text().split("\n")[:-1]
        return [(command, dossier, int(number)) for command, dossier, number in map(str.split, lines)]

    def wait_for_acknowledged(self, more: int, process: subprocess.Popen[str]) -> None:
        """Wait until so many more commands are promised, while the process is still at work."""
        wanted = len(self.acknowledged()) + more
        wait_until(
            lambda: len(self.acknowledged()) >= wanted or process.poll() is not None,
            f"{more} more commands are acknowledged",
        )
        assert process.poll() is None, f"it ended before it could be killed: {self.output}"

    def ask(self, statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows straight from the database, which is started when it does not run."""
        with self.database(autocommit=True) as connection:
            found = connection.execute(statement, parameters)
            return found.fetchall() if found.description else []

    @contextmanager
    def database(self, *, autocommit: bool = False) -> Iterator[psycopg.Connection[Any]]:
        """A connection as the tables' owner; the server is started when it does not run, and kept."""
        cluster = self.cluster
        cluster.ensure_running()
        try:
            with psycopg.connect(cluster.url(Role.OWNER), autocommit=autocommit) as connection:
                yield connection
        finally:
            cluster.release()

    def check(self) -> int:
        """Everything promised is there once and under its number, nothing is doubled, `verify` agrees."""
        promised = self.acknowledged()
        rows = self.ask("SELECT command_id::text, dossier_id::text, seq FROM dossiers_dossierevent")
        kept = Counter(command for command, _, _ in rows)
        assert [command for command, _, _ in promised if kept[command] != 1] == []
        assert set(promised) <= {(command, dossier, seq) for command, dossier, seq in rows}
        (versions,) = self.ask("SELECT coalesce(sum(version), 0) FROM dossiers_dossier")
        assert versions[0] == len(rows)
        (codes,) = self.ask("SELECT count(code), count(DISTINCT code) FROM dossiers_dossier")
        assert codes[0] == codes[1]
        (numbers,) = self.ask("SELECT coalesce(sum(last), 0) FROM dossiers_codecounter")
        assert numbers[0] == codes[0]  # no number was used up by something that never happened
        last = self.run("motcua", "verify").splitlines()[-1]
        assert last == f"{self.dossiers()} dossiers and {len(rows)} events are sound"
        return len(rows)

    def dossiers(self) -> int:
        return int(self.ask("SELECT count(*) FROM dossiers_dossier")[0][0])

    def kill_database(self) -> None:
        """kill -9 of the postmaster and every process of its own."""
        postmaster = recorded_pid(self.cluster.layout.data)
        assert postmaster is not None
        family = [postmaster, *children_of(postmaster)]
        for pid in family:
            kill(pid)
        wait_until(lambda: not any(map(is_alive, family)), "the database is dead")

    def end(self) -> None:
        """End what this installation has started, and nothing else."""
        for process in self.started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)
            if process.stdout:
                process.stdout.close()
        self.cluster.ensure_not_running()


def children_of(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(after_name[1]) == parent:
                found.append(int(entry.name))
    return found


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
