"""The database under the tests: an embedded server of this run's own, gone afterwards.

It is started by the first test that needs it. The migrations run once, into a template; every parallel
worker gets a copy of that.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from motcua.kernel.embedded import Cluster, Durability, Role

TEMPLATE = "motcua_template"
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def _cluster() -> Cluster:
    return Cluster(Path(os.environ["MOTCUA_HOME"]), Durability.NONE)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of this worker's own, with all tables."""
    from django.db import connections

    cluster = _cluster()
    with django_db_blocker.unblock():
        cluster.ensure_running()
        try:
            _make_template(cluster)
            _use(_copy_template(cluster))
            _let_tests_empty_the_ledgers()
            yield
        finally:
            connections.close_all()
            cluster.release()


def _let_tests_empty_the_ledgers() -> None:
    """After a test with real transactions all tables are emptied: the ledgers, whose triggers rightly refuse,
    and the job queue, which Django does not count among its own."""
    from django.conf import settings
    from django.db import connections

    connection = connections["default"]
    original = connection.ops.execute_sql_flush

    def flush(statements: list[str]) -> None:
        tables = [f'ALTER TABLE "{table}" {{}} TRIGGER USER' for table in settings.LEDGER_TABLES]
        before = [order.format("DISABLE") for order in tables]
        after = [order.format("ENABLE") for order in tables]
        original([*before, *statements, "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE", *after])

    connection.ops.execute_sql_flush = flush  # type: ignore[method-assign]


def _use(database: str) -> None:
    from django.db import connections

    connection = connections["default"]
    connection.close()
    connection.settings_dict["NAME"] = database


def _make_template(cluster: Cluster) -> None:
    from django.core.management import call_command
    from django.db import connections

    done = Path(os.environ["MOTCUA_HOME"]) / "template.done"
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if done.exists():
            return
        _create(cluster, TEMPLATE)
        _use(TEMPLATE)
        call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
        connections.close_all()
        done.touch()


def _copy_template(cluster: Cluster) -> str:
    name = f"test_motcua_{_WORKER}"
    # Two copies at once would disturb each other's template.
    with (Path(os.environ["MOTCUA_HOME"]) / "copy.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _create(cluster, name, template=TEMPLATE)
    return name


def _create(cluster: Cluster, name: str, template: str = "template1") -> None:
    with psycopg.connect(cluster.url(Role.OWNER, "postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, and say why a browser test is skipped where there is no browser."""
    browser = any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker(pytest.mark.database)
        if item.get_closest_marker("browser") and not browser:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed: apt-get install chromium"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind, and nothing of runs that were killed either."""
    if _WORKER != "alone" or "MOTCUA_TEST_HOME" not in os.environ:
        return
    _remove(Path(os.environ["MOTCUA_TEST_HOME"]))
    for folder in Path(os.environ["MOTCUA_TEST_HOME"]).parent.glob("*-*"):
        owner = folder.name.partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            _remove(folder)


def _remove(folder: Path) -> None:
    cluster = Cluster(folder)
    if (folder / "postgres").is_dir():
        cluster.ensure_not_running()
    shutil.rmtree(folder, ignore_errors=True)
