"""Is this installation well? For the administrator (`motcua doctor`) and for a watchdog (`/healthz`)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from motcua.kernel import rights
from motcua.kernel.findings import Finding, State

Check = Callable[[], Finding]

_OLDEST_PYTHON = (3, 11)
_OLDEST_POSTGRES = 15
_GIGABYTE = 2**30
_HEARTBEAT_SECONDS = 60


def doctor() -> list[Finding]:
    """Every check, in the order in which one would mend things."""
    found = without_database()
    database = _guarded(_database)
    found.append(database)
    if database.state is State.BROKEN:
        return found
    return found + [_guarded(check) for check in (_extensions, _migrations, _ledgers, _worker, _clock)]


def without_database() -> list[Finding]:
    """The checks that need no database."""
    return [_guarded(check) for check in (_python, _disk, _stored_files, _assets, _translations)]


@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, else 503. Tells strangers nothing more."""
    del request
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=503)
    return JsonResponse({"status": "ok"})


def _guarded(check: Check) -> Finding:
    try:
        return check()
    except (DatabaseError, OSError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        return Finding(
            check.__name__.strip("_").replace("_", " "), State.BROKEN, reason, _MEND.get(check, "")
        )


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST_PYTHON:
        return Finding(
            "python", State.BROKEN, version, "Install Python 3.11 or newer and run script/setup again."
        )
    return Finding("python", State.WELL, version)


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    what = f"{free / _GIGABYTE:.1f} GB free in {settings.HOME}"
    if free < _GIGABYTE:
        return Finding("disk space", State.BROKEN, what, "Make room, or move MOTCUA_HOME to a larger disk.")
    if free < 5 * _GIGABYTE:
        return Finding("disk space", State.WARNING, what, "Make room soon.")
    return Finding("disk space", State.WELL, what)


def _stored_files() -> Finding:
    folder = Path(settings.STORED_FILES)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor-"):
        return Finding("stored files", State.WELL, f"{folder} can be written")


def _assets() -> Finding:
    missing = [name for name in ("dist/app.css", "dist/app.js") if not finders.find(name)]
    if missing:
        return Finding("assets", State.BROKEN, f"not built: {', '.join(missing)}", "Run script/setup.")
    return Finding("assets", State.WELL, "built")


def _translations() -> Finding:
    for folder in map(Path, settings.LOCALE_PATHS):
        for source in folder.glob("*/LC_MESSAGES/*.po"):
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                return Finding(
                    "translations", State.BROKEN, f"{compiled.name} is missing or old", "Run script/setup."
                )
    return Finding("translations", State.WELL, "compiled")


def _database() -> Finding:
    connection.ensure_connection()
    version = connection.connection.info.parameter_status("server_version") or "?"
    if int(version.split(".")[0]) < _OLDEST_POSTGRES:
        return Finding("database", State.BROKEN, f"PostgreSQL {version}", "Use PostgreSQL 15 or newer.")
    where = "at MOTCUA_DATABASE_URL" if os.environ.get("MOTCUA_DATABASE_URL") else "embedded"
    return Finding("database", State.WELL, f"PostgreSQL {version}, {where}")


def _extensions() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        present = {row[0] for row in cursor.fetchall()}
    missing = [name for name in rights.EXTENSIONS if name not in present]
    if missing:
        orders = " ".join(f"CREATE EXTENSION {name};" for name in missing)
        return Finding(
            "extensions", State.BROKEN, f"missing: {', '.join(missing)}", f"motcua prepare, or: {orders}"
        )
    return Finding("extensions", State.WELL, ", ".join(rights.EXTENSIONS))


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(
            "tables", State.BROKEN, f"{len(waiting)} migrations are not applied", "Run: motcua prepare"
        )
    return Finding("tables", State.WELL, "up to date")


def _ledgers() -> Finding:
    role = rights.application_role()
    if role is None:
        return Finding(
            "ledgers",
            State.WARNING,
            "one database role does everything, so only the trigger protects the ledgers",
            "Give the owner's address in MOTCUA_OWNER_DATABASE_URL and run: motcua prepare",
        )
    wrong = [
        ledger.table for ledger in rights.ledger_rights(role) if ledger.may_change or not ledger.may_append
    ]
    if wrong:
        return Finding("ledgers", State.BROKEN, f"wrong rights on {', '.join(wrong)}", "Run: motcua prepare")
    return Finding("ledgers", State.WELL, f"{role} may only read and add")


def _worker() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers")
        silent = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM procrastinate_jobs WHERE status = 'todo'"
            " AND (scheduled_at IS NULL OR scheduled_at < now() - interval '2 minutes') LIMIT 1000) waiting"
        )
        waiting = cursor.fetchone()[0]
    if silent is not None and silent < _HEARTBEAT_SECONDS:
        return Finding("worker", State.WELL, f"alive, {waiting} jobs waiting")
    mend = "Start it: script/server, or motcua worker."
    return Finding("worker", State.WARNING, f"no worker runs, {waiting} jobs waiting", mend)


def _clock() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        theirs = cursor.fetchone()[0]
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > 5:
        return Finding(
            "clock",
            State.BROKEN,
            f"{apart:.0f} s apart from the database",
            "Synchronise both machines (NTP).",
        )
    return Finding("clock", State.WELL, "agrees with the database")


_MEND: dict[Check, str] = {
    _database: "Start it, or look at MOTCUA_DATABASE_URL.",
    _stored_files: "Let this user write there, or choose another MOTCUA_HOME.",
    _disk: "Choose another MOTCUA_HOME.",
    _worker: "Run: motcua prepare",
    _ledgers: "Run: motcua prepare",
}
