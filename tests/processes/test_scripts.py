# ruff: noqa: E501 - drawings in one line
"""A tester's script in every detail: which task is meant, what time does, and how the walk ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from motcua.processes.errors import ProcessError, ScriptError
from motcua.processes.walk import run_script

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
from .test_walk import story, walk

TWINS = definitions(
    ENDS + '<userTask id="a" name="Ký"/><userTask id="b" name="Ký"/><userTask id="c" name="Trình&#10;ký"/>'
    + gateway("parallel", "g", "j") + flows("s>g; g>a; g>b; g>c; a>j; b>j; c>j; j>e")
)  # fmt: skip


def broken(source: bytes, *steps: dict[str, Any], **variables: Any) -> tuple[list[dict[str, Any]], str]:
    """The lines printed before a script is refused, and why."""
    lines: list[dict[str, Any]] = []
    with pytest.raises(ProcessError) as refused:
        lines.extend(run_script(source, {"variables": variables, "steps": list(steps)}))
    return lines, str(refused.value)


def test_a_name_that_fits_two_open_tasks_is_asked_back() -> None:
    lines, said = broken(TWINS, {"complete": "Ký"})
    assert said == "step 1: several open tasks are called «Ký»; say which by its id: a, b"
    assert lines[-1] == {"state": "waiting", "waiting": ["a", "b", "c"]}


def test_a_name_is_enough_once_only_one_of_them_is_open() -> None:
    assert walk(TWINS, {"complete": "a"}, {"complete": "Ký"})[-1]["waiting"] == ["c"]


def test_a_line_break_in_a_drawn_name_counts_as_a_space() -> None:
    assert walk(TWINS, {"complete": "Trình ký"})[-1]["waiting"] == ["a", "b"]


def test_an_id_wins_over_a_name() -> None:
    source = definitions(
        ENDS + '<userTask id="a" name="b"/><userTask id="b" name="a"/>' + flows("s>a; s>b; a>e; b>e")
    )
    assert walk(source, {"complete": "a"})[-1]["waiting"] == ["b"]


def test_of_several_instances_the_oldest_is_meant() -> None:
    marker = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    source = definitions(ENDS + f'<userTask id="a" name="Góp ý">{marker}</userTask>' + flows("s>a; a>e"))
    assert walk(source, {"complete": "Góp ý"}, {"complete": "a"})[-1]["waiting"] == ["a"]


def test_the_state_comes_last_even_when_a_step_is_refused() -> None:
    source = definitions(ENDS + users("a", "b") + flows("s>a; a>b; b>e"))
    lines, said = broken(source, {"complete": "a"}, {"complete": "zz"}, {"complete": "b"})
    assert said.startswith("step 2: «zz» is not in the process; waiting: «B» (b)")
    assert story(lines) == ["entered s", "completed s", "entered a", "completed a", "entered b"]
    assert lines[-1] == {"state": "waiting", "waiting": ["b"]}


def test_a_decision_that_cannot_be_made_leaves_the_step_open() -> None:
    source = definitions(
        ENDS
        + users("q", "a", "b")
        + gateway("exclusive", "x")
        + flows("s>q; q>x; x>a[k > 5]; x>b[k > 9]; a>e; b>e")
    )
    lines, said = broken(source, {"complete": "q", "set": {"k": 1}})
    assert "no condition holds after «x»" in said
    assert lines[-1] == {"state": "waiting", "waiting": ["q"]}


def test_values_are_there_before_the_step_is_done() -> None:
    source = definitions(
        ENDS
        + users("q", "a", "b")
        + gateway("exclusive", "x", default="x-b")
        + flows("s>q; q>x; x>a[k == 2]; x>b; a>e; b>e")
    )
    assert walk(source, {"complete": "q", "set": {"k": 2}}, k=1)[-1]["waiting"] == ["a"]


def test_values_come_with_a_message_too() -> None:
    source = definitions(ENDS + catch("m", MESSAGE_DEFINITION) + users("a", "b") + gateway("exclusive", "x", default="x-b")
                         + flows("s>m; m>x; x>a[đủ]; x>b; a>e; b>e"), MESSAGE)  # fmt: skip
    assert walk(source, {"message": "bổ sung", "set": {"đủ": True}})[-1]["waiting"] == ["a"]


def test_nothing_but_time_passes_in_a_finished_process() -> None:
    source = definitions(ENDS + users("a") + flows("s>a; a>e"))
    assert walk(source, {"complete": "a"}, {"advance": "P1Y"})[-1] == {"state": "finished", "waiting": []}
    lines, said = broken(source, {"complete": "a"}, {"complete": "a"})
    assert said == "step 2: the process is finished; nothing more can happen in it"
    assert lines[-1] == {"state": "finished", "waiting": []}


def test_a_message_told_by_the_event_that_waits_goes_to_that_event() -> None:
    waits = "".join(
        f'<intermediateCatchEvent id="w{i}" name="Chờ {i}">{MESSAGE_DEFINITION}</intermediateCatchEvent>'
        for i in (1, 2)
    )
    source = definitions(ENDS + waits + flows("s>w1; s>w2; w1>e; w2>e"), MESSAGE)
    assert walk(source, {"message": "Chờ 2"})[-1]["waiting"] == ["w1"]
    assert walk(source, {"message": "w2"})[-1]["waiting"] == ["w1"]
    assert walk(source, {"message": "bổ sung"})[-1]["waiting"] == ["w2"]


def test_an_event_s_name_that_two_events_share_is_asked_back() -> None:
    waits = "".join(
        f'<intermediateCatchEvent id="w{i}" name="Chờ">{MESSAGE_DEFINITION}</intermediateCatchEvent>'
        for i in (1, 2)
    )
    source = definitions(ENDS + waits + flows("s>w1; s>w2; w1>e; w2>e"), MESSAGE)
    assert (
        "several events called «Chờ» wait; say which by its id: w1, w2"
        in broken(source, {"message": "Chờ"})[1]
    )


def test_a_start_is_told_by_its_own_name_too() -> None:
    start = f'<startEvent id="s" name="Dân gửi">{MESSAGE_DEFINITION}</startEvent><endEvent id="e"/>'
    source = definitions(start + users("a") + flows("s>a; a>e"), MESSAGE)
    assert walk(source, {"message": "Dân gửi", "set": {"k": 1}}, {"complete": "a"})[-1]["state"] == "finished"


def test_a_signal_told_by_the_event_that_waits() -> None:
    wait = f'<intermediateCatchEvent id="n" name="Nghe">{SIGNAL_DEFINITION}</intermediateCatchEvent>'
    assert (
        walk(definitions(ENDS + wait + flows("s>n; n>e"), SIGNAL), {"signal": "Nghe"})[-1]["state"]
        == "finished"
    )


def test_timers_fire_each_at_its_own_time_and_in_order() -> None:
    process = ENDS + users("a") + "".join(f'<serviceTask id="b{h}"/>' for h in (1, 2, 3))
    process += "".join(boundary(f"t{h}", "a", timer(f"PT{h}H"), False) for h in (3, 1, 2))
    drawn = flows("s>a; a>e; t1>b1; t2>b2; t3>b3; b1>e; b2>e; b3>e")
    lines = walk(definitions(process + drawn), {"advance": "P1D"})
    fired = [
        (line["element"], line["at"][11:16])
        for line in lines[:-1]
        if line["event"] == "entered" and line["element"][0] == "t"
    ]
    assert fired == [("t1", "08:30"), ("t2", "09:30"), ("t3", "10:30")]


def test_a_task_done_at_the_deadline_itself_is_too_late() -> None:
    source = definitions(
        ENDS + users("a", "b") + boundary("t", "a", timer("PT1H")) + flows("s>a; a>e; t>b; b>e")
    )
    assert walk(source, {"advance": "PT59M59S"}, {"complete": "a"})[-1]["state"] == "finished"
    lines, said = broken(source, {"advance": "PT1H"}, {"complete": "a"})
    assert "«a» is not an open task now; waiting: «B» (b)" in said
    assert lines[-1]["waiting"] == ["b"]


def test_time_can_be_told_as_an_instant() -> None:
    source = definitions(ENDS + catch("t", timer("P1D")) + flows("s>t; t>e"))
    assert walk(source, {"advance": "2026-01-06T07:30:00+07:00"})[-1]["state"] == "finished"
    assert walk(source, {"advance": "2026-01-06"})[-1]["state"] == "waiting"


def test_vietnamese_is_printed_as_it_is_whatever_the_terminal_speaks(tmp_path: Path) -> None:
    model, script = tmp_path / "m.bpmn", tmp_path / "s.json"
    model.write_bytes(definitions(ENDS + '<userTask id="a" name="Thẩm định"/>' + flows("s>a; a>e")))
    script.write_text(json.dumps({"steps": [{"complete": "Thẩm định"}]}), encoding="utf-8")
    code = "import sys; from motcua.processes.commands import main_run; sys.exit(main_run(*sys.argv[1:]))"
    told = subprocess.run(
        [sys.executable, "-c", code, str(model), str(script)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        check=True,
    )
    assert '"name": "Thẩm định"'.encode() in told.stdout
    assert json.loads(told.stdout.splitlines()[-1]) == {"state": "finished", "waiting": []}


def test_timers_without_end_are_stopped_with_a_sentence() -> None:
    source = definitions(
        ENDS
        + users("a")
        + '<serviceTask id="b"/>'
        + boundary("t", "a", timer("R/PT1S", "timeCycle"), False)
        + flows("s>a; a>e; t>b; b>e")
    )
    with pytest.raises(ScriptError, match="timers fire within P1D"):
        walk(source, {"advance": "P1D"})


def test_work_that_piles_up_without_end_is_stopped_with_a_sentence() -> None:
    source = definitions(
        ENDS
        + users("a", "b")
        + boundary("t", "a", timer("R/PT1S", "timeCycle"), False)
        + flows("s>a; a>e; t>b; b>e")
    )
    lines, said = broken(source, {"advance": "PT2H"})
    assert "too much is open at once: «B» (b) begins again and again" in said
    assert lines[-1]["waiting"][:2] == ["a", "b"]
