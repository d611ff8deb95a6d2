"""The database under the tests: an embedded server of this run's own, gone afterwards.

It is started by the first test that needs it. The migrations run once, into a template; every parallel
worker gets a copy of that.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

import motcua
from motcua.kernel.embedded import Cluster, Durability, Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes, or its drawing, says something about the machine and nothing about the program.
settings.register_profile("motcua", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("motcua")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
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
        _drop(connection, name)
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop(connection: psycopg.Connection[Any], name: str) -> None:
    for _ in range(50):
        try:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            # The server itself is tidying up in there, and only a superuser may end that: it is soon done.
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the database {name} cannot be dropped")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process; Playwright does not start twice in one thread."""
    if not (Path(motcua.__file__).parent / "static/dist/app.js").is_file():
        pytest.skip("needs the built assets: run node assets/build.mjs")
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, and say why a browser test is skipped where there is no browser."""
    # A browser leaves its event loop behind in the process: what comes after it must not need one of its own.
    # What takes long begins early, so that no worker waits for another in the end.
    items.sort(
        key=lambda item: (
            item.get_closest_marker("browser") is not None,
            item.get_closest_marker("slow") is None,
        )
    )
    browser = any(map(shutil.which, BROWSERS))
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker(pytest.mark.database)
        if "chromium" in fixtures:
            item.add_marker(pytest.mark.browser)
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
