"""One embedded server: made, started, shared and stopped."""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from motcua.kernel.embedded import binaries as programs
from motcua.kernel.embedded import process
from motcua.kernel.embedded.layout import DATABASE, PORT, EmbeddedError, Layout, Role, layout_of
from motcua.kernel.embedded.making import make_data_folder, prepare_roles, write_configuration
from motcua.kernel.places import home, kept_secret

_START_SECONDS = 120  # recovery after a crash may take long


class Durability(StrEnum):
    """FULL for anything that must survive; NONE only for throw-away test databases."""

    FULL = "full"
    NONE = "none"


@dataclass(frozen=True)
class Running:
    """A server that answers. `url` connects as the application's role; it contains the password."""

    url: str
    started_here: bool
    version: str


@dataclass(frozen=True)
class Status:
    """What is known about the server without starting it."""

    running: bool
    version: str
    binaries: str
    data: Path
    socket_folder: Path
    account: str
    log: Path


class Cluster:
    """The embedded server of one home folder, seen from this process."""

    _here: dict[Path, Cluster] = {}

    def __init__(self, home_folder: Path, durability: Durability = Durability.FULL) -> None:
        self.home = home_folder
        self.durability = durability
        self._layout: Layout | None = None
        self._user_lock: IO[bytes] | None = None
        self._users = 0
        self._process: process.Server | None = None

    @classmethod
    def here(cls) -> Cluster:
        """The server of MOTCUA_HOME; the same object every time, since locks belong to it."""
        return cls._here.setdefault(home(), cls(home()))

    @property
    def layout(self) -> Layout:
        """Its folders and account."""
        if self._layout is None:
            self._layout = layout_of(self.home)
        return self._layout

    def url(self, role: Role = Role.APPLICATION, database: str = DATABASE) -> str:
        """A connection string for `role`, with its password."""
        host = quote(str(self.layout.sockets), safe="")
        return f"postgresql://{role}:{self.password(role)}@/{database}?host={host}&port={PORT}"

    def password(self, role: Role) -> str:
        """The role's password, kept in the home folder."""
        return kept_secret(f"password_of_{role}", 24, folder=self.layout.base)

    def ensure_running(self) -> Running:
        """See `embedded.ensure_running`. May be called several times; `release` as often."""
        with self._starting():
            self._use()
            try:
                version = self._version()
                started = version is None
                if version is None:
                    version = self._start()
            except BaseException:
                self._unuse()
                raise
        return Running(self.url(), started, version)

    def revive(self) -> bool:
        """Start the server again if it has died while this process uses it; True when it had."""
        if self._is_alive():
            return False
        with self._starting():
            if self._version() is None:
                self._start()
            return True

    def _is_alive(self) -> bool:
        if self._process is not None:
            return not self._process.has_ended()
        pid = process.recorded_pid(self.layout.data)
        return pid is not None and process.is_alive(pid)

    def release(self) -> bool:
        """No longer use the server; the last user stops it. True when it was stopped."""
        if self._users == 0:
            return False
        with self._starting():
            self._unuse()
            if self._users or not self._nobody_uses():
                return False
            process.stop(self.layout, self._process)
            self._process = None
            return True

    def ensure_not_running(self) -> None:
        """Stop the server whoever uses it, and remove its folders outside the home; for throw-away homes."""
        with self._starting():
            process.stop(self.layout, self._process)
        for folder in (self.layout.store, self.layout.sockets):
            if self.home not in folder.parents:
                shutil.rmtree(folder, ignore_errors=True)

    def status(self) -> Status:
        """See `embedded.status`."""
        layout = self.layout
        version = self._version()
        try:
            found = str(programs.find(data_major(layout.data)))
        except EmbeddedError as error:
            found = str(error)
        return Status(
            version is not None,
            version or "",
            found,
            layout.data,
            layout.sockets,
            layout.account.name,
            layout.log,
        )

    # ── starting ──

    def _start(self) -> str:
        layout = self.layout
        found = programs.find(data_major(layout.data))
        usable = programs.reachable(found, layout.account, layout.store)
        if not layout.data.exists():
            make_data_folder(layout, usable, self.password(Role.SUPERUSER))
        write_configuration(layout, durable=self.durability is Durability.FULL)
        process.clear_traces_of_a_killed_server(layout)
        self._process = process.start(layout, usable)
        version = self._wait_until_it_answers(self._process)
        prepare_roles(self.url(Role.SUPERUSER, "postgres"), self.password)
        return version

    def _wait_until_it_answers(self, server: process.Server) -> str:
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            version = self._version()
            if version is not None:
                return version
            if server.has_ended():
                break
            time.sleep(0.03)
        raise EmbeddedError(
            f"The embedded database did not start. Its last words ({self.layout.log}):\n"
            f"{process.last_words(self.layout)}"
        )

    def _version(self) -> str | None:
        """The version of the server that answers, None when none does."""
        layout = self.layout
        if not (layout.sockets / f".s.PGSQL.{PORT}").exists():
            return None
        try:
            with psycopg.connect(
                self.url(Role.SUPERUSER, "postgres"), connect_timeout=3, autocommit=True
            ) as asked:
                return asked.info.parameter_status("server_version") or "?"
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedError(
                    f"The database in {layout.data} does not accept the password kept beside it. "
                    "Restore the files password_of_* in {layout.base} from a backup."
                ) from error
            return None

    # ── locks ──

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with _opened(self.layout.start_lock) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _use(self) -> None:
        if self._user_lock is None:
            self._user_lock = _opened(self.layout.user_lock)
            fcntl.flock(self._user_lock, fcntl.LOCK_SH)
        self._users += 1

    def _unuse(self) -> None:
        self._users -= 1
        if self._users <= 0 and self._user_lock is not None:
            self._user_lock.close()
            self._user_lock = None

    def _nobody_uses(self) -> bool:
        with _opened(self.layout.user_lock) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True


def data_major(data: Path) -> int | None:
    """The major version that made this data folder; None when there is none yet."""
    try:
        return int((data / "PG_VERSION").read_text().strip().split(".")[0])
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise EmbeddedError(
            f"{data} belongs to another user. Run as that user, or choose another MOTCUA_HOME."
        ) from error
    except ValueError as error:
        raise EmbeddedError(f"{data}/PG_VERSION is damaged. Restore {data} from a backup.") from error


def _opened(path: Path) -> IO[bytes]:
    try:
        return open(path, "ab")
    except OSError as error:
        raise EmbeddedError(
            f"{path} cannot be opened: {error.strerror}. Choose another MOTCUA_HOME."
        ) from error
