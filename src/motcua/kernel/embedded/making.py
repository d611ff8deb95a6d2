"""Making the data folder, its configuration, its roles and its database."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from motcua.kernel.embedded.binaries import Binaries
from motcua.kernel.embedded.layout import DATABASE, PORT, EmbeddedError, Layout, Role, make_private

_BUILTIN_LOCALE_SINCE = 17
_SETTINGS = "motcua.conf"


def make_data_folder(layout: Layout, binaries: Binaries, password: str) -> None:
    """Run initdb. The data folder appears whole or not at all.

    Checksums are on and the locale is C.UTF-8, so sorting and upper case are the same on every machine.
    """
    account = layout.account
    layout.store.mkdir(parents=True, exist_ok=True)
    half_made = layout.store / "data.unfinished"
    shutil.rmtree(half_made, ignore_errors=True)
    make_private(half_made, account)
    with tempfile.NamedTemporaryFile("w", prefix="motcua-", delete=False) as file:
        file.write(password)
    password_file = Path(file.name)
    account.give(password_file)
    command = [
        str(binaries.folder / "initdb"),
        *("--pgdata", str(half_made)),
        *("--username", Role.SUPERUSER),
        *("--pwfile", str(password_file)),
        *("--auth", "scram-sha-256"),
        *("--encoding", "UTF8"),
        "--data-checksums",
        "--no-instructions",
        *_locale(binaries),
    ]
    try:
        made = subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=server_environment(),
            **account.run_as(),  # type: ignore[call-overload]
        )
    finally:
        password_file.unlink(missing_ok=True)
    if made.returncode != 0:
        shutil.rmtree(half_made, ignore_errors=True)
        said = (made.stderr or made.stdout).strip()
        raise EmbeddedError(f"The embedded database could not be made in {layout.data}:\n{said}")
    with (half_made / "postgresql.conf").open("a") as configuration:
        configuration.write(f"\ninclude_if_exists '{_SETTINGS}'\n")
    half_made.rename(layout.data)


def server_environment() -> dict[str, str]:
    """What the server's programs may know of our environment: nothing that changes their behaviour."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/"}


def write_configuration(layout: Layout, *, durable: bool) -> None:
    """Write our settings; again at every start, since the socket folder and the machine may have changed."""
    make_private(layout.sockets, layout.account)
    settings: dict[str, str] = {
        "listen_addresses": "",
        "port": str(PORT),
        "unix_socket_directories": str(layout.sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{_shared_buffers()}MB",
        "huge_pages": "off",
        "jit": "off",
        "max_parallel_workers_per_gather": "0",
        "random_page_cost": "1.1",
        "max_wal_size": "1GB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "password_encryption": "scram-sha-256",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
    }
    text = "".join(f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items())
    path = layout.data / _SETTINGS
    scratch = path.with_suffix(".new")
    scratch.write_text("# Written at every start by motcua; changes here are lost.\n" + text)
    layout.account.give(scratch)
    scratch.replace(path)


def prepare_roles(url: str, password_of: Callable[[Role], str]) -> None:
    """Create the two roles and the database where missing. `url` connects as the superuser."""
    with psycopg.connect(url, autocommit=True) as connection:
        present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role, rights in ((Role.OWNER, "LOGIN CREATEDB"), (Role.APPLICATION, "LOGIN")):
            if role not in present:
                connection.execute(
                    sql.SQL("CREATE ROLE {} " + rights + " PASSWORD {}").format(
                        sql.Identifier(role), sql.Literal(password_of(role))
                    )
                )
        # The owner may act as the application: migrations and tests look through its eyes.
        connection.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(Role.APPLICATION), sql.Identifier(Role.OWNER))
        )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(Role.OWNER)
                )
            )


def _locale(binaries: Binaries) -> list[str]:
    if binaries.major >= _BUILTIN_LOCALE_SINCE:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def _shared_buffers() -> int:
    """An eighth of the memory, between 64 and 512 megabytes."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(64, min(512, memory // 8))
