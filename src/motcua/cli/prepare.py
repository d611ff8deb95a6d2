"""Tables, rights and basic data: everything the database must hold before the first page."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from motcua.kernel.database import given_url
from motcua.kernel.places import home

_PACKAGE = Path(__file__).resolve().parents[1]


def prepare(*, quiet: bool = False) -> int:
    """Bring the database to this version. Repeating it changes nothing."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from motcua.kernel.rights import grant_rights
    from motcua.kernel.seeding import run_seeds

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        if not quiet:
            print(f"Preparing the tables: {len(waiting)} steps …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
    grant_rights()
    run_seeds()
    if not quiet:
        print("The database is ready.", flush=True)
    return 0


def prepare_in_own_process(*, quiet: bool = True) -> int:
    """The same as the owner of the tables, while this process remains the application."""
    environment = {name: value for name, value in os.environ.items() if name != "MOTCUA_DATABASE_ROLE"}
    command = [sys.executable, "-m", "motcua", "prepare", *(["--quiet"] if quiet else [])]
    return subprocess.run(command, check=False, env=environment).returncode


def prepare_if_needed() -> int:
    """Prepare the embedded database when it is new or older than this program; a server of one's own is left alone.

    Call while the database runs. What was prepared is remembered beside the data.
    """
    if given_url():
        return 0
    names = sorted(f"{path.parent.parent.name}/{path.name}" for path in _PACKAGE.glob("*/migrations/0*.py"))
    wanted = hashlib.sha256("\n".join(names).encode()).hexdigest()
    mark = home() / "postgres" / "prepared"
    if mark.is_file() and mark.read_text() == wanted:
        return 0
    status = prepare_in_own_process()
    if status == 0:
        mark.write_text(wanted)
    return status
