"""What the drills interrupt: work through the services whose every acknowledgement is on disk before the next.

Called as a process of its own: `python -m tests.drills.worker_of_drills replay|receive|close|mend …`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4


@contextmanager
def noted(path: str) -> Iterator[None]:
    """Note each command that was acknowledged, with its dossier and number, and only then go on."""
    from motcua.dossiers import services

    execute: Callable[..., Any] = services.execute
    with open(path, "a") as notes:

        def execute_and_note(command: Any, actor: Any) -> Any:
            outcome = execute(command, actor)
            notes.write(f"{command.command_id} {outcome.dossier_id} {outcome.version}\n")
            notes.flush()
            os.fsync(notes.fileno())
            return outcome

        services.execute = execute_and_note  # type: ignore[assignment]
        yield


def replay(notes: str, limit: str) -> int:
    """Play so many dossiers of each run of Vĩnh Tuy."""
    from motcua.scenarios import commands

    with noted(notes):
        return commands.load("vinh-tuy", limit=int(limit))


def receive(notes: str, count: str) -> int:
    """Take in so many dossiers at the counter, now."""
    from motcua.dossiers import commands as cmd
    from motcua.dossiers import services
    from motcua.kernel import time
    from motcua.offices.actors import actor_for
    from motcua.offices.models import Office, Person
    from motcua.procedures.queries import terms, version_in_force

    desk = actor_for(Person.objects.get(username="tiepnhan").pk, time.today())
    office = Office.objects.get(code_new="H99.20.1").pk
    version = version_in_force("1.004873", time.today())
    assert version is not None
    needed = [paper for paper in terms(version).documents if paper.obligatory]
    with noted(notes):
        for number in range(int(count)):
            papers = tuple(cmd.Paper(uuid4(), paper.name, requirement_id=paper.id) for paper in needed)
            person = cmd.Applicant(f"Nguyễn Thị Mẫu {number}", f"0991910{number:05d}")
            intake = cmd.Intake(version, office, office, office, person, papers=papers)
            services.execute(cmd.ReceiveDossier(command_id=uuid4(), dossier_id=uuid4(), intake=intake), desk)
    return 0


def close(day: str, decision: str) -> int:
    """Publish that the office is closed on a day."""
    from motcua.calendars.services import publish_override
    from motcua.offices.models import Office
    from motcua.offices.routing import calendar_of_office

    calendar = calendar_of_office(Office.objects.get(code_new="H99.20.1").pk)
    publish_override(calendar, date.fromisoformat(day), "off", "Diễn tập", decision)
    return 0


def mend() -> int:
    """Give back the jobs of workers that died; prints how many."""
    from motcua.kernel.jobs import mend_now

    print(mend_now())
    return 0


if __name__ == "__main__":
    from motcua.cli.django_setup import django_with_database

    acts: dict[str, Callable[..., int]] = {
        "replay": replay,
        "receive": receive,
        "close": close,
        "mend": mend,
    }
    with django_with_database():
        code = acts[sys.argv[1]](*sys.argv[2:])
    sys.exit(code)
