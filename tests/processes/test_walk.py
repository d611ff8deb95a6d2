"""What `motcua process check` and `motcua process run` print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from motcua.processes.commands import main_check, main_run
from motcua.processes.errors import ProcessError, ScriptError
from motcua.processes.steps import from_steps, standard_seven
from motcua.processes.walk import check_file, run_script

from .building import (
    ENDS,
    MESSAGE,
    MESSAGE_DEFINITION,
    SIGNAL,
    SIGNAL_DEFINITION,
    boundary,
    catch,
    definitions,
    flows,
    gateway,
    timer,
    users,
)

LINE = definitions(ENDS + '<userTask id="a" name="Thẩm định"/>' + flows("s>a; a>e"))
DEADLOCK = definitions(
    ENDS + users("a", "b") + gateway("exclusive", "x", default="x-b") + gateway("parallel", "j")
    + flows("s>x; x>a[k]; x>b; a>j; b>j; j>e")
)  # fmt: skip


def walk(source: bytes, *steps: dict[str, Any], **variables: Any) -> list[dict[str, Any]]:
    return list(run_script(source, {"variables": variables, "steps": list(steps)}))


def story(lines: list[dict[str, Any]]) -> list[str]:
    return [f"{line['event']} {line['element']}" for line in lines[:-1]]


def test_one_line_per_event_and_the_state_at_last() -> None:
    lines = walk(LINE, {"advance": "PT4H"}, {"complete": "Thẩm định", "set": {"k": 1}})
    assert lines[0] == {"event": "entered", "element": "s", "name": "", "at": "2026-01-05T07:30:00+07:00"}
    assert lines[3] == {
        "event": "completed",
        "element": "a",
        "name": "Thẩm định",
        "at": "2026-01-05T11:30:00+07:00",
    }
    assert story(lines) == [
        "entered s",
        "completed s",
        "entered a",
        "completed a",
        "entered e",
        "completed e",
    ]
    assert lines[-1] == {"state": "finished", "waiting": []}


def test_what_still_waits_is_named() -> None:
    process = (
        ENDS
        + users("a")
        + catch("t", timer("P1D"))
        + gateway("eventBased", "v")
        + catch("m", MESSAGE_DEFINITION)
    )
    process += catch("g", SIGNAL_DEFINITION) + flows("s>a; s>t; s>v; v>m; v>g; a>e; t>e; m>e; g>e")
    source = definitions(process, MESSAGE + SIGNAL)
    assert walk(source)[-1] == {"state": "waiting", "waiting": ["a", "t", "m", "g"]}
    assert walk(source, {"signal": "dừng"}, {"advance": "P2D"})[-1]["waiting"] == ["a"]
    assert (
        walk(source, {"message": "bổ sung"}, {"complete": "a"}, {"advance": "P1D"})[-1]["state"] == "finished"
    )


def test_time_jumps_from_timer_to_timer() -> None:
    process = ENDS + users("a", "b") + boundary("t", "a", timer("PT1H"), False) + catch("w", timer("PT30M"))
    lines = walk(definitions(process + flows("s>a; a>e; t>w; w>b; b>e")), {"advance": "P1D"})
    at = {(line["event"], line["element"]): line["at"] for line in lines[:-1]}
    assert at["completed", "t"] == "2026-01-05T08:30:00+07:00"
    assert at["entered", "b"] == "2026-01-05T09:00:00+07:00"
    assert lines[-1]["waiting"] == ["a", "b"]


def test_an_automatic_step_waits_only_when_the_tester_says_so() -> None:
    source = definitions(
        ENDS + '<serviceTask id="a" name="Tra cứu"/>' + users("b", "c") + gateway("exclusive", "x", default="x-c")
        + flows("s>a; a>x; x>b[thấy]; x>c; b>e; c>e")
    )  # fmt: skip
    assert walk(source)[-1]["waiting"] == ["c"]
    assert walk(source, {"complete": "Tra cứu", "set": {"thấy": True}})[-1]["waiting"] == ["b"]


def test_a_process_that_begins_with_a_message() -> None:
    start = (
        f'<startEvent id="s">{MESSAGE_DEFINITION}</startEvent><endEvent id="e"/>'
        + users("a")
        + flows("s>a; a>e")
    )
    source = definitions(start, MESSAGE)
    assert walk(source)[-1]["waiting"] == ["a"]
    assert story(walk(source, {"message": "bổ sung"}, {"complete": "a"}))[:3] == [
        "entered s",
        "completed s",
        "entered a",
    ]


def test_a_process_that_begins_with_a_timer() -> None:
    start = (
        f'<startEvent id="s">{timer("PT2H")}</startEvent><endEvent id="e"/>' + users("a") + flows("s>a; a>e")
    )
    assert walk(definitions(start), {"advance": "PT3H"})[0]["at"] == "2026-01-05T09:30:00+07:00"
    assert walk(definitions(start), {"advance": "PT1H"})[-1] == {"state": "waiting", "waiting": ["s"]}
    assert walk(definitions(start))[-1]["waiting"] == ["a"]


def test_a_deadlock_names_the_join() -> None:
    assert walk(DEADLOCK, {"complete": "b"})[-1] == {"state": "waiting", "waiting": ["j"]}


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([{"complete": "zz"}], "not in the process"),
        ([{"complete": "e"}], "not an open task"),
        ([{"complete": "a"}, {"complete": "a"}], "step 2: the process is finished"),
        ([{"complete": "a"}, {"message": "m"}], "the process is finished"),
        ([{"complete": "a"}, {"signal": "g"}], "the process is finished"),
        ([{"message": "zz"}], "nothing waits"),
        ([{"signal": "zz"}], "knows no signal"),
        ([{"advance": "soon"}], "ISO 8601"),
        ([{"advance": "2020-01-01"}], "go back"),
        ([{"complete": 5}], "step 1"),
        ([{}], "exactly one"),
        ([{"complete": "a", "advance": "PT1H"}], "exactly one"),
        ([{"complete": "a", "extra": 1}], "exactly one"),
        ([{"complete": "a", "set": []}], "object"),
        (["a"], "exactly one"),
    ],
)
def test_a_wrong_step_is_refused_with_its_number(steps: list[Any], words: str) -> None:
    with pytest.raises(ScriptError, match=words):
        walk(LINE, *steps)


@pytest.mark.parametrize("script", [[], "x", {"variables": []}, {"steps": {}}, {"etwas": 1}, None])
def test_a_script_of_the_wrong_shape_is_refused(script: Any) -> None:
    with pytest.raises(ScriptError):
        list(run_script(LINE, script))


def test_a_model_that_cannot_be_executed_is_not_walked() -> None:
    with pytest.raises(ProcessError):
        walk(definitions(ENDS))


def test_the_verdict_of_check() -> None:
    good = check_file(from_steps(standard_seven(4800), "p", "Q"))
    assert good.well
    assert good.remarks == ()
    assert check_file(LINE).well
    assert {r.code for r in check_file(LINE).remarks} == {"role", "status"}
    bad = check_file(definitions(ENDS))
    assert not bad.executable
    assert bad.problems
    stuck = check_file(DEADLOCK)
    assert stuck.executable
    assert not stuck.sound


# ── the two commands ───────────────────────────────────────────────────────────────────────────────────────
def files(tmp_path: Path, source: bytes, script: str) -> tuple[str, str]:
    model, told = tmp_path / "m.bpmn", tmp_path / "s.json"
    model.write_bytes(source)
    told.write_text(script, encoding="utf-8")
    return str(model), str(told)


def test_check_ends_with_zero_only_when_all_is_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, _ = files(tmp_path, LINE, "")
    assert main_check(model) == 0
    assert capsys.readouterr().out.startswith("executable: yes\nsound: yes")
    model, _ = files(tmp_path, DEADLOCK, "")
    assert main_check(model) == 1
    told = capsys.readouterr().out
    assert "deadlock: j" in told
    assert "counter-example: s → x → " in told
    model, _ = files(tmp_path, b"<a", "")
    assert main_check(model) == 1
    assert "not well-formed" in capsys.readouterr().out
    assert main_check(str(tmp_path / "none")) == 1


def test_run_prints_json_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, script = files(tmp_path, LINE, '{"steps": [{"complete": "a"}]}')
    assert main_run(model, script) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1] == {"state": "finished", "waiting": []}
    assert {"event", "element", "name", "at"} == set(lines[0])


@pytest.mark.parametrize(
    "script", ['{"steps": [{"complete": "zz"}]}', "{", "[]", "[" * 100_000, '{"steps": 1}']
)
def test_run_ends_with_one_and_a_sentence(
    script: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, told = files(tmp_path, LINE, script)
    assert main_run(model, told) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
    assert main_run(model, str(tmp_path / "none")) == 1
    assert main_run(str(tmp_path / "none"), told) == 1
