"""Where the embedded server keeps its things, and under which account it runs."""

from __future__ import annotations

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from motcua.kernel.places import home

# A Unix socket's path must fit in 107 bytes; PostgreSQL appends "/.s.PGSQL.5432".
_LONGEST_SOCKET_FOLDER = 85
PORT = 5432  # only part of the socket's name: nothing listens on the network
DATABASE = "motcua"


class EmbeddedError(Exception):
    """The embedded server cannot be used; the text says why and what to do."""


class Role(StrEnum):
    """Who a connection is: migrations own the tables, the application may only do its work."""

    SUPERUSER = "postgres"
    OWNER = "motcua_owner"
    APPLICATION = "motcua"


@dataclass(frozen=True)
class Account:
    """The operating system account of the server process; never root, PostgreSQL refuses it."""

    uid: int
    gid: int
    name: str

    @property
    def is_ours(self) -> bool:
        """Whether the server runs as the present user."""
        return self.uid == os.geteuid()

    def run_as(self) -> dict[str, object]:
        """Arguments for `subprocess` to run under this account."""
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make this account the owner of `path`."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether this account reaches `folder`; asked of the system, since modes and ACLs both count."""
        if self.is_ours:
            return os.access(folder, os.X_OK)
        asked = subprocess.run(
            ["/bin/sh", "-c", 'cd / && test -x "$1"', "sh", str(folder)],
            check=False,
            cwd="/",
            **self.run_as(),  # type: ignore[call-overload]
        )
        return bool(asked.returncode == 0)


@dataclass(frozen=True)
class Layout:
    """The folders of one embedded server."""

    base: Path  # in MOTCUA_HOME: locks, passwords, log
    store: Path  # the server's own: data folder, and its binaries when they had to be copied
    sockets: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.store / "data"

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.base / "server.log"

    @property
    def start_lock(self) -> Path:
        """Held while starting or stopping."""
        return self.base / "start.lock"

    @property
    def user_lock(self) -> Path:
        """Held, shared, by every process that uses the server."""
        return self.base / "users.lock"


def layout_of(home_folder: Path | None = None) -> Layout:
    """The layout for MOTCUA_HOME; creates its base folder only."""
    base = (home_folder or home()) / "postgres"
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EmbeddedError(
            f"{base} cannot be created: {error.strerror}. Choose another MOTCUA_HOME."
        ) from error
    mark = hashlib.sha256(str(base).encode()).hexdigest()[:12]
    fallback = Path("/var/lib/motcua") / mark
    account = _account(base / "data", fallback / "data")
    store = base if account.can_enter(base) else fallback
    return Layout(base, store, _socket_folder(store, mark, account), account)


def _account(*data_folders: Path) -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), _name_of(os.geteuid()))
    for folder in data_folders:
        if folder.is_dir() and (kept := folder.stat()).st_uid != 0:
            return Account(kept.st_uid, kept.st_gid, _name_of(kept.st_uid))
    # initdb insists on an account with a name.
    entry = pwd.getpwnam("nobody")
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _socket_folder(store: Path, mark: str, account: Account) -> Path:
    beside = store / "socket"
    if len(os.fsencode(beside)) <= _LONGEST_SOCKET_FOLDER:
        return beside
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if (
        account.is_ours
        and runtime
        and os.access(runtime, os.W_OK)
        and len(runtime) < _LONGEST_SOCKET_FOLDER - 20
    ):
        return Path(runtime) / f"motcua-{mark}"
    return Path("/tmp") / f"motcua-{account.uid}-{mark}"  # noqa: S108 - made 0700 and its owner checked before use


def make_private(folder: Path, account: Account) -> None:
    """Create `folder` as 0700 of `account`; refuse one that somebody else has put there."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700)
        account.give(folder)
    except FileExistsError:
        found = folder.lstat()
        if not folder.is_dir() or folder.is_symlink() or found.st_uid != account.uid:
            owner = _name_of(found.st_uid)
            raise EmbeddedError(
                f"{folder} belongs to {owner}, but the database server runs as {account.name}. "
                f"Run as {owner}, choose another MOTCUA_HOME, or remove that folder."
            ) from None
        folder.chmod(0o700)
    except OSError as error:
        raise EmbeddedError(
            f"{folder} cannot be created: {error.strerror}. Choose another MOTCUA_HOME."
        ) from error


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"
