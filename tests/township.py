"""The township of Vĩnh Tuy for tests: an office with its people and catalogue, ready to take dossiers in.

The office is installed once per run; `township` gives each test a transaction on a copy of it that is rolled
back, `live_township` a database of the test's own for tests with several processes or real commits.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoDbBlocker

from motcua.kernel.time import TZ

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def at(text: str) -> datetime:
    """An instant of the office's clock: "2026-03-02 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


@dataclass
class Township:
    """The office and short ways to do its work through the services."""

    office_id: int
    clock: datetime = field(default_factory=lambda: at("2026-03-02 09:00"))

    def actor(self, username: str) -> Any:
        from motcua.offices.actors import actor_for
        from motcua.offices.models import Person

        return actor_for(Person.objects.get(username=username).pk, self.clock.date())

    def intake(self, code: str = "1.004873", **changes: Any) -> Any:
        from motcua.dossiers import commands as cmd
        from motcua.procedures.queries import terms, version_in_force

        version = version_in_force(code, self.clock.date())
        assert version is not None
        papers = tuple(
            cmd.Paper(id=uuid4(), name=document.name, originals=1, custody="held", requirement_id=document.id)
            for document in terms(version).documents
            if document.obligatory
        )
        values: dict[str, Any] = {
            "procedure_version_id": version,
            "receiving_office_id": self.office_id,
            "competent_office_id": self.office_id,
            "returning_office_id": self.office_id,
            "applicant": cmd.Applicant("Nguyễn Thị Mẫu Đào", "099190000007", phone="0900000007"),
            "papers": papers,
        }
        return cmd.Intake(**(values | changes))

    def execute(self, command: Any, username: str, when: datetime | None = None) -> Any:
        from motcua.dossiers import services
        from motcua.kernel import time

        self.clock = when or self.clock
        with time.at(self.clock):
            return services.execute(command, self.actor(username))

    def receive(self, code: str = "1.004873", username: str = "tiepnhan", **changes: Any) -> Any:
        from motcua.dossiers import commands as cmd

        override = changes.pop("override_reason", "")
        when = changes.pop("when", None)
        dossier_id = changes.pop("dossier_id", None) or uuid4()
        self.clock = when or self.clock
        command = cmd.ReceiveDossier(
            command_id=uuid4(),
            dossier_id=dossier_id,
            intake=self.intake(code, **changes),
            override_reason=override,
        )
        return self.execute(command, username)

    def step(self, dossier_id: UUID, username: str = "", **values: Any) -> Any:
        """Do the next step of a dossier as the person whose turn it is, the plain way."""
        from motcua.dossiers import commands as cmd
        from motcua.dossiers import ledger
        from motcua.dossiers.engine_route import route_of
        from motcua.dossiers.status import Decision

        loaded = ledger.load_row(dossier_id, uuid4())
        assert loaded is not None
        task = _on_the_way(loaded.state)
        who = username or HOLDERS.get(task.role, "")
        if task.role == "case_officer" and not username:
            who = self.case_officer(task.unit_id)
        known = {"command_id": uuid4(), "dossier_id": dossier_id}
        if task.action == "return":
            return self.execute(cmd.HandOver(**known, **values), who)
        if route_of(loaded.state.process_version_id).decides(task.element):
            values.setdefault("decision", Decision.APPROVED)
            return self.execute(cmd.DecideDossier(**known, task_id=task.id, **values), who)
        if task.action == "clerk" and loaded.state.decision is not None:
            values.setdefault("result_number", "01/KQ")
        return self.execute(cmd.CompleteTask(**known, task_id=task.id, **values), who)

    def run_until(self, dossier_id: UUID, action: str) -> Any:
        """Go on the plain way until a step of that action is open; gives its task."""
        from motcua.dossiers import ledger

        for _ in range(20):
            loaded = ledger.load_row(dossier_id, uuid4())
            assert loaded is not None
            if loaded.state.tasks and _on_the_way(loaded.state).action == action:
                return _on_the_way(loaded.state)
            self.step(dossier_id)
        raise AssertionError(f"no step {action} was reached")

    def case_officer(self, unit_id: int) -> str:
        from motcua.offices.models import Membership

        found = Membership.objects.filter(unit_id=unit_id, roles__contains=["case_officer"]).first()
        assert found is not None
        return found.person.username


def _on_the_way(state: Any) -> Any:
    """The first open step of the drawing; of what stands beside it only when there is none."""
    return next((task for task in state.tasks if task.token > 0), state.tasks[0])


HOLDERS = {
    "receptionist": "tiepnhan",
    "desk_head": "tiepnhan",
    "head_of_unit": "phochutich",
    "signing_leader": "chutich",
    "clerk": "vanthu",
}


@pytest.fixture
def _township_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), copied(OFFICE, f"township_{_WORKER}"):
        yield


@pytest.fixture
def township(_township_database: None, db: None) -> Township:
    """The office; what the test does is rolled back."""
    return _township()


@pytest.fixture
def live_township(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Township]:
    """The office in a database of the test's own: commits are real, other processes can join in."""
    with django_db_blocker.unblock(), copied(OFFICE, f"live_{_WORKER}", fresh=True):
        yield _township()


def database_url() -> str:
    """The address of the database in use, for other processes."""
    from django.db import connection

    from tests.conftest import _cluster

    return str(_cluster().url(_role(), connection.settings_dict["NAME"]))


def _role() -> Any:
    from motcua.kernel.embedded import Role

    return Role.OWNER


def _township() -> Township:
    from motcua.offices.models import Office

    return Township(Office.objects.get(code_new="H99.20.1").pk)


@dataclass(frozen=True)
class Template:
    """A database that is filled once per run, on top of another, and copied then."""

    name: str
    fill: Callable[[], None]
    base: Template | None = None

    def make(self) -> None:
        """Fill it, unless this run has it already; only for who holds the lock."""
        from django.db import connections

        from tests.conftest import TEMPLATE, _cluster, _create, _use

        done = Path(os.environ["MOTCUA_HOME"]) / f"{self.name}.done"
        if done.exists():
            return
        if self.base is not None:
            self.base.make()
        connections.close_all()
        _create(_cluster(), self.name, template=self.base.name if self.base else TEMPLATE)
        _use(self.name)
        forget_known()
        self.fill()
        connections.close_all()
        done.touch()


def _install_office() -> None:
    from motcua.scenarios import description
    from motcua.scenarios.office import install

    install(description.read("vinh-tuy"))


OFFICE = Template("motcua_township", _install_office)


@contextmanager
def copied(template: Template, name: str, *, fresh: bool = False) -> Iterator[None]:
    """The default connection on a copy of the template, made anew or when it is not there."""
    from django.db import connections

    from tests.conftest import _cluster, _create, _use

    home = Path(os.environ["MOTCUA_HOME"])
    before = connections["default"].settings_dict["NAME"]
    with (home / "copy.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        template.make()
        made = home / f"{name}.made"
        if fresh or not made.exists():
            connections["default"].close()
            _create(_cluster(), name, template=template.name)
            made.touch()
    _use(name)
    forget_known()
    try:
        yield
    finally:
        connections.close_all()
        _use(before)
        forget_known()


def forget_known() -> None:
    """Forget what processes keep in memory about published things: another database has others."""
    from motcua.calendars import queries as calendars
    from motcua.dossiers import engine_route
    from motcua.procedures.queries import pinned
    from motcua.processes import queries as processes
    from motcua.rules import queries as rules

    engine_route.route_of.cache_clear()
    for known in (calendars._known, pinned._terms, processes._nets):
        known.clear()
    rules.forget()
