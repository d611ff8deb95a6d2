"""Two installations: two databases, two homes, their own processes, and a network between them."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from tests.drills.installation import wait_until
from tests.exchange.wire import Request, Wire
from tests.township import OFFICE, _township_database, township

__all__ = ["_township_database", "township"]

TREE = Path(__file__).parents[2]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


@dataclass
class Site:
    """One installation: `do` asks its puppet for an act, `serve` starts its pages."""

    name: str
    home: Path
    url: str
    port: int
    puppet: subprocess.Popen[str] | None = None
    pages: subprocess.Popen[str] | None = None
    others: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        return kept | {
            "MOTCUA_HOME": str(self.home),
            "MOTCUA_DATABASE_URL": self.url,
            "MOTCUA_EXCHANGE_NAME": self.name,
            "MOTCUA_EXCHANGE_SECONDS": "20",
            "MOTCUA_WEB_PROCESSES": "1",
            "DJANGO_SETTINGS_MODULE": "motcua.settings",
        }

    def do(self, act: str, **values: Any) -> Any:
        """Do something there. A refusal or an error there is one here."""
        self.begin(act, **values)
        return self.answer()

    def begin(self, act: str, **values: Any) -> None:
        if self.puppet is None or self.puppet.poll() is not None:
            self.puppet = self._start("tests.exchange.puppet")
        assert self.puppet.stdin is not None
        self.puppet.stdin.write(json.dumps({"act": act, "with": values}) + "\n")
        self.puppet.stdin.flush()

    def answer(self) -> Any:
        assert self.puppet is not None
        assert self.puppet.stdout is not None
        line = self.puppet.stdout.readline()
        assert line, f"the puppet of {self.name} died: {self.output}"
        said = json.loads(line)
        assert "error" not in said, said["error"]
        return said["gives"]

    def motcua(self, *arguments: str) -> tuple[int, str]:
        """A command of the installation: its status and what it printed."""
        process = self._start("motcua", *arguments)
        printed, _ = process.communicate(timeout=120)
        return process.returncode, printed

    def serve(self) -> None:
        self.pages = self._start("motcua", "serve", "--port", str(self.port))

        def answers() -> bool:
            assert self.pages is not None
            assert self.pages.poll() is None, self.output
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                    return bool(answer.status == 200)
            except OSError:
                return False

        wait_until(answers, f"the pages of {self.name} answer")

    def kill_pages(self) -> None:
        """kill -9 of the web server and all its processes."""
        assert self.pages is not None
        os.killpg(self.pages.pid, signal.SIGKILL)
        self.pages.wait(10)

    def kill_puppet(self) -> None:
        """kill -9 of whoever works there."""
        assert self.puppet is not None
        os.killpg(self.puppet.pid, signal.SIGKILL)
        self.puppet.wait(10)

    @contextmanager
    def database(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.url) as connection:
            yield connection

    @property
    def output(self) -> str:
        return (self.home / "output").read_text()[-3000:]

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=TREE,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(self.home / "output").open("a"),
            text=True,
            start_new_session=True,
        )
        self.others.append(process)
        return process

    def start_worker(self) -> subprocess.Popen[str]:
        return self._start("motcua", "worker")

    def end(self) -> None:
        for process in self.others:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()


@dataclass
class Pair:
    """The commune (xã) and the department (sở), and the wires from each to the other."""

    commune: Site
    department: Site
    there: Wire  # from the commune to the department
    back: Wire

    def minute(self, *, turns: int = 1) -> None:
        """Both workers have a minute, one after the other."""
        for _ in range(turns):
            self.commune.do("minute")
            self.department.do("minute")

    def handed(self, **values: Any) -> tuple[str, str]:
        """A dossier of the commune that has arrived at the department: its id, and the hand-over's."""
        dossier = self.commune.do("receive", **values)
        hand_over = self.commune.do("hand_over", dossier=dossier, partner="so")
        self.minute()
        assert hand_over in self.department.do("incoming")
        return dossier, hand_over

    def agree(self) -> None:
        """`motcua exchange reconcile` finds no difference at either side."""
        for site in (self.commune, self.department):
            status, printed = site.do("reconcile")
            assert status == 0, printed
            assert "0 differences" in printed


@pytest.fixture(scope="session")
def _sites(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Site, Site]]:
    with django_db_blocker.unblock():
        made = (_site("xa"), _site("so"))
    try:
        for site in made:
            site.serve()
        yield made
    finally:
        for site in made:
            site.end()


@pytest.fixture
def pair(_sites: tuple[Site, Site]) -> Iterator[Pair]:
    """Both running, acquainted with each other, nothing exchanged yet."""
    commune, department = _sites
    for site in _sites:
        if site.pages is None or site.pages.poll() is not None:
            site.serve()
        _forget(site)
    there, back = Wire(department.port), Wire(commune.port)
    commune.do("partner", code="so", address=there.address, key=department.do("key"))
    department.do("partner", code="xa", address=back.address, key=commune.do("key"))
    try:
        yield Pair(commune, department, there, back)
    finally:
        there.end()
        back.end()


def _site(name: str) -> Site:
    from django.db import connections

    from motcua.kernel.embedded import Role
    from tests.conftest import _cluster, _create, _use

    before = connections["default"].settings_dict["NAME"]
    database = f"exchange_{name}_{WORKER}"
    with (Path(os.environ["MOTCUA_HOME"]) / "copy.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        OFFICE.make()
        connections.close_all()
        _use(before)
        _create(_cluster(), database, template=OFFICE.name)
    home = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ["MOTCUA_HOME"]))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = int(bound.getsockname()[1])
    return Site(name, home, str(_cluster().url(Role.OWNER, database)), port)


def _forget(site: Site) -> None:
    """Nothing was ever exchanged; the dossiers of earlier tests stay."""
    tables = ["inmessage", "outmessage", "handover", "conversation", "partnerkey", "partner"]
    with site.database() as connection:
        connection.execute("TRUNCATE " + ", ".join(f"exchange_{table}" for table in tables))
        connection.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")


def raw(site: Site, sequence: int = 1, **changes: Any) -> Request:
    """A message the site has written, signed with its key; with `changes`, another one in its place."""
    from motcua.exchange import reading

    with site.database() as connection:
        row = connection.execute(
            "SELECT payload FROM exchange_outmessage WHERE sequence = %s ORDER BY created_at DESC LIMIT 1",
            [sequence],
        ).fetchone()
    assert row is not None
    data = bytes(row[0])
    if changes:
        data = reading.canonical(json.loads(data) | changes)
    return signed(site, "/exchange/v1/messages", data)


def signed(site: Site, path: str, data: bytes) -> Request:
    """A request that the site has signed."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    from motcua.exchange import keys

    private = load_pem_private_key((site.home / "exchange_key.pem").read_bytes(), None)
    own = keys.OwnKey(private)  # type: ignore[arg-type]
    headers = {"Motcua-Key": keys.key_id(own.public), "Motcua-Signature": own.sign(data)}
    return Request("POST", path, headers, data)


def told(wire: Wire, request: Request) -> tuple[int, dict[str, Any]]:
    """What the other side answers to it."""
    status, _headers, data = wire.ask(request)
    return status, json.loads(data)
