"""`motcua`: what an administrator types."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from motcua.cli import main
from motcua.cli.parts import Part, start, stop_all
from motcua.cli.web import WebOptions, listen


def run(*arguments: str, home: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    kept |= {"MOTCUA_HOME": str(home or os.environ["MOTCUA_HOME"]), **environment}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "motcua", *arguments], capture_output=True, text=True, env=kept, check=False
    )


def test_help_reads_like_a_table_of_contents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    for command in (
        "serve",
        "worker",
        "doctor",
        "scenario load",
        "calendar check",
        "process run",
        "verify",
        "bench",
    ):
        assert command in said


@pytest.mark.parametrize(
    "wrong", [["nonsense"], ["process", "run", "x.bpmn"], ["serve", "--port", "0"], ["bench", "x"]]
)
def test_a_wrong_call_gets_one_line_and_status_2(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "--help" in said


@pytest.mark.parametrize(
    "call",
    [
        ["process", "check", "{}"],
        ["process", "run", "{}", "--script", "{}"],
        ["calendar", "check", "{}", "{}"],
        ["import-procedures", "{}"],
    ],
)
@pytest.mark.parametrize("bad", ["missing.file", "."])
def test_a_file_that_cannot_be_read_is_named_without_a_traceback(
    call: list[str], bad: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / bad)
    assert main([part.format(path) for part in call]) == 1
    said = capsys.readouterr().err
    assert str(tmp_path) in said
    assert said.count("\n") == 1


def test_bytes_that_are_no_text_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.csv"
    file.write_bytes(b"\xff\xfe\x00")
    assert main(["calendar", "check", str(file), str(file)]) == 1
    assert "not UTF-8" in capsys.readouterr().err


@pytest.mark.slow
def test_checking_law_and_processes_needs_no_database(tmp_path: Path) -> None:
    asked = run("calendar", "check", "/dev/null", "/dev/null", home=tmp_path / "home")
    assert asked.returncode == 1
    assert "Traceback" not in asked.stderr
    assert not (tmp_path / "home" / "postgres").exists()


@pytest.mark.slow
def test_a_database_that_is_down_is_said_in_one_line() -> None:
    asked = run("verify", MOTCUA_DATABASE_URL="postgresql://nobody:secret@127.0.0.1:1/none")
    assert asked.returncode == 1
    assert "cannot be reached" in asked.stderr
    assert "Traceback" not in asked.stderr
    assert "secret" not in asked.stderr


@pytest.mark.slow
def test_a_setting_that_cannot_be_used_is_said_in_one_line() -> None:
    asked = run("settings", MOTCUA_PORT="many")
    assert (asked.returncode, asked.stderr.count("\n")) == (1, 1)
    assert "MOTCUA_PORT='many'" in asked.stderr


def test_a_taken_port_is_named_and_the_next_free_one_used() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        wanted = other.getsockname()[1]
        listening = listen(WebOptions("127.0.0.1", wanted, 1, 1))
    with listening.socket:
        assert listening.port > wanted
        assert f"Port {wanted} is taken" in listening.notice
        assert f":{listening.port}/" in listening.notice


@pytest.mark.slow
def test_stopping_leaves_no_process_behind_even_one_that_will_not_listen() -> None:
    parts: list[Part] = []
    start("worker", ["--help"], parts)
    stubborn = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", stubborn], start_new_session=True)
    parts.append(Part("stubborn", child))
    time.sleep(0.5)
    stop_all(parts, patience_seconds=1)
    assert living_in_group(child.pid) == []


def living_in_group(group: int) -> list[str]:
    """Processes of the group that are not merely waiting to be collected."""
    listed = subprocess.run(
        ["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [row[-1] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
