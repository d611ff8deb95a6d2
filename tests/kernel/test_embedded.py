"""The embedded server: started by the first, stopped by the last, and back after a kill."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time as pause
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from motcua.kernel.embedded import Cluster, EmbeddedError, Role
from motcua.kernel.embedded import binaries as programs
from motcua.kernel.embedded.process import is_alive, recorded_pid

pytestmark = pytest.mark.slow


@pytest.fixture
def home() -> Iterator[Path]:
    folder = Path(os.environ["MOTCUA_HOME"]) / f"embedded-{os.getpid()}"
    folder.mkdir()
    yield folder
    Cluster(folder).ensure_not_running()
    shutil.rmtree(folder)


def answer(cluster: Cluster, question: str, role: Role = Role.APPLICATION) -> str:
    with psycopg.connect(cluster.url(role), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return str(row[0])


def test_it_starts_answers_and_stops_with_its_only_user(home: Path) -> None:
    cluster = Cluster(home)
    assert cluster.ensure_running().started_here
    assert answer(cluster, "SELECT current_user") == "motcua"
    assert answer(cluster, "SHOW fsync") == "on"
    assert answer(cluster, "SHOW data_checksums") == "on"
    assert answer(cluster, "SHOW jit") == "off"
    assert cluster.release()
    assert not cluster.status().running


def test_it_listens_on_no_network_port(home: Path) -> None:
    cluster = Cluster(home)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):  # taken by somebody else: just as good
            taken.bind(("127.0.0.1", 5432))
        cluster.ensure_running()
    assert answer(cluster, "SHOW listen_addresses", Role.SUPERUSER) == ""
    assert (cluster.layout.sockets.stat().st_mode & 0o777) == 0o700
    cluster.release()


def test_the_server_is_not_run_by_root(home: Path) -> None:
    cluster = Cluster(home)
    cluster.ensure_running()
    pid = recorded_pid(cluster.layout.data)
    assert Path(f"/proc/{pid}").stat().st_uid != 0
    cluster.release()


def test_the_last_user_stops_it_not_the_first_that_leaves(home: Path) -> None:
    cluster = Cluster(home)
    cluster.ensure_running()
    other = subprocess.Popen(
        [sys.executable, "-c", _STAY, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "False"  # it did not start it
    assert not cluster.release()
    assert cluster.status().running
    other.communicate("")
    assert not cluster.status().running


def test_four_that_start_at_once_share_one_server(home: Path) -> None:
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", _STAY, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    started = [starter.stdout.readline().strip() for starter in starters if starter.stdout]
    assert sorted(started) == ["False", "False", "False", "True"]
    for starter in starters:
        starter.communicate("")
    assert not Cluster(home).status().running


def test_after_kill_9_it_comes_back_with_everything_acknowledged(home: Path) -> None:
    cluster = Cluster(home)
    cluster.ensure_running()
    with psycopg.connect(cluster.url(Role.OWNER), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    pid = recorded_pid(cluster.layout.data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while is_alive(pid):  # the signal takes a moment
        pause.sleep(0.01)
    assert cluster.revive()
    assert answer(cluster, "SELECT count(*) FROM kept", Role.OWNER) == "1000"
    assert cluster.release()


def test_a_user_killed_in_between_does_not_keep_it_running(home: Path) -> None:
    cluster = Cluster(home)
    other = subprocess.Popen(
        [sys.executable, "-c", _STAY, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "True"
    other.kill()
    other.communicate()
    pid = recorded_pid(cluster.layout.data)
    assert pid is not None
    assert not cluster.ensure_running().started_here  # the orphan still serves
    assert cluster.release()
    assert not is_alive(pid)


def test_data_of_another_version_is_refused_with_what_to_do(home: Path) -> None:
    data = Cluster(home).layout.data
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match=r"made by PostgreSQL 9, but only .* is here"):
        Cluster(home).ensure_running()


def test_programs_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_POSTGRES_BIN", "/nowhere")
    with pytest.raises(EmbeddedError, match="MOTCUA_POSTGRES_BIN=/nowhere"):
        programs.find()


def test_a_deep_home_gets_a_socket_with_a_short_path(home: Path) -> None:
    deep = home / ("a" * 60) / ("b" * 60)
    cluster = Cluster(deep)
    cluster.ensure_running()
    assert len(str(cluster.layout.sockets)) < 90
    assert answer(cluster, "SELECT 1") == "1"
    cluster.release()
    cluster.ensure_not_running()
    assert not cluster.layout.sockets.exists()


_STAY = """
import sys
import time as pause
from pathlib import Path
from motcua.kernel.embedded import Cluster
cluster = Cluster(Path(sys.argv[1]))
print(cluster.ensure_running().started_here, flush=True)
sys.stdin.read()
cluster.release()
"""
