"""kill -9 in the middle of the work: nothing that was acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import pytest

from motcua.bench.web_client import signed_in
from motcua.kernel import time
from tests.drills.installation import Installation, kill, wait_until

pytestmark = pytest.mark.slow
LIMIT = "60"  # dossiers of each run: some 700 acts


@pytest.fixture(scope="module")
def office() -> Iterator[Installation]:
    """An installed office, ready to be played, that the drills below damage one after the other."""
    home = Path(tempfile.mkdtemp(prefix="drill-", dir=os.environ["MOTCUA_TEST_HOME"]))
    home.chmod(0o755)  # the database's account must pass through
    installation = Installation(home)
    try:
        installation.run("motcua", "scenario", "load", "vinh-tuy", "--office-only")
        yield installation
    finally:
        installation.end()


def replaying(office: Installation) -> subprocess.Popen[str]:
    return office.drill("replay", str(office.notes), LIMIT)


def test_the_replaying_process_is_killed(office: Installation) -> None:
    player = replaying(office)
    office.wait_for_acknowledged(120, player)
    kill(player.pid)
    player.wait(10)
    assert office.check() >= 120


def test_the_database_is_killed(office: Installation) -> None:
    before = office.check()
    player = replaying(office)
    office.wait_for_acknowledged(120, player)
    office.kill_database()
    assert player.wait(30) != 0
    assert office.check() >= before + 120


def test_the_replay_goes_on_to_its_end(office: Installation) -> None:
    assert replaying(office).wait(120) == 0, office.output
    assert office.check() - len(office.acknowledged()) <= 2  # written, but killed before the note of it


def test_the_web_process_is_killed_while_people_work(office: Installation) -> None:
    office.run("tests.drills.worker_of_drills", "receive", str(office.notes), "14")
    waiting = [row[0] for row in office.ask(WAITING_FOR_ASSIGNMENT)]
    assert len(waiting) >= 14
    port = free_port()
    first = serving(office, port)
    head = signed_in(port, "phochutich")
    done, torn = [], ""
    for number, dossier in enumerate(waiting[:14]):
        head.get(f"/desk/dossiers/{dossier}/")
        if number == 9:
            os.killpg(first.pid, signal.SIGKILL)
            first.wait(10)
            torn = dossier
            with pytest.raises((OSError, HTTPException)):
                head.submit(head.form_with("task_id"), act="complete")
            break
        head.submit(head.form_with("task_id"), act="complete")
        done.append(dossier)
    form = head.form_with("task_id")
    second = serving(office, port)
    again = signed_in(port, "phochutich")
    again.url = head.url
    again.get(f"/desk/dossiers/{torn}/")
    for field in again.form_with("task_id").xpath('.//input[@name="csrfmiddlewaretoken"]'):
        form.xpath('.//input[@name="csrfmiddlewaretoken"]')[0].value = field.value
    for _ in range(2):  # the person presses the old page's button again, twice
        again.submit(form, act="complete")
    versions = dict(office.ask("SELECT id::text, version FROM dossiers_dossier"))
    assert {versions[dossier] for dossier in (*done, torn)} == {2}
    office.check()
    second.terminate()
    assert second.wait(30) == 0


WAITING_FOR_ASSIGNMENT = """
SELECT d.id::text FROM dossiers_dossier d JOIN dossiers_task t ON t.dossier_id = d.id
WHERE t.closed_at IS NULL AND t.action = 'assign' AND d.version = 1 ORDER BY d.received_at DESC, d.id
"""


def serving(office: Installation, port: int) -> subprocess.Popen[str]:
    process = office.start("motcua", "serve", "--port", str(port))

    def answers() -> bool:
        assert process.poll() is None, office.output
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    wait_until(answers, "the pages answer")
    return process


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def test_the_worker_is_killed_in_the_middle_of_a_job(office: Installation) -> None:
    day = next_working_day()
    decision = "09/QĐ-UBND"
    office.run("tests.drills.worker_of_drills", "close", day.isoformat(), decision)
    touched = {
        row[0]
        for row in office.ask(
            "SELECT id::text FROM dossiers_dossier WHERE finished_at IS NULL AND received_at IS NOT NULL"
            " AND due_at::date > %s",
            day + timedelta(days=1),
        )
    }
    assert touched
    with office.database() as connection:
        # Somebody has one of the dossiers in hand, so that the worker waits for it in the middle.
        connection.execute("SELECT FROM dossiers_dossier WHERE id = %s FOR UPDATE", [max(touched)])
        worker = office.start("motcua", "worker")
        wait_until(lambda: state_of_job(office) == "doing", "the job is begun")
        wait_until(lambda: recomputed(office, decision), "some due dates are computed again")
        kill(worker.pid)
        worker.wait(10)
    assert state_of_job(office) == "doing"  # the job stays where its worker left it
    assert not touched.issubset(recomputed(office, decision))  # the one in somebody's hand is not told yet
    office.ask("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    # This job, and whatever the worker did for itself in that second.
    assert int(office.run("tests.drills.worker_of_drills", "mend")) >= 1
    worker = office.start("motcua", "worker")
    wait_until(lambda: state_of_job(office) in ("succeeded", "gone"), "the job is done")
    told = recomputed(office, decision)
    assert set(told) >= touched
    assert len(told) == len(set(told))  # each dossier was told once
    worker.terminate()
    assert worker.wait(40) == 0
    office.check()


def state_of_job(office: Installation) -> str:
    found = office.ask(
        "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'motcua.recompute_due'"
        " ORDER BY id DESC LIMIT 1"
    )
    return str(found[0][0]) if found else "gone"


def recomputed(office: Installation, decision: str) -> list[str]:
    rows = office.ask(
        "SELECT dossier_id::text FROM dossiers_dossierevent"
        " WHERE type = 'due_recomputed' AND payload ->> 'decision_number' = %s",
        decision,
    )
    return [row[0] for row in rows]


def next_working_day() -> date:
    day = time.today() + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
